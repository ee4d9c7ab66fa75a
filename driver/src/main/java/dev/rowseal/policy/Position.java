package dev.rowseal.policy;

/**
 * Where something of the policy was written, for messages.
 *
 * @param source a file, a class-path resource or a Java type
 * @param line its line, counted from 1; 0 where there is none
 */
public record Position(String source, int line) {

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}

package dev.rowseal.policy;

/**
 * An SQL identifier as the policy writes it.
 *
 * @param text the identifier without quotes; not empty
 * @param quoted whether it was written in double quotes, and so does not fold
 */
public record Name(String text, boolean quoted) {

    @Override
    public String toString() {
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}

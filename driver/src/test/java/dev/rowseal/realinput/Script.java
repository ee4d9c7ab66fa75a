package dev.rowseal.realinput;

import java.util.ArrayList;
import java.util.List;

/** Splits a script for {@code psql} into its statements. */
final class Script {

    private final String text;
    private int at;

    private Script(String text) {
        this.text = text;
    }

    /**
     * The statements without comments, semicolons and the client's own commands. Semicolons, dashes and stars in string
     * literals and quoted names stay.
     */
    static List<String> statements(String text) {
        return new Script(text).split();
    }

    private List<String> split() {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("/*", at)) {
                at = text.indexOf("*/", at) + 2;
            } else if (text.startsWith("--", at)
                    || c == '\\' && statement.toString().isBlank()) {
                at = end(text.indexOf('\n', at));
            } else if (c == '\'' || c == '"') {
                int end = text.indexOf(c, at + 1) + 1;
                statement.append(text, at, end);
                at = end;
            } else if (c == ';') {
                add(statements, statement);
                at++;
            } else {
                statement.append(c);
                at++;
            }
        }
        add(statements, statement);
        return statements;
    }

    private int end(int found) {
        return found < 0 ? text.length() : found;
    }

    private static void add(List<String> statements, StringBuilder statement) {
        if (!statement.toString().isBlank()) {
            statements.add(statement.toString().strip());
        }
        statement.setLength(0);
    }
}

package dev.rowseal.plan;

import java.util.regex.Pattern;

/**
 * JDBC's escapes (JDBC 4.3, 13.4), which wrapped drivers undo by themselves, wherever they take them to stand: what is left of
 * {@code pa{oj tient}} is one word, which nobody who looked for it has seen.
 */
final class JdbcEscapes {

    private static final Pattern ESCAPE = Pattern.compile(
            "\\{[\\s\\p{Z}\\p{Cntrl}]*+(?:oj|fn|d|t|ts|escape|call|\\?)(?![A-Za-z0-9_])", Pattern.CASE_INSENSITIVE);

    /** What may be a part of a word, or of a quoted name, directly before or behind one. */
    private static final Pattern JOINED =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}_$@\"`\\]]\\{|\\}[\\p{L}\\p{M}\\p{N}_$@\"`\\[]");

    private JdbcEscapes() {}

    /** Refuses a text of which the driver may make words that are not in it. Looks at texts with braces alone. */
    static void refuseJoined(String sql) throws Refusal {
        if (sql.indexOf('{') >= 0
                && JOINED.matcher(sql).find()
                && ESCAPE.matcher(sql).find()) {
            throw Refusal.of(
                    "it has a JDBC escape directly beside a word, which the driver would make one of",
                    "put a blank before and behind the escape");
        }
    }
}

package dev.rowseal.jdbc;

import java.util.regex.Pattern;

/** What a text asks a MariaDB session of what ran before; where that was Rowseal's own, the server would tell of it. */
enum LastStatement {
    NOTHING,
    /** How many rows it changed, and what it warned of. */
    OF_STATEMENT,
    /** How many rows the last query had, whatever ran since. */
    OF_QUERY;

    /** Between a function's name and its parenthesis. */
    private static final String BETWEEN = "\\b(?:\\s|/\\*.*?\\*/|(?:--|#)[^\\n]*\\n)*\\(";

    private static final Pattern STATEMENT = Pattern.compile(
            "\\bROW_COUNT" + BETWEEN
                    + "|\\bGET\\s[^;]*\\bDIAGNOSTICS\\b"
                    + "|\\bSHOW\\b[^;]*\\b(?:WARNINGS|ERRORS)\\b"
                    + "|@@[\\w.\\s`]*\\b(?:WARNING|ERROR)_COUNT\\b",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern QUERY =
            Pattern.compile("\\bFOUND_ROWS" + BETWEEN, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** What a text asks. */
    static LastStatement in(String sql) {
        if (QUERY.matcher(sql).find()) {
            return OF_QUERY;
        }
        return STATEMENT.matcher(sql).find() ? OF_STATEMENT : NOTHING;
    }
}

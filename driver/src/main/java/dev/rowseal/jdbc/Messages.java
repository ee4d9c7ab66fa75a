package dev.rowseal.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may be told of a message from below: what it says before it repeats rows, values or the statement. Servers and drivers
 * speak many languages, so that no word tells where that is, but the form of the message or the vendor's code for it.
 */
final class Messages {

    private static final Pattern CIPHERTEXT =
            Pattern.compile("\\\\x[0-9a-fA-F]{8,}|rs1\\.[A-Za-z0-9_-]+|[xX]'[0-9a-fA-F]{8,}'?"
                    // An envelope's first bytes, as a trigger's own hexadecimal or base64 would begin with.
                    + "|[fF]71[eE][0-9a-fA-F]{16,}|9x4[A-Za-z0-9+/_-]{16,}");

    /** An envelope's first bytes in each form that drivers give a cell, and what follows them. */
    private static final Pattern ENVELOPE = Pattern.compile(
            "(?:\\\\+x|[xX]')?[fF]71[eE](?:01|7[fF])[0-9a-fA-F]{8,}'?"
                    + "|rs1\\.9x[45][A-Za-z0-9_-]{8,}|\\\\+367\\\\+036\\\\+(?:001|177).*|[\uFFFD\u00F7]\u001E[\u0001\u007F].*",
            Pattern.DOTALL);

    /** Below are PostgreSQL's failures, which have no code, and those of drivers themselves. */
    private static final int FIRST_CODE = 1000;

    /**
     * PostgreSQL repeats rows, values and statements in parts whose lines its driver indents, each with a word of the JVM's
     * language before it. Numbers and names of the server's own source may stay, where the word is English.
     */
    private static final Pattern POSTGRESQL_PARTS = Pattern.compile(
            "\\R\\h++(?!(?:Position: \\d+|Internal Position: \\d+|Server SQLState: \\w{5}"
                    + "|Location: File: [\\w.]+, Routine: \\w+, Line: \\d+)(?:\\R|\\z)).*",
            Pattern.DOTALL);
    /** The same in a failure that came through another driver. */
    private static final Pattern POSTGRESQL_WORDS =
            Pattern.compile("\\R\\s*(Detail|Where|Internal Query|Hint|Call getNextException)\\b.*", Pattern.DOTALL);

    /** H2 repeats the row and the statement; only what stands before them is translated. */
    private static final Pattern H2_PARTS = Pattern.compile("( VALUES \\(|; SQL statement:).*", Pattern.DOTALL);
    /** The row that violates a key, behind the key's columns: DUPLICATE_KEY_1, REFERENTIAL_INTEGRITY_VIOLATED_… */
    private static final Set<Integer> H2_KEYS = Set.of(23503, 23505, 23506);

    private static final Pattern H2_KEY = Pattern.compile("(?<=\\)) \\(.*", Pattern.DOTALL);

    /** MariaDB repeats values, and the statement from where it fails. */
    private static final Pattern MARIADB_PARTS = Pattern.compile(
            "(?<=Duplicate entry )'.*'(?= for key)|(?<=value: )'.*'(?= for )|(?<= near )'.*", Pattern.DOTALL);

    private static final Pattern MARIADB_STATEMENT = Pattern.compile("\\RQuery is:.*", Pattern.DOTALL);
    /** Its errors that quote a value, or where the statement fails; in every language between these quotes, and English ends so. */
    private static final Set<Integer> MARIADB_QUOTING =
            Set.of(1062, 1064, 1292, 1300, 1366, 1367, 1411, 1525, 1569, 1586, 1761);

    private static final Pattern MARIADB_QUOTED = Pattern.compile(
            "'.*'(?= for (?:key '[^']*'|key \\d+|column [^']* at row \\d+|function \\w+)\\z)|'.*", Pattern.DOTALL);

    private Messages() {}

    /** A failure's message, or a warning's, without what it repeats. */
    static String cleaned(SQLException failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        if (failure instanceof BatchUpdateException) {
            // PostgreSQL's repeats the statement with its parameters in front of the server's message.
            message = "an entry of the batch failed";
        }
        int code = failure.getErrorCode();
        message = H2_PARTS.matcher(message).replaceFirst("");
        if (H2_KEYS.contains(code)) {
            message = H2_KEY.matcher(message).replaceFirst("");
        }
        message = MARIADB_STATEMENT.matcher(message).replaceFirst("…");
        // A value may hold what ends a line of PostgreSQL's: first the values.
        message = (MARIADB_QUOTING.contains(code) ? MARIADB_QUOTED : MARIADB_PARTS)
                .matcher(message)
                .replaceFirst("…");
        if (code < FIRST_CODE) {
            message = POSTGRESQL_PARTS.matcher(message).replaceFirst("");
        }
        message = POSTGRESQL_WORDS.matcher(message).replaceFirst("");
        return CIPHERTEXT.matcher(withoutEnvelopes(message)).replaceAll("…");
    }

    /** A message that may repeat what it likes, but no envelope. */
    static String withoutEnvelopes(String message) {
        return ENVELOPE.matcher(message).replaceAll("…");
    }
}

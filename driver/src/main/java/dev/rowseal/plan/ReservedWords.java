package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Words that without quotes are keywords wherever they stand, so that {@code ORDER BY} does not name a table which is called
 * "order". Not all that a database reserves, but no word that it does not; and none that H2's users are wont to set free with
 * {@code NON_KEYWORDS}.
 */
final class ReservedWords {

    private static final Set<String> EVERYWHERE = Set.of(
            "ALL",
            "AND",
            "AS",
            "CASE",
            "CHECK",
            "CONSTRAINT",
            "DEFAULT",
            "DISTINCT",
            "ELSE",
            "EXCEPT",
            "FALSE",
            "FETCH",
            "FOR",
            "FOREIGN",
            "FROM",
            "GROUP",
            "HAVING",
            "IN",
            "INTERSECT",
            "LIMIT",
            "NOT",
            "NULL",
            "ON",
            "OR",
            "ORDER",
            "PRIMARY",
            "SELECT",
            "TABLE",
            "TO",
            "TRUE",
            "UNION",
            "UNIQUE",
            "USING",
            "WHEN",
            "WHERE",
            "WITH");

    private static final Set<String> POSTGRESQL = Set.of(
            "ANY", "ASC", "COLUMN", "CREATE", "DESC", "END", "INTO", "RETURNING", "SOME", "THEN", "USER", "WINDOW");

    private static final Set<String> MARIADB = Set.of(
            "ADD",
            "ALTER",
            "ASC",
            "BETWEEN",
            "BY",
            "COLUMN",
            "CREATE",
            "DELETE",
            "DESC",
            "DROP",
            "EXISTS",
            "INDEX",
            "INSERT",
            "INTERVAL",
            "INTO",
            "IS",
            "JOIN",
            "KEY",
            "KEYS",
            "LIKE",
            "RANGE",
            "RETURNING",
            "SET",
            "THEN",
            "UPDATE",
            "VALUES");

    private static final Set<String> H2 =
            Set.of("ANY", "BETWEEN", "END", "EXISTS", "IS", "JOIN", "LIKE", "SET", "VALUES");

    private ReservedWords() {}

    /**
     * Whether a token is a keyword and names nothing.
     *
     * @param before the token before it: behind a dot and behind AS any word is a name
     */
    static boolean isKeyword(Token token, @Nullable Token before, Dialect dialect) {
        if (token.kind() != Token.Kind.WORD
                || before != null && (before.text().equals(".") || before.text().equalsIgnoreCase("AS"))) {
            return false;
        }
        String word = token.text().toUpperCase(Locale.ROOT);
        return EVERYWHERE.contains(word) || further(dialect).contains(word);
    }

    /** All of one database; for tests. */
    static Set<String> of(Dialect dialect) {
        Set<String> words = new TreeSet<>(EVERYWHERE);
        words.addAll(further(dialect));
        return words;
    }

    private static Set<String> further(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> POSTGRESQL;
            case MARIADB -> MARIADB;
            case H2 -> H2;
        };
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Words that without quotes are keywords, so that {@code ORDER BY} does not name a table which is called "order"; but for
 * labels, which PostgreSQL lets be any word. Not all that a database reserves, but no word that it does not; and of H2 only
 * such as SQL cannot do without, since {@code NON_KEYWORDS} sets others free.
 */
final class ReservedWords {

    private static final Set<String> EVERYWHERE = Set.of(
            "ALL",
            "AND",
            "AS",
            "CASE",
            "CHECK",
            "CONSTRAINT",
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
            "NOT",
            "NULL",
            "ON",
            "OR",
            "ORDER",
            "PRIMARY",
            "SELECT",
            "TABLE",
            "TRUE",
            "UNION",
            "UNIQUE",
            "USING",
            "WHEN",
            "WHERE",
            "WITH");

    private static final Set<String> POSTGRESQL = Set.of(
            "ANY",
            "ASC",
            "COLUMN",
            "CREATE",
            "DEFAULT",
            "DESC",
            "END",
            "INTO",
            "LIMIT",
            "RETURNING",
            "SOME",
            "THEN",
            "TO",
            "USER",
            "WINDOW");

    private static final Set<String> MARIADB = Set.of(
            "ADD",
            "ALTER",
            "ASC",
            "BETWEEN",
            "BY",
            "COLUMN",
            "CREATE",
            "DEFAULT",
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
            "LIMIT",
            "RANGE",
            "RETURNING",
            "SET",
            "THEN",
            "TO",
            "UPDATE",
            "VALUES");

    private ReservedWords() {}

    /**
     * Whether a token is a keyword and names nothing.
     *
     * @param before the token before it: behind a dot and behind AS any word is a name
     */
    static boolean isKeyword(Token token, @Nullable Token before, Dialect dialect) {
        return token.kind() == Token.Kind.WORD
                && isOne(token.text(), dialect)
                && (before == null
                        || !before.text().equals(".") && !before.text().equalsIgnoreCase("AS"));
    }

    /** Whether an identifier, as it was written, is such a word without quotes. */
    static boolean isOne(String written, Dialect dialect) {
        String word = written.toUpperCase(Locale.ROOT);
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
            case H2 -> Set.of();
        };
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Words that the parser keeps for itself, and that name columns and tables without quotes in the databases: it reads no {@code
 * t.settings} and no {@code WHERE uuid = ?}. None of them is a part of a clause of the databases that it is listed for, so that a
 * text which has one for a keyword there is not read with it as a name.
 */
final class FreeWords {

    /** What other databases have clauses of. */
    private static final Set<String> CLAUSES = Set.of(
            "CSV",
            "ERRORS",
            "EXCLUDES",
            "EXTEND",
            "FINAL",
            "IMPORT",
            "INCLUDES",
            "OUTPUT",
            "PIVOT",
            "PREFERRING",
            "PREWHERE",
            "PRIOR",
            "SAMPLE",
            "SCRIPT",
            "SEMI",
            "SETTINGS",
            "STATEMENT",
            "UNPIVOT",
            "VERIFY");

    /** Types of some database, which may name columns in all. */
    private static final Set<String> TYPES = Set.of("BOOL", "ENUM", "MAP", "NUMBER", "SHORT", "UUID");

    /** Types that MariaDB reserves. */
    private static final Set<String> FURTHER_TYPES = Set.of("BLOB", "DOUBLE", "FLOAT", "LONG", "PRECISION", "REAL");

    /** Behind one of these begins an expression, and no type stands. */
    private static final Set<String> BEFORE_EXPRESSIONS = Set.of(
            "ALL",
            "AND",
            "BETWEEN",
            "BY",
            "CASE",
            "DISTINCT",
            "ELSE",
            "HAVING",
            "NOT",
            "ON",
            "OR",
            "RETURNING",
            "SELECT",
            "SET",
            "THEN",
            "WHEN",
            "WHERE");

    private static final Map<Dialect, Set<String>> CLAUSES_OF = ofEach(FreeWords::clauses);
    private static final Map<Dialect, Set<String>> TYPES_OF = ofEach(FreeWords::types);

    private FreeWords() {}

    /** The text with such words in quotes, as the database stores them; the same text when it has none. */
    static String quoted(String sql, List<Token> tokens, Dialect dialect, Folding folding) {
        StringBuilder quoted = new StringBuilder();
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (isName(
                    token,
                    i == 0 ? null : tokens.get(i - 1),
                    i + 1 < tokens.size() ? tokens.get(i + 1) : null,
                    dialect)) {
                quoted.append(sql, from, token.begin()).append(folding.quote(folding.stored(token.text(), false)));
                from = token.begin() + token.text().length();
            }
        }
        return from == 0 ? sql : quoted.append(sql.substring(from)).toString();
    }

    private static boolean isName(Token token, @Nullable Token before, @Nullable Token behind, Dialect dialect) {
        if (token.kind() != Token.Kind.WORD || before == null) {
            return false;
        }
        String word = token.text().toUpperCase(Locale.ROOT);
        if (CLAUSES_OF.getOrDefault(dialect, CLAUSES).contains(word)) {
            return true;
        }
        boolean begins = before.kind() == Token.Kind.SYMBOL
                        && !before.text().equals(":")
                        && !before.text().equals(".")
                || BEFORE_EXPRESSIONS.contains(before.text().toUpperCase(Locale.ROOT));
        boolean ends = behind == null
                || behind.kind() != Token.Kind.STRING
                        && !behind.text().equals("(")
                        && !behind.text().equals("[");
        return TYPES_OF.getOrDefault(dialect, TYPES).contains(word) && begins && ends;
    }

    private static Map<Dialect, Set<String>> ofEach(Function<Dialect, Set<String>> words) {
        return Stream.of(Dialect.values()).collect(Collectors.toUnmodifiableMap(Function.identity(), words));
    }

    private static Set<String> clauses(Dialect dialect) {
        // Elsewhere these stand before INDEX.
        return dialect == Dialect.POSTGRESQL ? both(CLAUSES, Set.of("FORCE", "USE")) : CLAUSES;
    }

    private static Set<String> types(Dialect dialect) {
        return dialect == Dialect.MARIADB ? TYPES : both(TYPES, FURTHER_TYPES);
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** All of one database; for tests. */
    static Set<String> of(Dialect dialect) {
        return both(clauses(dialect), types(dialect));
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Temporary tables of Hibernate's, named {@code HTE_} and the table of an entity, in which some of its INSERTs collect rows
 * before they go where they belong. The application names its entity and never this table, which no policy knows: whatever
 * goes into a column that is named as a sealed one would be there in the clear.
 */
final class StagingTables {

    private static final String PREFIX = "hte_";

    /** At the beginning of a name, and not inside of one such as {@code rechte_id}. */
    private static final Pattern BEGINS = Pattern.compile("(?:(?<![\\p{L}\\p{N}_$])|(?<=!\\d{5,6}))" + PREFIX);

    /** With which rows are written, whatever a text begins with. */
    private static final Set<String> WRITING = Set.of("INSERT", "REPLACE", "UPDATE", "MERGE", "COPY", "LOAD");

    private StagingTables() {}

    /** Refuses a text that writes a value of a sealed column there, or that cannot be read. */
    static void refuse(String sql, GuardedNames guarded, Dialect dialect) throws Refusal {
        if (!BEGINS.matcher(Folding.comparable(sql)).find()) {
            return;
        }
        List<Token> tokens = Lexer.tokens(dialect == Dialect.MARIADB ? MariaDbText.plain(sql) : sql);
        // H2 has comments that others have not.
        if (tokens == null || dialect == Dialect.H2 && sql.contains("//")) {
            throw refused("a text that cannot be read names one of Hibernate's temporary tables");
        }
        if (tokens.stream()
                        .noneMatch(token -> isName(token) && comparable(token).startsWith(PREFIX))
                || !isWriting(tokens)) {
            return;
        }
        for (Token token : tokens) {
            if (isName(token) && guarded.isSealedColumn(comparable(token))) {
                throw refused("it collects values for sealed column \"" + comparable(token)
                        + "\" in a temporary table of Hibernate's, which is not sealed");
            }
        }
    }

    private static Refusal refused(String what) {
        return Refusal.of(what, "persist the entities, or write an INSERT of the table itself, in SQL");
    }

    /** Or makes a table of a query's rows. */
    private static boolean isWriting(List<Token> tokens) {
        Set<String> words = tokens.stream()
                .filter(token -> token.kind() == Token.Kind.WORD)
                .map(token -> token.text().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        boolean made = words.contains("CREATE") && (words.contains("SELECT") || words.contains("VALUES"));
        return made || words.stream().anyMatch(WRITING::contains);
    }

    private static boolean isName(Token token) {
        return token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED;
    }

    private static String comparable(Token token) {
        return Folding.comparable(token.identifier());
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.Folding;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Temporary tables of Hibernate's, named {@code HTE_} and the table of an entity, in which some of its INSERTs collect rows
 * before they go where they belong. The application names its entity and never this table, which no policy knows: whatever
 * goes into a column that is named as a sealed one would be there in the clear.
 */
final class StagingTables {

    private static final String PREFIX = "hte_";

    /** With which a table is made, emptied, given up and read. */
    private static final Set<String> HARMLESS = Set.of("CREATE", "ALTER", "DROP", "TRUNCATE", "DELETE", "SELECT");

    private StagingTables() {}

    /** Refuses a text that writes a value of a sealed column there. */
    static void refuse(String sql, GuardedNames guarded) throws Refusal {
        if (!Folding.comparable(sql).contains(PREFIX)) {
            return;
        }
        List<Token> tokens = Lexer.tokens(sql);
        if (tokens == null
                || tokens.isEmpty()
                || HARMLESS.contains(tokens.get(0).text().toUpperCase(Locale.ROOT))
                || tokens.stream()
                        .noneMatch(token -> isName(token) && comparable(token).startsWith(PREFIX))) {
            return;
        }
        for (Token token : tokens) {
            if (isName(token) && guarded.isSealedColumn(comparable(token))) {
                throw Refusal.of(
                        "it collects values for sealed column \"" + comparable(token) + "\" in a temporary table of"
                                + " Hibernate's, which is not sealed",
                        "persist the entities, or write an INSERT of the table itself, in SQL");
            }
        }
    }

    private static boolean isName(Token token) {
        return token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED;
    }

    private static String comparable(Token token) {
        return Folding.comparable(token.identifier());
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import dev.rowseal.catalog.SealedTable;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The account of every identifier that matters. Each occurrence of a watched name in the text must be claimed by a
 * piece of the planner that understood it there; what is left over is a use that nobody understood, and the statement
 * is refused. It does not matter where the parser's tree hides such a use: the text has it.
 *
 * <p>Watched are the guarded names, and of each sealed table in scope its alias, its sealed columns and its index
 * columns.
 */
final class Claims {

    /** Before a reserved word that was written without quotes; no name has the character. */
    private static final String BARE = "\0";

    private final Map<String, Integer> unclaimed = new HashMap<>();
    private final Dialect dialect;
    private final Set<String> watched = new TreeSet<>();
    private final Set<Object> claimed = Collections.newSetFromMap(new IdentityHashMap<>());

    Claims(List<Token> tokens, GuardedNames guarded, Dialect dialect) {
        this.dialect = dialect;
        Token before = null;
        for (Token token : tokens) {
            boolean keyword = ReservedWords.isKeyword(token, before, dialect);
            before = token;
            if (!keyword && (token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED)) {
                String name = Folding.comparable(token.identifier());
                unclaimed.merge(account(token.text(), name), 1, Integer::sum);
                if (guarded.has(name)) {
                    watched.add(name);
                }
            }
        }
    }

    /** Watches a sealed table's names, under the alias that it has in the statement. */
    void watch(SealedTable table, String alias) {
        watched.add(Folding.comparable(table.name()));
        watched.add(Folding.comparable(alias));
        table.sealed().keySet().forEach(column -> watched.add(Folding.comparable(column)));
        table.indexColumns().forEach(column -> watched.add(Folding.comparable(column)));
    }

    /** Watches a name, as the database stores it. */
    void watch(String stored) {
        watched.add(Folding.comparable(stored));
    }

    /** Whether the text has an identifier of this name. */
    boolean names(String name) {
        String comparable = Folding.comparable(name);
        return unclaimed.containsKey(comparable) || unclaimed.containsKey(BARE + comparable);
    }

    /**
     * Whether a node of the parser's tree comes here for the first time: one that is visited twice must not pay for
     * another that is visited never.
     */
    boolean first(Object node) {
        return claimed.add(node);
    }

    /** Accounts for one occurrence of an identifier, given as it was written. */
    void claim(String written) {
        unclaimed.merge(account(written, Folding.comparable(Written.bare(written))), -1, Integer::sum);
    }

    /** Notes an identifier that the planner put into the tree, and that is claimed there although the text has it not. */
    void added(String written) {
        unclaimed.merge(account(written, Folding.comparable(Written.bare(written))), 1, Integer::sum);
    }

    /** A keyword that the parser took for a name must not pay for a use of the name in quotes. */
    private String account(String written, String name) {
        return ReservedWords.isOne(written, dialect) ? BARE + name : name;
    }

    /** Refuses the statement when an occurrence is left that nobody claimed. */
    void settle() throws Refusal {
        for (String name : watched) {
            if (unclaimed.getOrDefault(name, 0) != 0 || unclaimed.getOrDefault(BARE + name, 0) != 0) {
                throw Refusal.of(
                        "\"" + name + "\" is used where Rowseal cannot prove what happens to it",
                        "name sealed tables, their aliases and their sealed columns only in the clauses that the SQL"
                                + " contract lists (docs/sql.md), and not as the name of something else");
            }
        }
    }
}

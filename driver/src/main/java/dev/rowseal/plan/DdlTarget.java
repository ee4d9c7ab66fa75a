package dev.rowseal.plan;

import dev.rowseal.catalog.AbsentRelation;
import dev.rowseal.catalog.Catalogue;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import dev.rowseal.catalog.OpenTable;
import dev.rowseal.catalog.Relation;
import dev.rowseal.catalog.TableDesign;
import dev.rowseal.catalog.TableDesign.ColumnDesign;
import dev.rowseal.catalog.TiedRelation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The table that a statement makes or changes, and the names that may not stand where they are not understood: the
 * guarded ones, and the table's sealed and index columns.
 *
 * @param written its name as it was written, schema included
 * @param name its name as the database stores it
 * @param design what the policy wants of it, or null when it is none of the policy's
 * @param relation what it is
 */
record DdlTarget(
        String written,
        String name,
        @Nullable TableDesign design,
        Relation relation,
        Catalogue catalogue,
        GuardedNames guarded) {

    static final String PLAIN = "do it through the plain driver";

    /** The table that a statement changes or drops. */
    static DdlTarget of(DdlCursor.Name name, Catalogue catalogue, GuardedNames guarded) throws Refusal {
        return of(name, name.schema(), catalogue, guarded);
    }

    /** The table that a CREATE makes. */
    static DdlTarget made(DdlCursor.Name name, Catalogue catalogue, GuardedNames guarded) throws Refusal {
        if (name.schema() != null) {
            return of(name, catalogue, guarded);
        }
        DdlTarget target = of(name, catalogue.defaultSchema().orElse(null), catalogue, guarded);
        if (target.design() == null && guarded.has(Folding.comparable(name.stored()))) {
            throw Refusal.of(
                    "without its schema \"" + name.stored() + "\" could be taken for a sealed table",
                    "write it as schema.table");
        }
        return target;
    }

    private static DdlTarget of(DdlCursor.Name name, @Nullable String schema, Catalogue catalogue, GuardedNames guarded)
            throws Refusal {
        Relation relation = catalogue.declared(schema, name.stored());
        if (relation instanceof TiedRelation tied) {
            throw Refusal.of("\"" + tied.name() + "\" leads to a sealed table", tied.reason());
        }
        TableDesign design = relation instanceof TableDesign sealed ? sealed : null;
        return new DdlTarget(name.written(), name.stored(), design, relation, catalogue, guarded);
    }

    Folding folding() {
        return catalogue.folding();
    }

    Dialect dialect() {
        return catalogue.dialect();
    }

    String quote(String stored) {
        return folding().quote(stored);
    }

    /** The sealed columns by name; none when the table is open. */
    Map<String, ColumnDesign> sealed() {
        return design == null ? Map.of() : design.sealed();
    }

    @Nullable
    ColumnDesign sealed(DdlCursor.Name column) {
        return sealed().get(column.stored());
    }

    boolean isRowId(DdlCursor.Name column) {
        return design != null && design.rowId().containsKey(column.stored());
    }

    boolean isPresent() {
        return design == null ? relation instanceof OpenTable : design.facts() != null;
    }

    boolean isAbsent() {
        return relation instanceof AbsentRelation;
    }

    /** A column's name for messages. */
    String display(String column) {
        return name + "." + column;
    }

    /** The name of something new or renamed must not be one that is guarded or that is Rowseal's own. */
    void requireFree(DdlCursor.Name column) throws Refusal {
        if (design != null && design.indexed(column.stored()) != null) {
            throw Refusal.of(
                    "\"" + display(column.stored()) + "\" holds blind indexes",
                    "leave it out: Rowseal makes, changes and drops it with its sealed column");
        }
    }

    /** Words that can lead from an expression to another table. */
    private static final Set<String> QUERIES = Set.of("select", "table", "values", "execute");

    /** Refuses tokens among which there is a watched name. */
    void requireOpen(List<Token> tokens, String clause) throws Refusal {
        Set<String> watched = new TreeSet<>();
        if (design != null) {
            design.sealed().values().forEach(column -> {
                watched.add(Folding.comparable(column.name()));
                if (column.indexColumn() != null) {
                    watched.add(Folding.comparable(column.indexColumn()));
                }
            });
        }
        for (Token token : tokens) {
            if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.QUOTED) {
                continue;
            }
            String name = Folding.comparable(token.identifier());
            if (watched.contains(name)) {
                throw Refusal.of(
                        "\"" + name + "\" stands in its " + clause + ", and the database does not see the values of"
                                + " sealed columns",
                        "leave sealed columns out of expressions in the schema");
            }
            if (guarded.has(name) || token.kind() == Token.Kind.WORD && QUERIES.contains(name)) {
                throw DdlCursor.unread(clause);
            }
        }
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.AbsentRelation;
import dev.rowseal.catalog.Relation;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.catalog.TiedRelation;
import java.util.List;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.schema.Table;
import org.jspecify.annotations.Nullable;

/** The name of a table in a statement: what it stands for, and by which name its columns are qualified. */
final class TableReference {

    private static final String DUAL = "DUAL";

    private final Draft draft;

    TableReference(Draft draft) {
        this.draft = draft;
    }

    /** The source that a table's name stands for in a scope. */
    Scope.Source source(Table table, Scope scope) throws Refusal {
        Features.only(table, new Table(), "table reference", "getName", "getSchemaName", "getAlias");
        String written = table.getSchemaName() == null ? "" : table.getSchemaName() + ".";
        if (!table.getFullyQualifiedName().equals(written + table.getName())) {
            throw Refusal.of("a table is named by more than its schema and its name", "leave the rest out");
        }
        Alias alias = table.getAlias();
        if (alias != null) {
            Features.only(alias, new Alias(alias.getName()), "table alias", "getName", "isUseAs");
        }
        String name = Written.stored(draft.folding(), table.getName());
        String known = alias == null ? name : Written.stored(draft.folding(), alias.getName());
        QueryBlock.Derived common = table.getSchemaName() == null
                ? scope.commonTable(Written.column(draft.folding(), table.getName()))
                : null;
        Scope.Source source;
        if (common != null) {
            source = common(known, common);
        } else if (alias == null && table.getSchemaName() == null && isDual(table.getName(), name)) {
            source = new Scope.Source(known, false, null, List.of(), true);
        } else {
            source = table(known, alias != null, relation(table.getSchemaName(), name));
        }
        draft.claims().claim(table.getName());
        if (table.getSchemaName() != null) {
            draft.claims().claim(table.getSchemaName());
        }
        if (alias != null) {
            draft.claims().claim(alias.getName());
        }
        return source;
    }

    /** MariaDB's word for no table; H2's table of one row, where there is no other of its name. */
    private boolean isDual(String written, String stored) {
        return switch (draft.catalogue().dialect()) {
            case MARIADB -> written.equalsIgnoreCase(DUAL);
            case H2 -> stored.equals(DUAL) && draft.catalogue().resolve(null, stored) instanceof AbsentRelation;
            case POSTGRESQL -> false;
        };
    }

    private Scope.Source common(String known, QueryBlock.Derived derived) throws Refusal {
        requireFree(known);
        Scope.Source source = new Scope.Source(known, true, null, derived.columns(), true);
        draft.watch(source);
        derived.addLookups(source);
        return source;
    }

    private Scope.Source table(String known, boolean aliased, Relation relation) throws Refusal {
        if (aliased && !(relation instanceof SealedTable)) {
            requireFree(known);
        }
        Scope.Source source = Scope.Source.of(known, aliased, relation);
        if (relation instanceof SealedTable sealed) {
            draft.uses(sealed, known);
        }
        return source;
    }

    private Relation relation(@Nullable String schema, String name) throws Refusal {
        Relation relation =
                draft.catalogue().resolve(schema == null ? null : Written.stored(draft.folding(), schema), name);
        if (relation instanceof TiedRelation tied) {
            throw Refusal.of("\"" + tied.name() + "\" leads to a sealed table", tied.reason());
        }
        if (relation instanceof AbsentRelation) {
            // ONLY and other keywords are names to the parser, and the table behind them an alias.
            throw Refusal.of(
                    "the database has nothing named \"" + name + "\", in a statement that may name a sealed table",
                    "name tables and views that exist, without words before their names");
        }
        return relation;
    }

    /** Refuses a guarded name as the alias of something else. */
    void requireFree(String known) throws Refusal {
        if (draft.isGuarded(known)) {
            throw Refusal.of("\"" + known + "\" is the alias of another table", "choose another alias");
        }
    }
}

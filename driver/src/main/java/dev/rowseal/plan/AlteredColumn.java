package dev.rowseal.plan;

import dev.rowseal.catalog.TableDesign.ColumnDesign;
import java.util.List;

/** ALTER COLUMN. */
final class AlteredColumn {

    private static final String CLAUSE = "ALTER COLUMN";

    private final DdlCursor cursor;
    private final DdlTarget target;

    AlteredColumn(DdlCursor cursor, DdlTarget target) {
        this.cursor = cursor;
        this.target = target;
    }

    /** The actions that the next column's change has become. */
    List<String> actions() throws Refusal {
        DdlCursor.Name column = cursor.name(CLAUSE);
        target.requireFree(column);
        ColumnDesign sealed = target.sealed(column);
        return sealed == null ? List.of(open(column)) : sealed(column, sealed);
    }

    private String open(DdlCursor.Name column) throws Refusal {
        int from = cursor.position();
        if (cursor.take("RENAME", "TO")) {
            AlterTablePlanner.requireRenamable(target, column, cursor.name(CLAUSE));
            return "ALTER COLUMN " + column.written() + " " + cursor.since(from);
        }
        if (target.isRowId(column) && !isHarmless()) {
            throw Refusal.of(
                    "the type of row-id column \"" + target.display(column.stored()) + "\" is changed, to which sealed"
                            + " values are bound",
                    "keep it");
        }
        while (!cursor.isAtEnd() && !cursor.isAt(",")) {
            cursor.skip(CLAUSE);
        }
        target.requireOpen(cursor.tokens(from, cursor.position()), CLAUSE);
        return "ALTER COLUMN " + column.written() + " " + cursor.since(from);
    }

    /** Whether what comes leaves the column's type as it is. */
    private boolean isHarmless() {
        return cursor.isAt("SET", "NOT", "NULL")
                || cursor.isAt("SET", "DEFAULT")
                || cursor.isAt("SET", "GENERATED")
                || cursor.isAt("SET", "STATISTICS")
                || cursor.isAt("SET", "INCREMENT")
                || cursor.isAt("SET", "START")
                || cursor.isAt("ADD", "GENERATED")
                || cursor.isAtAny("DROP", "RESTART");
    }

    private List<String> sealed(DdlCursor.Name column, ColumnDesign sealed) throws Refusal {
        String what = "\"" + target.display(sealed.name()) + "\" is sealed, and its ";
        int from = cursor.position();
        if (cursor.take("SET", "NOT", "NULL") || cursor.take("DROP", "NOT", "NULL") || cursor.take("SET", "NULL")) {
            String change = " " + cursor.since(from);
            String index = sealed.indexColumn();
            String first = "ALTER COLUMN " + column.written() + change;
            return index == null ? List.of(first) : List.of(first, "ALTER COLUMN " + target.quote(index) + change);
        }
        if (cursor.take("DROP", "DEFAULT")) {
            return List.of("ALTER COLUMN " + column.written() + " DROP DEFAULT");
        }
        if (cursor.isAt("SET", "DEFAULT")) {
            throw Refusal.of(
                    what + "default would be stored unsealed", "move the default to the policy or the application");
        }
        if (cursor.take("RENAME", "TO")) {
            AlterTablePlanner.requireRenamable(target, column, cursor.name(CLAUSE));
        }
        throw Refusal.of(
                what + "type stands in the policy, not in the database",
                "change the policy; where the column becomes too narrow, widen it through the plain driver");
    }
}

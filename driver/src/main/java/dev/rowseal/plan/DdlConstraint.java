package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.TableDesign.ColumnDesign;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table's constraint, as it stands beside column definitions or behind ALTER TABLE … ADD. */
final class DdlConstraint {

    private static final String CLAUSE = "table constraint";

    private DdlConstraint() {}

    /** Whether what comes next is a constraint and no column. */
    static boolean isNext(DdlCursor cursor, Dialect dialect) {
        return DdlIndex.isNext(cursor, dialect)
                || cursor.isAtAny("CONSTRAINT", "CHECK", "UNIQUE", "EXCLUDE", "LIKE")
                || cursor.isAt("PRIMARY", "KEY")
                || cursor.isAt("FOREIGN", "KEY");
    }

    /** Reads the constraint that comes next and hands over what becomes of it. */
    static void read(DdlCursor cursor, DdlTarget target, DdlParts parts) throws Refusal {
        if (DdlIndex.isNext(cursor, target.dialect())) {
            DdlIndex.read(cursor, target, parts);
            return;
        }
        String name = "";
        if (cursor.take("CONSTRAINT")) {
            int from = cursor.position();
            cursor.take("IF", "NOT", "EXISTS");
            cursor.name(CLAUSE);
            name = "CONSTRAINT " + cursor.since(from) + " ";
        }
        if (cursor.take("PRIMARY", "KEY")) {
            List<DdlCursor.Name> columns = cursor.names(CLAUSE);
            parts.primaryKey(columns);
            parts.element(name + "PRIMARY KEY (" + written(columns) + ")" + timing(cursor));
        } else if (cursor.take("UNIQUE")) {
            unique(name, cursor, target, parts);
        } else if (cursor.take("FOREIGN", "KEY")) {
            foreignKey(name, cursor, target, parts);
        } else if (cursor.isAt("CHECK")) {
            check(name, cursor, target, parts);
        } else {
            throw DdlCursor.unread(CLAUSE);
        }
    }

    private static void unique(String name, DdlCursor cursor, DdlTarget target, DdlParts parts) throws Refusal {
        int from = cursor.position();
        if (cursor.take("NULLS")) {
            cursor.take("NOT");
            cursor.require(CLAUSE, "DISTINCT");
        }
        String nulls = cursor.since(from);
        if (target.dialect() == Dialect.MARIADB) {
            cursor.takeAny("KEY", "INDEX");
        }
        List<DdlCursor.Name> columns = cursor.names(CLAUSE);
        List<String> there = moved(target, columns, "UNIQUE");
        List<String> stored = new ArrayList<>();
        for (DdlCursor.Name column : columns) {
            ColumnDesign sealed = target.sealed(column);
            stored.add(sealed == null ? column.stored() : DdlColumn.index(target, sealed, "UNIQUE"));
        }
        parts.unique(stored);
        String named = name.isEmpty() && isMoved(target, columns) ? named(target, columns, "key") : name;
        String text = named + "UNIQUE " + (nulls.isEmpty() ? "" : nulls + " ") + "(" + String.join(", ", there) + ")"
                + timing(cursor);
        if (isMoved(target, columns)) {
            parts.key(text);
        } else {
            parts.element(text);
        }
    }

    private static void foreignKey(String name, DdlCursor cursor, DdlTarget target, DdlParts parts) throws Refusal {
        List<DdlCursor.Name> columns = cursor.names(CLAUSE);
        cursor.require(CLAUSE, "REFERENCES");
        DdlReference reference = DdlReference.read(cursor, target);
        String there = reference.rewritten(target, columns);
        List<String> here = moved(target, columns, "a foreign key");
        String named = name.isEmpty() && isMoved(target, columns) ? named(target, columns, "fkey") : name;
        String text = named + "FOREIGN KEY (" + String.join(", ", here) + ") " + there + timing(cursor);
        if (isMoved(target, columns)) {
            parts.constraint(text);
        } else {
            parts.element(text);
        }
    }

    private static void check(String name, DdlCursor cursor, DdlTarget target, DdlParts parts) throws Refusal {
        int from = cursor.position();
        cursor.require(CLAUSE, "CHECK");
        if (!cursor.isAt("(")) {
            throw DdlCursor.unread(CLAUSE);
        }
        cursor.skip(CLAUSE);
        target.requireOpen(cursor.tokens(from, cursor.position()), "CHECK constraint");
        parts.element(name + cursor.since(from) + timing(cursor));
    }

    private static String timing(DdlCursor cursor) {
        int from = cursor.position();
        while (cursor.take("NOT", "DEFERRABLE")
                || cursor.take("DEFERRABLE")
                || cursor.take("INITIALLY", "DEFERRED")
                || cursor.take("INITIALLY", "IMMEDIATE")
                || cursor.take("NOT", "VALID")
                || cursor.take("NOCHECK")
                || cursor.take("USING", "BTREE")
                || cursor.take("USING", "HASH")
                || cursor.take("NO", "INHERIT")) {
            // Each says how, when or for which rows it is checked, and names nothing.
        }
        return cursor.position() == from ? "" : " " + cursor.since(from);
    }

    private static String written(List<DdlCursor.Name> columns) {
        return columns.stream().map(DdlCursor.Name::written).collect(Collectors.joining(", "));
    }

    static boolean isMoved(DdlTarget target, List<DdlCursor.Name> columns) {
        return columns.stream().anyMatch(column -> target.sealed(column) != null);
    }

    /** The columns, with index columns in place of sealed ones. */
    static List<String> moved(DdlTarget target, List<DdlCursor.Name> columns, String what) throws Refusal {
        List<String> moved = new ArrayList<>();
        for (DdlCursor.Name column : columns) {
            target.requireFree(column);
            ColumnDesign sealed = target.sealed(column);
            moved.add(sealed == null ? column.written() : target.quote(DdlColumn.index(target, sealed, what)));
        }
        return moved;
    }

    /**
     * The name that PostgreSQL would give the constraint if it stood on the columns themselves, where it would not have
     * to cut it; others give names that nobody can foresee.
     */
    static String named(DdlTarget target, List<DdlCursor.Name> columns, String kind) {
        String name = target.name() + "_"
                + columns.stream().map(DdlCursor.Name::stored).collect(Collectors.joining("_")) + "_" + kind;
        return target.dialect() == Dialect.POSTGRESQL && Token.bytes(name) <= Token.LONGEST_NAME
                ? "CONSTRAINT " + target.quote(name) + " "
                : "";
    }
}

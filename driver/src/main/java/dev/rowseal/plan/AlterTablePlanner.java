package dev.rowseal.plan;

import dev.rowseal.catalog.Ddl;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.TableDesign;
import java.util.ArrayList;
import java.util.List;

/** ALTER TABLE: columns and constraints added, dropped and renamed, and columns altered. */
final class AlterTablePlanner {

    private static final String CLAUSE = "ALTER TABLE";

    private final DdlCursor cursor;
    private final DdlPlanner statement;
    /** What each change has become: actions of one ALTER TABLE each. */
    private final List<String> actions = new ArrayList<>();
    /** Statements that come behind. */
    private final List<String> behind = new ArrayList<>();

    AlterTablePlanner(DdlCursor cursor, DdlPlanner statement) {
        this.cursor = cursor;
        this.statement = statement;
    }

    /** The statements that change the table; its ALTER TABLE has been read. */
    List<String> plan() throws Refusal {
        cursor.take("IF", "EXISTS");
        cursor.take("ONLY");
        DdlTarget target = statement.target(cursor.qualified(CLAUSE));
        String head = cursor.since(0) + " ";
        do {
            change(target);
        } while (cursor.take(","));
        cursor.requireEnd(CLAUSE);
        List<String> statements = new ArrayList<>();
        if (target.dialect() == Dialect.H2) {
            actions.forEach(action -> statements.add(head + action));
        } else {
            statements.add(head + String.join(", ", actions));
        }
        statements.addAll(behind);
        return statements;
    }

    private void change(DdlTarget target) throws Refusal {
        if (cursor.isAt("ADD", "SYSTEM", "VERSIONING") || cursor.isAt("ADD", "PERIOD", "FOR")) {
            throw Refusal.of(
                    "the table would keep its own old rows, in which keys that are destroyed would still be named",
                    "keep a history in a table of the policy");
        } else if (cursor.take("ADD")) {
            add(target);
        } else if (cursor.take("DROP")) {
            drop(target);
        } else if (cursor.take("ALTER")) {
            cursor.take("COLUMN");
            actions.addAll(new AlteredColumn(cursor, target).actions());
        } else if (cursor.take("RENAME")) {
            rename(target);
        } else if (target.dialect() == Dialect.MARIADB && cursor.isAtAny("MODIFY", "CHANGE")) {
            writeAnew(target);
        } else {
            other(target);
        }
    }

    private void add(DdlTarget target) throws Refusal {
        DdlParts parts = new DdlParts(target);
        if (DdlConstraint.isNext(cursor, target.dialect())) {
            DdlConstraint.read(cursor, target, parts);
            if (target.design() != null) {
                parts.requireRowIdIsKey(target.design());
            }
            parts.elements().forEach(element -> actions.add("ADD " + element));
            return;
        }
        cursor.take("COLUMN");
        boolean lenient = cursor.take("IF", "NOT", "EXISTS");
        boolean many = cursor.take("(");
        boolean there;
        do {
            DdlColumn column = DdlColumn.read(cursor, target);
            if (column.hasSealedDefault(target)) {
                throw Refusal.of(
                        "sealed column \"" + target.display(column.name().stored())
                                + "\" is added with a default, which the rows that are there would get unsealed",
                        "leave DEFAULT out, and update the rows through Rowseal");
            }
            column.into(parts, target);
            there = lenient
                    && target.design() != null
                    && target.design().columns().contains(column.name().stored());
        } while (many && cursor.take(","));
        if (many) {
            cursor.require(CLAUSE, ")");
        }
        String position = position();
        if (parts.added().isEmpty() || there) {
            // Nothing beside it, or nothing to do: then the database says so itself.
            String written = String.join(", ", parts.written());
            actions.add("ADD COLUMN " + (lenient ? "IF NOT EXISTS " : "") + (many ? "(" + written + ")" : written)
                    + position);
            return;
        }
        if (target.dialect() == Dialect.H2) {
            actions.add("ADD (" + String.join(", ", parts.elements()) + ")" + position);
        } else {
            // The column itself, then what comes with it.
            int columns = parts.written().size();
            for (int i = 0; i < parts.elements().size(); i++) {
                actions.add("ADD " + parts.elements().get(i) + (i < columns ? position : ""));
            }
        }
        behind.addAll(parts.indexes(false));
    }

    /** MODIFY and CHANGE, by which MariaDB has a column written anew. */
    private void writeAnew(DdlTarget target) throws Refusal {
        int from = cursor.position();
        boolean renames = cursor.take("CHANGE");
        if (!renames) {
            cursor.require(CLAUSE, "MODIFY");
        }
        cursor.take("COLUMN");
        cursor.take("IF", "EXISTS");
        DdlCursor.Name old = renames ? cursor.name(CLAUSE) : null;
        String head = cursor.since(from);
        DdlColumn column = DdlColumn.read(cursor, target);
        DdlCursor.Name name = old == null ? column.name() : old;
        target.requireFree(name);
        if (target.sealed(name) != null || target.isRowId(name)) {
            throw Refusal.of(
                    "\"" + target.display(name.stored()) + "\" is sealed or of the row id, and is written anew",
                    "keep it: what it is stands in the policy; NOT NULL is changed through the plain driver, of the"
                            + " index column too");
        }
        if (!name.stored().equals(column.name().stored())) {
            requireRenamable(target, name, column.name());
        }
        DdlParts parts = new DdlParts(target);
        column.into(parts, target);
        if (target.design() != null) {
            parts.requireRowIdIsKey(target.design());
        }
        actions.add(head + " " + String.join(", ", parts.elements()) + position());
    }

    private String position() throws Refusal {
        int from = cursor.position();
        if (!cursor.take("FIRST") && cursor.takeAny("BEFORE", "AFTER")) {
            cursor.name(CLAUSE);
        }
        return cursor.position() == from ? "" : " " + cursor.since(from);
    }

    private void drop(DdlTarget target) throws Refusal {
        int from = cursor.position();
        if (cursor.take("CONSTRAINT")) {
            cursor.take("IF", "EXISTS");
            if (Ddl.isOwn(cursor.name(CLAUSE).stored())) {
                throw Refusal.of(
                        "the constraint keeps plaintext out of \"" + target.name() + "\"",
                        "drop the sealed column, or " + DdlTarget.PLAIN);
            }
            cursor.takeAny("CASCADE", "RESTRICT");
            actions.add("DROP " + cursor.since(from));
            return;
        }
        if (cursor.take("PRIMARY", "KEY")) {
            actions.add("DROP PRIMARY KEY");
            return;
        }
        if (DdlIndex.isDrop(cursor, target.dialect())) {
            actions.add(DdlIndex.drop(cursor));
            return;
        }
        cursor.take("COLUMN");
        String lenient = cursor.take("IF", "EXISTS") ? "IF EXISTS " : "";
        DdlCursor.Name column = cursor.name(CLAUSE);
        target.requireFree(column);
        if (target.isRowId(column)) {
            throw Refusal.of(
                    "\"" + target.display(column.stored()) + "\" is of the row id, to which sealed values are bound",
                    "keep it");
        }
        int tail = cursor.position();
        cursor.takeAny("CASCADE", "RESTRICT");
        String how = cursor.position() == tail ? "" : " " + cursor.since(tail);
        TableDesign.ColumnDesign sealed = target.sealed(column);
        if (sealed == null) {
            actions.add("DROP COLUMN " + lenient + column.written() + how);
        } else {
            dropSealed(target, sealed, column, lenient, how);
        }
    }

    private void dropSealed(
            DdlTarget target, TableDesign.ColumnDesign sealed, DdlCursor.Name column, String lenient, String how) {
        TableDesign design = target.design();
        String index = design != null && design.columns().contains(sealed.indexColumn()) ? sealed.indexColumn() : null;
        if (target.dialect() != Dialect.POSTGRESQL) {
            // Others drop no column that a constraint of several columns names.
            String check = Ddl.checkName(target.name(), sealed.name(), target.folding());
            actions.add("DROP CONSTRAINT IF EXISTS " + target.quote(check));
        }
        if (target.dialect() == Dialect.H2) {
            actions.add("DROP COLUMN " + lenient
                    + (index != null ? "(" + column.written() + ", " + target.quote(index) + ")" : column.written())
                    + how);
            return;
        }
        actions.add("DROP COLUMN " + lenient + column.written() + how);
        if (index != null) {
            actions.add("DROP COLUMN " + lenient + target.quote(index) + how);
        }
    }

    private void rename(DdlTarget target) throws Refusal {
        int from = cursor.position();
        if (cursor.take("TO")) {
            DdlCursor.Name name = cursor.name(CLAUSE);
            if (target.design() != null) {
                throw Refusal.of(
                        "\"" + target.name() + "\" is a sealed table, which the policy knows by its name",
                        "stop the application, give the table an id in the policy, rename it through the plain driver,"
                                + " and write its new name into the policy");
            }
            if (statement.isGuarded(name.stored())) {
                throw Refusal.of(
                        "\"" + name.stored() + "\" is the name of a sealed table",
                        "create the sealed table and fill it with INSERT … SELECT");
            }
        } else if (cursor.take("CONSTRAINT")) {
            boolean own = Ddl.isOwn(cursor.name(CLAUSE).stored());
            cursor.require(CLAUSE, "TO");
            if (own || Ddl.isOwn(cursor.name(CLAUSE).stored())) {
                throw Refusal.of("the constraint's name is one of Rowseal's own", "leave it");
            }
        } else {
            cursor.take("COLUMN");
            DdlCursor.Name old = cursor.name(CLAUSE);
            cursor.require(CLAUSE, "TO");
            requireRenamable(target, old, cursor.name(CLAUSE));
        }
        actions.add("RENAME " + cursor.since(from));
    }

    static void requireRenamable(DdlTarget target, DdlCursor.Name old, DdlCursor.Name now) throws Refusal {
        target.requireFree(old);
        target.requireFree(now);
        if (target.sealed(old) != null || target.isRowId(old)) {
            throw Refusal.of(
                    "\"" + target.display(old.stored()) + "\" is a column that the policy knows by its name",
                    "stop the application, give a sealed column an id in the policy, rename it and its index column"
                            + " through the plain driver, and write its new name into the policy");
        }
        if (target.sealed(now) != null) {
            throw Refusal.of(
                    "\"" + target.display(now.stored()) + "\" is a sealed column, which an open one cannot become",
                    "add the sealed column and fill it with UPDATE");
        }
    }

    /** What touches no column's value. */
    private void other(DdlTarget target) throws Refusal {
        int from = cursor.position();
        if (cursor.take("OWNER", "TO") || cursor.take("VALIDATE", "CONSTRAINT") || cursor.take("CLUSTER", "ON")) {
            cursor.name(CLAUSE);
        } else if (cursor.isAt("SET", "(") || cursor.isAt("RESET", "(")) {
            cursor.next(CLAUSE);
            cursor.skip(CLAUSE);
        } else if (target.dialect() == Dialect.MARIADB
                && cursor.takeAny("ENGINE", "AUTO_INCREMENT", "COMMENT", "ROW_FORMAT")) {
            // Of these none says what a column holds; the character set would.
            cursor.take("=");
            cursor.next(CLAUSE);
        } else if (!cursor.take("SET", "LOGGED") && !cursor.take("SET", "UNLOGGED")) {
            throw DdlCursor.unread(CLAUSE);
        }
        target.requireOpen(cursor.tokens(from, cursor.position()), CLAUSE);
        actions.add(cursor.since(from));
    }
}

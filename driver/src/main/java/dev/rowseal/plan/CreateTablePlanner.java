package dev.rowseal.plan;

import dev.rowseal.catalog.TableDesign;
import java.util.ArrayList;
import java.util.List;

/** CREATE TABLE with a list of columns and constraints. */
final class CreateTablePlanner {

    private static final String CLAUSE = "CREATE TABLE";

    private final DdlCursor cursor;
    private final DdlPlanner statement;

    CreateTablePlanner(DdlCursor cursor, DdlPlanner statement) {
        this.cursor = cursor;
        this.statement = statement;
    }

    /** Whether the statement, whose CREATE has been read, makes a table. */
    static boolean isNext(DdlCursor cursor) {
        return cursor.isAt("TABLE")
                || cursor.isAtAny("GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "CACHED", "MEMORY");
    }

    /** The statements that make the table. */
    List<String> plan() throws Refusal {
        boolean temporary = false;
        while (!cursor.isAt("TABLE")) {
            temporary |= cursor.isAtAny("GLOBAL", "LOCAL", "TEMP", "TEMPORARY");
            if (!cursor.takeAny("GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "CACHED", "MEMORY")) {
                throw DdlCursor.unread(CLAUSE);
            }
        }
        cursor.require(CLAUSE, "TABLE");
        boolean lenient = cursor.take("IF", "NOT", "EXISTS");
        DdlTarget target = statement.made(cursor.qualified(CLAUSE));
        if (temporary && (target.design() != null || statement.isGuarded(target.name()))) {
            throw Refusal.of(
                    "\"" + target.name() + "\" would be a temporary table in a sealed table's place",
                    "give the temporary table a name of its own");
        }
        String head = cursor.since(0);
        if (!cursor.isAt("(")) {
            throw notAList(target);
        }
        DdlParts parts = elements(target);
        String tail = tail(target);
        TableDesign design = target.design();
        if (design != null) {
            parts.requireRowIdIsKey(design);
        }
        List<String> statements = new ArrayList<>();
        statements.add(head + " (" + String.join(", ", parts.elements()) + ")" + tail);
        if (!(lenient && target.isPresent())) {
            statements.addAll(parts.indexes(lenient));
        }
        return statements;
    }

    private Refusal notAList(DdlTarget target) {
        return cursor.isAtAny("AS", "LIKE", "PARTITION", "OF")
                ? Refusal.of(
                        "\"" + target.name() + "\" is made from another table, which names or is a sealed one",
                        "create it with its columns and fill it with INSERT … SELECT")
                : DdlCursor.unread(CLAUSE);
    }

    private DdlParts elements(DdlTarget target) throws Refusal {
        DdlParts parts = new DdlParts(target, true);
        cursor.require(CLAUSE, "(");
        do {
            if (DdlConstraint.isNext(cursor, target.dialect())) {
                DdlConstraint.read(cursor, target, parts);
            } else {
                DdlColumn.read(cursor, target).into(parts, target);
            }
        } while (cursor.take(","));
        cursor.require(CLAUSE, ")");
        return parts;
    }

    /** Storage options and partition keys; nothing that would bring columns or rows of other tables. */
    private String tail(DdlTarget target) throws Refusal {
        int from = cursor.position();
        while (!cursor.isAtEnd()) {
            if (cursor.isAtAny("AS", "INHERITS", "LIKE", "SELECT", "VALUES", "TABLE", "EXECUTE", "IGNORE", "REPLACE")) {
                throw Refusal.of(
                        "\"" + target.name() + "\" takes columns or rows from another table",
                        "create it with its columns and fill it with INSERT … SELECT");
            }
            cursor.skip(CLAUSE);
        }
        target.requireOpen(cursor.tokens(from, cursor.position()), "table options");
        return cursor.position() == from ? "" : " " + cursor.since(from);
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.Ddl;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.TableDesign.ColumnDesign;
import java.util.ArrayList;
import java.util.List;

/** CREATE INDEX: over the index column where a sealed column is named. */
final class CreateIndexPlanner {

    private static final String CLAUSE = "CREATE INDEX";

    private final DdlCursor cursor;
    private final DdlPlanner statement;
    private final List<String> names = new ArrayList<>();
    private boolean moved;

    CreateIndexPlanner(DdlCursor cursor, DdlPlanner statement) {
        this.cursor = cursor;
        this.statement = statement;
    }

    static boolean isNext(DdlCursor cursor) {
        return cursor.isAt("INDEX") || cursor.isAt("UNIQUE", "INDEX") || cursor.isAt("UNIQUE", "NULLS");
    }

    String plan() throws Refusal {
        if (cursor.take("UNIQUE") && cursor.take("NULLS")) {
            cursor.take("NOT");
            cursor.require(CLAUSE, "DISTINCT");
        }
        cursor.require(CLAUSE, "INDEX");
        cursor.take("CONCURRENTLY");
        cursor.take("IF", "NOT", "EXISTS");
        String head = cursor.since(0);
        String name = "";
        if (!cursor.isAt("ON")) {
            DdlCursor.Name given = cursor.qualified(CLAUSE);
            if (statement.isGuarded(given.stored()) || Ddl.isOwn(given.stored())) {
                throw Refusal.of(
                        "the index is named \"" + given.stored() + "\", as a sealed table or as Rowseal's own",
                        "choose another name");
            }
            name = " " + given.written();
        }
        int on = cursor.position();
        cursor.require(CLAUSE, "ON");
        cursor.take("ONLY");
        DdlTarget target = statement.target(cursor.qualified(CLAUSE));
        if (cursor.take("USING")) {
            cursor.name(CLAUSE);
        }
        String middle = cursor.since(on);
        List<String> elements = elements(target);
        int tail = cursor.position();
        while (!cursor.isAtEnd()) {
            cursor.skip(CLAUSE);
        }
        target.requireOpen(cursor.tokens(tail, cursor.position()), CLAUSE);
        return head + (name.isEmpty() && moved ? foreseen(target) : name) + " " + middle + " ("
                + String.join(", ", elements) + ")" + (cursor.position() == tail ? "" : " " + cursor.since(tail));
    }

    /** As PostgreSQL would name it over the columns themselves. */
    private String foreseen(DdlTarget target) {
        String name = target.name() + "_" + String.join("_", names) + "_idx";
        boolean whole = target.dialect() == Dialect.POSTGRESQL && Token.bytes(name) <= Token.LONGEST_NAME;
        return whole ? " " + target.quote(name) : "";
    }

    private List<String> elements(DdlTarget target) throws Refusal {
        List<String> elements = new ArrayList<>();
        cursor.require(CLAUSE, "(");
        do {
            elements.add(element(target));
        } while (cursor.take(","));
        cursor.require(CLAUSE, ")");
        return elements;
    }

    private String element(DdlTarget target) throws Refusal {
        int from = cursor.position();
        boolean isName = !cursor.isAt("(");
        if (isName) {
            DdlCursor.Name column = cursor.name(CLAUSE);
            target.requireFree(column);
            ColumnDesign sealed = target.sealed(column);
            names.add(column.stored());
            if (sealed != null) {
                moved = true;
                return target.quote(DdlColumn.index(target, sealed, "an index")) + order();
            }
        }
        while (!cursor.isAt(",") && !cursor.isAt(")")) {
            cursor.skip(CLAUSE);
        }
        int expression = from + (isName ? 1 : 0);
        target.requireOpen(cursor.tokens(expression, cursor.position()), "index");
        return cursor.since(from);
    }

    private String order() {
        int from = cursor.position();
        cursor.takeAny("ASC", "DESC");
        if (cursor.take("NULLS")) {
            cursor.takeAny("FIRST", "LAST");
        }
        return cursor.position() == from ? "" : " " + cursor.since(from);
    }
}

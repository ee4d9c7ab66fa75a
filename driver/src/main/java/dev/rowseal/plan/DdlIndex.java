package dev.rowseal.plan;

import dev.rowseal.catalog.Ddl;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.TableDesign.ColumnDesign;
import java.util.ArrayList;
import java.util.List;

/**
 * MariaDB's KEY and INDEX, as they stand beside column definitions or behind ALTER TABLE … ADD and DROP: over the index
 * column where a sealed column is named. Source: MariaDB Server Documentation, "CREATE TABLE", "ALTER TABLE".
 */
final class DdlIndex {

    private static final String CLAUSE = "KEY";

    private static final String[] WORDS = {"KEY", "INDEX"};

    private DdlIndex() {}

    /** Whether what comes next is a key with a word of MariaDB's, or with a name. */
    static boolean isNext(DdlCursor cursor, Dialect dialect) {
        return dialect == Dialect.MARIADB
                && (cursor.isAtAny("KEY", "INDEX", "FULLTEXT", "SPATIAL")
                        || cursor.isAt("UNIQUE") && !cursor.isAt("UNIQUE", "("));
    }

    /** Reads it and hands over what becomes of it. */
    static void read(DdlCursor cursor, DdlTarget target, DdlParts parts) throws Refusal {
        int from = cursor.position();
        boolean unique = cursor.take("UNIQUE");
        boolean whole = !cursor.takeAny("FULLTEXT", "SPATIAL");
        String kind = cursor.position() == from ? "" : cursor.since(from) + " ";
        cursor.takeAny(WORDS);
        String lenient = cursor.take("IF", "NOT", "EXISTS") ? "IF NOT EXISTS " : "";
        String name = "";
        if (!cursor.isAt("(") && !cursor.isAt("USING")) {
            name = own(cursor.name(CLAUSE)) + " ";
        }
        String using = using(cursor);
        List<String> elements = new ArrayList<>();
        List<String> stored = new ArrayList<>();
        boolean moved = false;
        cursor.require(CLAUSE, "(");
        do {
            DdlCursor.Name column = cursor.name(CLAUSE);
            target.requireFree(column);
            ColumnDesign sealed = target.sealed(column);
            if (sealed == null) {
                stored.add(column.stored());
                elements.add(column.written() + length(cursor) + order(cursor));
                continue;
            }
            requireWhole(cursor, target, sealed, whole);
            moved = true;
            String index = DdlColumn.index(target, sealed, "a key");
            stored.add(index);
            elements.add(target.quote(index) + order(cursor));
        } while (cursor.take(","));
        cursor.require(CLAUSE, ")");
        String text = kind + "KEY " + lenient + name + using + "(" + String.join(", ", elements) + ")" + tail(cursor);
        if (unique) {
            parts.unique(stored);
        }
        if (moved) {
            parts.key(text);
        } else {
            parts.element(text);
        }
    }

    /** Reads {@code DROP KEY}, {@code DROP INDEX} and {@code DROP FOREIGN KEY}, whose first word has been read. */
    static boolean isDrop(DdlCursor cursor, Dialect dialect) {
        return dialect == Dialect.MARIADB && (cursor.isAtAny(WORDS) || cursor.isAt("FOREIGN", "KEY"));
    }

    /** The action that a DROP of a key has become. */
    static String drop(DdlCursor cursor) throws Refusal {
        int from = cursor.position();
        cursor.take("FOREIGN");
        cursor.takeAny(WORDS);
        cursor.take("IF", "EXISTS");
        own(cursor.name(CLAUSE));
        return "DROP " + cursor.since(from);
    }

    /** Refuses a name that Rowseal gives to its own. */
    private static String own(DdlCursor.Name name) throws Refusal {
        if (Ddl.isOwn(name.stored())) {
            throw Refusal.of("the key is named \"" + name.stored() + "\", as Rowseal's own are", "choose another name");
        }
        return name.written();
    }

    private static void requireWhole(DdlCursor cursor, DdlTarget target, ColumnDesign sealed, boolean whole)
            throws Refusal {
        if (!whole || cursor.isAt("(")) {
            throw Refusal.of(
                    "sealed column \"" + target.display(sealed.name())
                            + "\" is in a key over its text, or over a part of" + " it",
                    "key it as a whole: only equal values can be found");
        }
    }

    private static String length(DdlCursor cursor) throws Refusal {
        int from = cursor.position();
        if (cursor.isAt("(")) {
            cursor.skip(CLAUSE);
        }
        return cursor.since(from);
    }

    private static String order(DdlCursor cursor) {
        return cursor.take("ASC") ? " ASC" : cursor.take("DESC") ? " DESC" : "";
    }

    private static String using(DdlCursor cursor) throws Refusal {
        int from = cursor.position();
        if (cursor.take("USING")) {
            cursor.name(CLAUSE);
        }
        return cursor.position() == from ? "" : cursor.since(from) + " ";
    }

    private static String tail(DdlCursor cursor) throws Refusal {
        int from = cursor.position();
        while (!DdlOption.isAtEnd(cursor)) {
            if (cursor.take("USING") || cursor.take("COMMENT")) {
                cursor.next(CLAUSE);
            } else if (!cursor.take("NOT", "IGNORED") && !cursor.take("IGNORED")) {
                throw DdlCursor.unread(CLAUSE);
            }
        }
        return cursor.position() == from ? "" : " " + cursor.since(from);
    }
}

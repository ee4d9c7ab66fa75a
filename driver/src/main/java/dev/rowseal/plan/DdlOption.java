package dev.rowseal.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One option of a column's definition.
 *
 * @param kind what it is
 * @param name {@code CONSTRAINT name}, or empty
 * @param text as written, the constraint's name left out
 * @param tokens its tokens, without the constraint's name
 * @param reference of a foreign key, otherwise null
 */
record DdlOption(
        Kind kind,
        String name,
        String text,
        List<Token> tokens,
        @Nullable DdlReference reference) {

    enum Kind {
        NOT_NULL,
        NULL,
        PRIMARY_KEY,
        UNIQUE,
        DEFAULT,
        CHECK,
        REFERENCES,
        GENERATED,
        /** Or a character set. */
        COLLATE,
        COMMENT,
        /** About the constraint before it: when it is checked. */
        TIMING
    }

    private static final String CLAUSE = "column definition";

    private static final String[] BEGINNINGS = {
        "CONSTRAINT",
        "NOT",
        "NULL",
        "PRIMARY",
        "UNIQUE",
        "DEFAULT",
        "CHECK",
        "REFERENCES",
        "GENERATED",
        "COLLATE",
        "CHARACTER",
        "CHARSET",
        "COMMENT",
        "DEFERRABLE",
        "INITIALLY",
        "AUTO_INCREMENT",
        "IDENTITY",
        "ON"
    };

    /** Where a column's definition ends. */
    static boolean isAtEnd(DdlCursor cursor) {
        return cursor.isAtEnd() || cursor.isAtAny(",", ")", "FIRST", "BEFORE", "AFTER");
    }

    /** Reads the options of a column, up to the definition's end. */
    static List<DdlOption> read(DdlCursor cursor, DdlTarget target) throws Refusal {
        List<DdlOption> options = new ArrayList<>();
        while (!isAtEnd(cursor)) {
            String name = "";
            if (cursor.take("CONSTRAINT")) {
                name = "CONSTRAINT " + cursor.name(CLAUSE).written();
            }
            int from = cursor.position();
            DdlReference reference = null;
            Kind kind;
            if (cursor.take("REFERENCES")) {
                kind = Kind.REFERENCES;
                reference = DdlReference.read(cursor, target);
            } else {
                kind = option(cursor);
            }
            options.add(
                    new DdlOption(kind, name, cursor.since(from), cursor.tokens(from, cursor.position()), reference));
        }
        return options;
    }

    private static Kind option(DdlCursor cursor) throws Refusal {
        if (cursor.take("NOT", "NULL")) {
            return Kind.NOT_NULL;
        }
        if (cursor.take("NULL")) {
            return Kind.NULL;
        }
        if (cursor.take("PRIMARY", "KEY")) {
            return Kind.PRIMARY_KEY;
        }
        if (cursor.take("UNIQUE")) {
            if (cursor.take("NULLS")) {
                cursor.take("NOT");
                cursor.require(CLAUSE, "DISTINCT");
            }
            return Kind.UNIQUE;
        }
        if (cursor.take("DEFAULT")) {
            cursor.skip(CLAUSE);
            expression(cursor);
            return Kind.DEFAULT;
        }
        if (cursor.take("ON", "UPDATE")) {
            cursor.skip(CLAUSE);
            expression(cursor);
            return Kind.DEFAULT;
        }
        if (cursor.take("CHECK")) {
            group(cursor);
            return Kind.CHECK;
        }
        if (cursor.take("COLLATE") || cursor.take("CHARACTER", "SET") || cursor.take("CHARSET")) {
            cursor.qualified(CLAUSE);
            return Kind.COLLATE;
        }
        if (cursor.take("COMMENT")) {
            cursor.skip(CLAUSE);
            return Kind.COMMENT;
        }
        return generated(cursor);
    }

    private static Kind generated(DdlCursor cursor) throws Refusal {
        if (cursor.take("AUTO_INCREMENT") || cursor.take("IDENTITY")) {
            if (cursor.isAt("(")) {
                cursor.skip(CLAUSE);
            }
            return Kind.GENERATED;
        }
        if (cursor.take("GENERATED")) {
            if (!cursor.take("ALWAYS")) {
                cursor.require(CLAUSE, "BY", "DEFAULT");
                cursor.take("ON", "NULL");
            }
            cursor.require(CLAUSE, "AS");
            if (cursor.take("IDENTITY")) {
                if (cursor.isAt("(")) {
                    cursor.skip(CLAUSE);
                }
            } else {
                group(cursor);
                cursor.takeAny("STORED", "VIRTUAL");
            }
            return Kind.GENERATED;
        }
        if (cursor.take("NOT", "DEFERRABLE")
                || cursor.take("DEFERRABLE")
                || cursor.take("INITIALLY", "DEFERRED")
                || cursor.take("INITIALLY", "IMMEDIATE")) {
            return Kind.TIMING;
        }
        throw DdlCursor.unread(CLAUSE);
    }

    private static void group(DdlCursor cursor) throws Refusal {
        if (!cursor.isAt("(")) {
            throw DdlCursor.unread(CLAUSE);
        }
        cursor.skip(CLAUSE);
    }

    /** Goes on to the next option. */
    private static void expression(DdlCursor cursor) throws Refusal {
        while (!isAtEnd(cursor) && !cursor.isAtAny(BEGINNINGS)) {
            cursor.skip(CLAUSE);
        }
        if (cursor.take("ON", "UPDATE")) {
            cursor.skip(CLAUSE);
            expression(cursor);
        }
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.List;

/**
 * Statements that work on whole tables or on what the catalogue says of them, and touch no value: DROP, TRUNCATE, COMMENT,
 * GRANT, REVOKE, ANALYZE, VACUUM, LOCK, REINDEX and sequences that a column owns; and those that name no table at all, by a
 * word that happens to be a sealed table's: savepoints, channels, an application's name. They stay as they are.
 */
final class HousekeepingPlanner {

    private final DdlCursor cursor;
    private final DdlPlanner statement;

    HousekeepingPlanner(DdlCursor cursor, DdlPlanner statement) {
        this.cursor = cursor;
        this.statement = statement;
    }

    /** The statement, whose verb is the cursor's next token. */
    List<String> plan() throws Refusal {
        if (cursor.take("DROP")) {
            drop();
        } else if (cursor.take("TRUNCATE")) {
            cursor.take("TABLE");
            tables("TRUNCATE");
            if (cursor.takeAny("RESTART", "CONTINUE")) {
                cursor.require("TRUNCATE", "IDENTITY");
            }
            cursor.takeAny("CASCADE", "RESTRICT");
        } else if (cursor.take("COMMENT")) {
            comment();
        } else if (cursor.takeAny("GRANT", "REVOKE")) {
            privileges();
        } else if (cursor.takeAny("ANALYZE", "VACUUM")) {
            analyse();
        } else if (cursor.take("LOCK") && statement.dialect() == Dialect.POSTGRESQL) {
            cursor.take("TABLE");
            tables("LOCK");
            words("IN", "ACCESS", "ROW", "SHARE", "UPDATE", "EXCLUSIVE", "MODE", "NOWAIT");
        } else if (cursor.take("REINDEX")) {
            cursor.require("REINDEX", "TABLE");
            cursor.take("CONCURRENTLY");
            cursor.qualified("REINDEX");
        } else if (cursor.take("SET")) {
            applicationName();
        } else if (cursor.takeAny("SAVEPOINT", "LISTEN", "UNLISTEN")) {
            cursor.name("text");
        } else if (cursor.take("NOTIFY")) {
            cursor.name("NOTIFY");
            if (cursor.take(",")) {
                text("NOTIFY");
            }
        } else if (cursor.take("RELEASE")) {
            cursor.take("SAVEPOINT");
            cursor.name("RELEASE");
        } else if (cursor.take("ROLLBACK")) {
            cursor.takeAny("WORK", "TRANSACTION");
            cursor.require("ROLLBACK", "TO");
            cursor.take("SAVEPOINT");
            cursor.name("ROLLBACK");
        } else {
            throw statement.unplanned();
        }
        cursor.requireEnd("text");
        return List.of(cursor.since(0));
    }

    /** Of PostgreSQL's settings the one that applications give a name of theirs. */
    private void applicationName() throws Refusal {
        cursor.takeAny("SESSION", "LOCAL");
        if (statement.dialect() != Dialect.POSTGRESQL || !cursor.take("application_name")) {
            throw statement.unplanned();
        }
        if (!cursor.take("=")) {
            cursor.require("SET", "TO");
        }
        text("SET");
    }

    private void text(String clause) throws Refusal {
        if (cursor.next(clause).kind() != Token.Kind.STRING) {
            throw DdlCursor.unread(clause);
        }
    }

    private void drop() throws Refusal {
        if (cursor.take("TRIGGER") || cursor.take("POLICY") || cursor.take("RULE")) {
            cursor.take("IF", "EXISTS");
            cursor.qualified("DROP");
            cursor.require("DROP", "ON");
            cursor.qualified("DROP");
        } else if (statement.dialect() == Dialect.MARIADB && cursor.isAt("INDEX")) {
            DdlIndex.drop(cursor);
            cursor.require("DROP", "ON");
            cursor.qualified("DROP");
        } else {
            if (!cursor.take("MATERIALIZED", "VIEW")) {
                boolean known = cursor.takeAny("TABLE", "VIEW", "SYNONYM");
                if (!known) {
                    throw statement.unplanned();
                }
            }
            cursor.take("IF", "EXISTS");
            tables("DROP");
            cursor.take("IF", "EXISTS");
        }
        if (cursor.take("CASCADE")) {
            cursor.take("CONSTRAINTS");
        } else {
            cursor.take("RESTRICT");
        }
    }

    private void tables(String clause) throws Refusal {
        do {
            cursor.take("ONLY");
            cursor.qualified(clause);
            cursor.take("*");
        } while (cursor.take(","));
    }

    private void comment() throws Refusal {
        cursor.require("COMMENT", "ON");
        if (cursor.take("COLUMN")) {
            column("COMMENT");
        } else if (cursor.take("CONSTRAINT")) {
            cursor.name("COMMENT");
            cursor.require("COMMENT", "ON");
            cursor.qualified("COMMENT");
        } else {
            cursor.require("COMMENT", "TABLE");
            cursor.qualified("COMMENT");
        }
        cursor.require("COMMENT", "IS");
        Token text = cursor.next("COMMENT");
        if (text.kind() != Token.Kind.STRING && !text.text().equalsIgnoreCase("NULL")) {
            throw DdlCursor.unread("COMMENT");
        }
    }

    /** A column with its table before it, which must be one that applications know. */
    private void column(String clause) throws Refusal {
        List<DdlCursor.Name> names = cursor.column(clause);
        statement.target(names.get(0)).requireFree(names.get(1));
    }

    private void privileges() throws Refusal {
        int from = cursor.position();
        while (!cursor.isAt("ON")) {
            if (cursor.isAt("(")) {
                throw Refusal.of(
                        "its privileges name columns, and a sealed value takes several columns to read",
                        "grant the privilege on the whole table");
            }
            cursor.skip("GRANT");
        }
        cursor.require("GRANT", "ON");
        if (cursor.position() == from + 1) {
            throw DdlCursor.unread("GRANT");
        }
        cursor.take("TABLE");
        tables("GRANT");
        if (!cursor.take("TO")) {
            cursor.require("REVOKE", "FROM");
        }
        do {
            cursor.take("GROUP");
            cursor.name("GRANT");
        } while (cursor.take(","));
        if (!cursor.take("WITH", "GRANT", "OPTION")) {
            cursor.takeAny("CASCADE", "RESTRICT");
        }
    }

    private void analyse() throws Refusal {
        if (cursor.isAt("(")) {
            cursor.skip("ANALYZE");
        }
        words("FULL", "FREEZE", "VERBOSE", "ANALYZE", "TABLE", "SKIP_LOCKED");
        do {
            DdlTarget target = statement.target(cursor.qualified("ANALYZE"));
            if (cursor.isAt("(")) {
                for (DdlCursor.Name column : cursor.names("ANALYZE")) {
                    target.requireFree(column);
                }
            }
        } while (cursor.take(","));
        if (cursor.take("SAMPLE_SIZE")) {
            cursor.skip("ANALYZE");
        }
    }

    private void words(String... known) {
        boolean more = true;
        while (more) {
            more = cursor.takeAny(known);
        }
    }

    /** CREATE SEQUENCE and ALTER SEQUENCE, whose owner may be a column of a sealed table. */
    List<String> sequence() throws Refusal {
        cursor.take("SEQUENCE");
        while (!cursor.isAtEnd()) {
            if (cursor.take("OWNED", "BY")) {
                if (!cursor.take("NONE")) {
                    column("OWNED BY");
                }
                continue;
            }
            Token token = cursor.next("SEQUENCE");
            boolean name = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED;
            if (name && statement.isGuarded(token.identifier()) || token.text().equals("(")) {
                throw DdlCursor.unread("SEQUENCE");
            }
        }
        return List.of(cursor.since(0));
    }
}

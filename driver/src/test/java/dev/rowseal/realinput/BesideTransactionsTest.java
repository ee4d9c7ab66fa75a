package dev.rowseal.realinput;

import static dev.rowseal.realinput.SessionFlows.rows;
import static dev.rowseal.realinput.SessionFlows.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions beside which the catalogue is asked for, of sessions and servers that are not like any other. */
@OnEveryDatabase(Engine.POSTGRESQL)
class BesideTransactionsTest {

    private final TestDatabase database;

    BesideTransactionsTest(TestDatabase database) {
        this.database = database;
    }

    /** Types of a schema on the session's path are written without it there, and with it elsewhere. */
    @Test
    void oneThatLooksElsewhereThanOthersGoesOn(@TempDir Path folder) throws SQLException {
        try (SessionFlows flows = new SessionFlows(
                database,
                folder,
                "create schema moods",
                "create type moods.mood as enum ('good', 'bad')",
                "alter table visit add column mood moods.mood default 'good'")) {
            flows.areAlike((one, other) -> {
                run(one, "SET search_path = public, moods");
                run(one, "BEGIN ISOLATION LEVEL REPEATABLE READ");
                String seen = rows(one, "SELECT code FROM stay");
                run(one, "CREATE TEMP TABLE ids (id bigint) ON COMMIT DROP");
                run(one, "INSERT INTO ids VALUES (1)");
                run(other, "CREATE TABLE further (id int)");
                seen += rows(
                        one, "SELECT v.*, p.ssn FROM ids i JOIN visit v ON v.id = i.id JOIN person p ON p.id = i.id");
                seen += run(one, "UPDATE person SET ssn = 'new' WHERE id IN (SELECT id FROM ids)");
                run(one, "COMMIT");
                run(other, "DROP TABLE further");
                run(one, "RESET search_path");
                return seen + rows(other, SessionFlows.STARS);
            });
        }
    }

    /** A role may have no connection left: then the transaction is asked itself, unless it would see too little for that. */
    @Test
    void oneWithoutAFurtherConnectionIsAskedItself(@TempDir Path folder) throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn bytea)", "create table visit (id int)");
        Sealed sealed = new Sealed(
                database,
                folder,
                "tables: { patient: { row-id: { id: bigint }, columns: { ssn: { type: varchar(11) } } } }");
        try (Connection first = sealed.connect()) {
            run(first, "INSERT INTO patient (id, ssn) VALUES (1, 'sealed')");
        }
        database.execute(
                "create role narrow login password 'narrow'",
                "grant select, insert, update on patient, rowseal_keys, rowseal_wrappings to narrow",
                "grant create on schema public to narrow");
        Properties properties = sealed.properties();
        properties.setProperty("user", "narrow");
        properties.setProperty("password", "narrow");
        try (Connection narrow = DriverManager.getConnection(sealed.url(), properties);
                Connection other = DriverManager.getConnection(sealed.url(), properties)) {
            assertThat(rows(narrow, "SELECT ssn FROM patient")).isEqualTo("[ssn] [[sealed]]");
            database.execute("alter role narrow connection limit 2");
            for (String level : new String[] {"READ COMMITTED", "REPEATABLE READ"}) {
                run(narrow, "BEGIN ISOLATION LEVEL " + level);
                run(other, "CREATE TABLE further (id int)");
                run(other, "DROP TABLE further");
                String answer = rows(narrow, "SELECT ssn FROM patient WHERE id = 1");
                run(narrow, "ROLLBACK");
                assertThat(answer).startsWith(level.startsWith("READ") ? "[ssn] [[sealed]]" : "53300");
            }
            assertThat(rows(narrow, "SELECT ssn FROM patient WHERE id = 1")).isEqualTo("[ssn] [[sealed]]");
        } finally {
            database.execute("drop owned by narrow", "drop role narrow");
        }
    }

    /** PostgreSQL takes nothing then but the end, however it is written. */
    @Test
    void oneThatHasFailedEnds(@TempDir Path folder) throws SQLException {
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            for (String end : new String[] {
                "-- done\nROLLBACK",
                "/* a/b */ ROLLBACK",
                "ROLLBACK TO SAVEPOINT s$1",
                "-- done\rROLLBACK",
                "ROLLBACK TO größe"
            }) {
                flows.areAlike((one, other) -> {
                    run(one, "BEGIN");
                    run(one, "SAVEPOINT s$1");
                    run(one, "SAVEPOINT größe");
                    String seen = rows(one, "SELECT 1/0").substring(0, 5);
                    run(other, "CREATE TABLE further (id int)");
                    run(other, "DROP TABLE further");
                    seen += run(one, end) + rows(one, "SELECT id, ssn FROM person");
                    run(one, "ROLLBACK");
                    return seen;
                });
            }
        }
    }
}

package dev.rowseal.realinput;

import static dev.rowseal.realinput.SessionFlows.ALL;
import static dev.rowseal.realinput.SessionFlows.STARS;
import static dev.rowseal.realinput.SessionFlows.rows;
import static dev.rowseal.realinput.SessionFlows.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is planned by the catalogue of another time, place or role would be stored in the clear, or sealed for another row. */
@OnEveryDatabase
class CatalogueOfNowTest {

    private static final String POLICY = """
            key-table: %s
            tables:
              %s:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11) }
            """;

    private final TestDatabase database;

    CatalogueOfNowTest(TestDatabase database) {
        this.database = database;
    }

    /** A schema of the user's name comes to be: then a policy's table without a schema is another for later connections. */
    @Test
    void aPlanIsOfOneHome(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        String own = "\"" + database.user() + "\"";
        String insert = "INSERT INTO " + own + ".patient (id, ssn) VALUES (?, ?)";
        database.execute("create table patient (id bigint primary key, ssn text)");
        Sealed sealed = new Sealed(database, folder, POLICY.formatted("public.rowseal_keys", "patient"));
        try (Connection first = sealed.connect()) {
            run(first, "INSERT INTO patient (id, ssn) VALUES (1, 'in public')");
            run(first, "CREATE SCHEMA " + own);
            database.execute("create table " + own + ".patient (id bigint primary key, ssn text)");
            try (Connection second = sealed.connect()) {
                try (PreparedStatement open = first.prepareStatement(insert)) {
                    open.setLong(1, 1);
                    open.setString(2, "open");
                    open.executeUpdate();
                }
                try (PreparedStatement secret = second.prepareStatement(insert)) {
                    secret.setLong(1, 2);
                    secret.setString(2, "sealed");
                    secret.executeUpdate();
                }
                run(second, "DELETE FROM " + own + ".patient WHERE id = 1");
                assertThat(rows(second, "SELECT ssn FROM " + own + ".patient WHERE id = 2"))
                        .isEqualTo("[ssn] [[sealed]]");
            }
            try (Connection plain = database.plain()) {
                assertThat(rows(plain, "select ssn from " + own + ".patient")).contains("[[rs1.");
            }
        } finally {
            database.execute("drop schema " + own + " cascade");
        }
    }

    /** A table that comes to stand before the sealed one: its rows are no place for what is sealed for the other. */
    @Test
    void theSearchPathIsThatOfNow(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        String own = "\"" + database.user() + "\"";
        database.execute("create table patient (id bigint primary key, ssn bytea)");
        Sealed sealed = new Sealed(database, folder, POLICY.formatted("public.rowseal_keys", "public.patient"));
        try (Connection one = sealed.connect();
                Connection other = sealed.connect()) {
            run(one, "INSERT INTO patient (id, ssn) VALUES (1, 'before')");
            run(other, "CREATE SCHEMA " + own);
            database.execute("create table " + own + ".patient (like public.patient including all)");
            assertThatThrownBy(() -> run(one, "INSERT INTO patient (id, ssn) VALUES (2, 'behind')"))
                    .hasMessageContaining("schema.table");
            assertThat(rows(one, "SELECT id, ssn FROM public.patient")).isEqualTo("[id, ssn] [[1, before]]");
        } finally {
            database.execute("drop schema " + own + " cascade");
        }
    }

    /** PostgreSQL runs the statements of an old transaction by the schema of now, also where a routine has changed it. */
    @Test
    void anOldTransactionIsPlannedByWhatIsNow(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(
                database,
                folder,
                "create function shift() returns trigger language plpgsql as"
                        + " 'begin new.id := new.id + 1000; return new; end'",
                "create procedure migrate() language plpgsql as 'begin create trigger shifting before insert on person"
                        + " for each row execute function shift(); end'",
                "create procedure unmigrate() language plpgsql as 'begin drop trigger shifting on person; end'")) {
            for (String level : new String[] {"REPEATABLE READ", "SERIALIZABLE"}) {
                flows.areAlike((one, other) -> {
                    run(one, "BEGIN ISOLATION LEVEL " + level);
                    String seen = rows(one, STARS) + rows(one, "SELECT code FROM stay");
                    run(other, "CALL migrate()");
                    run(one, "INSERT INTO person (id, ssn) VALUES (10, 'behind')");
                    seen += rows(one, "SELECT id, ssn FROM person WHERE id > 9");
                    run(one, "COMMIT");
                    run(other, "CALL unmigrate()");
                    return seen
                            + rows(other, "SELECT id, ssn FROM person WHERE id > 9")
                            + run(other, "DELETE FROM person WHERE id > 9");
                });
                flows.areAlike((one, other) -> {
                    run(one, "BEGIN ISOLATION LEVEL " + level);
                    String seen = rows(one, "SELECT code FROM stay");
                    run(other, "ALTER TABLE visit ADD COLUMN y int DEFAULT 5");
                    run(other, "CREATE TABLE further (id int)");
                    seen += rows(one, STARS) + rows(one, ALL) + rows(one, "SELECT * FROM further");
                    run(one, "COMMIT");
                    run(other, "DROP TABLE further");
                    run(other, "ALTER TABLE visit DROP COLUMN y");
                    return seen + rows(other, STARS);
                });
            }
        }
    }

    /** Of a transaction that has its table locked nobody else can ask: then it is told to begin again, and waits for nobody. */
    @Test
    void whoHasLockedWhatIsAskedForGoesOn(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            flows.areAlike((one, other) -> {
                run(other, "ALTER TABLE person ADD COLUMN made timestamptz DEFAULT now()");
                run(one, "BEGIN ISOLATION LEVEL REPEATABLE READ");
                run(one, "LOCK TABLE person");
                String inside = rows(one, "SELECT id, ssn FROM person");
                run(one, "COMMIT");
                return inside;
            });
            List<String> answers = new ArrayList<>();
            flows.areAlike((one, other) -> {
                run(one, "BEGIN ISOLATION LEVEL REPEATABLE READ");
                String inside = rows(one, "SELECT code FROM stay");
                run(one, "LOCK TABLE person");
                run(other, "CREATE TABLE further (id int)");
                answers.add(rows(one, "SELECT id, ssn FROM person WHERE id = 1").substring(0, 5));
                run(one, "COMMIT");
                return inside + rows(one, "SELECT id, ssn FROM person WHERE id = 1");
            });
            assertThat(answers).containsExactly("[id, ", "40001");
        }
    }

    /** What an old transaction made itself only it sees, and what others made it does not: both are asked. */
    @Test
    void anOldTransactionSeesItsOwn(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        String nothing = "create procedure nothing() language sql as ''";
        try (SessionFlows flows = new SessionFlows(database, folder, nothing)) {
            for (String between :
                    new String[] {"SELECT code FROM stay", "CALL nothing()", "CREATE TABLE further (id int)"}) {
                flows.areAlike((one, other) -> {
                    run(one, "BEGIN ISOLATION LEVEL REPEATABLE READ");
                    String seen = rows(one, "SELECT code FROM stay");
                    run(one, "CALL nothing()");
                    run(one, "CREATE TEMP TABLE ids (id bigint, what text) ON COMMIT DROP");
                    run(one, "INSERT INTO ids VALUES (1, 'mine')");
                    if (between.startsWith("SELECT")) {
                        rows(other, between);
                    } else {
                        run(other, between);
                    }
                    seen += rows(one, "SELECT i.*, p.ssn FROM person p JOIN ids i ON i.id = p.id")
                            + rows(one, STARS)
                            + run(one, "UPDATE person SET ssn = 'new' WHERE id = 1")
                            + run(one, "COMMIT")
                            + rows(one, STARS);
                    if (between.startsWith("CREATE")) {
                        run(other, "DROP TABLE further");
                    }
                    return seen;
                });
            }
        }
    }

    /** A word that begins a transaction elsewhere begins none here: then steps are one transaction, and no savepoint of none. */
    @Test
    void aWordIsNoTransaction(@TempDir Path folder) throws SQLException {
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            flows.areAlike((one, other) -> {
                String many = IntStream.rangeClosed(4, 600)
                        .mapToObj(i -> "(" + i + ", 'old', " + (1000 + i) + ")")
                        .collect(Collectors.joining(", "));
                run(one, "INSERT INTO person (id, ssn, pos) VALUES " + many);
                String failed = rows(one, "SELECT id AS start FROM visit");
                try {
                    run(
                            one,
                            "UPDATE person SET ssn = 'new', pos = CASE WHEN id = 599 THEN 1004 ELSE pos END WHERE id > 3");
                } catch (SQLException failure) {
                    failed += failure.getSQLState();
                }
                return failed + rows(other, "SELECT count(*) FROM person WHERE ssn = 'new'");
            });
        }
    }

    /** What MariaDB tells of views and triggers depends on the role: a session with another is told more. */
    @Test
    void whatARoleSeesIsItsOwn(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.MARIADB) {
            return;
        }
        database.execute(
                "create table patient (id bigint primary key, ssn varbinary(200))",
                "create view seen as select id, ssn from patient");
        Sealed sealed = new Sealed(database, folder, POLICY.formatted("rowseal_keys", "patient"));
        sealed.connect().close();
        String schema = database.url().substring(database.url().lastIndexOf('/') + 1);
        database.execute(
                "create role if not exists reader",
                "create or replace user narrow@localhost identified by 'narrow'",
                "grant select, insert, update on " + schema + ".rowseal_keys to narrow@localhost",
                "grant select, insert, update on " + schema + ".rowseal_wrappings to narrow@localhost",
                "grant select, insert, update, trigger on " + schema + ".patient to reader",
                "grant select, insert, update on " + schema + ".seen to reader",
                "grant reader to narrow@localhost");
        Properties narrow = sealed.properties();
        narrow.setProperty("user", "narrow");
        narrow.setProperty("password", "narrow");
        try (Connection one = DriverManager.getConnection(sealed.url(), narrow);
                Connection other = DriverManager.getConnection(sealed.url(), narrow)) {
            for (Connection each : new Connection[] {one, other}) {
                run(each, "SET ROLE reader");
                run(each, "INSERT INTO patient (id, ssn) VALUES (" + (each == one ? 1 : 2) + ", 'sealed')");
                assertThatThrownBy(() -> run(each, "UPDATE seen SET ssn = 'plain' WHERE id = 1"))
                        .hasMessageContaining("Rowseal refuses");
                assertThat(rows(each, "SELECT ssn FROM patient WHERE id = 1")).isEqualTo("[ssn] [[sealed]]");
            }
        } finally {
            database.execute("drop user narrow@localhost", "drop role reader");
        }
    }

    /** However a text makes them. */
    @Test
    void temporaryTablesAreNoticed(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.MARIADB) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            for (String made : new String[] {
                "BEGIN NOT ATOMIC CREATE TEMPORARY TABLE visit (id bigint, ssn varchar(11)); END",
                "# one's own\nCREATE TEMPORARY TABLE visit (id bigint, ssn varchar(11))",
                "SET STATEMENT max_statement_time=60 FOR CREATE TEMPORARY TABLE visit (id bigint, ssn varchar(11))"
            }) {
                flows.areAlike((one, other) -> {
                    String before = rows(one, STARS);
                    run(one, made);
                    run(one, "INSERT INTO visit (id, ssn) VALUES (1, 'mine')");
                    String inner = "SELECT id FROM person p WHERE p.id IN (SELECT id FROM visit WHERE city = 'city1')";
                    return before
                            + rows(one, STARS)
                            + rows(one, ALL)
                            + rows(one, inner)
                            + run(one, "DROP TEMPORARY TABLE visit")
                            + rows(one, ALL);
                });
            }
        }
    }
}

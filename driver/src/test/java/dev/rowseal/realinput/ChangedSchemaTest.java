package dev.rowseal.realinput;

import static dev.rowseal.realinput.SessionFlows.ALL;
import static dev.rowseal.realinput.SessionFlows.STARS;
import static dev.rowseal.realinput.SessionFlows.rows;
import static dev.rowseal.realinput.SessionFlows.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables that one session sees otherwise than all others: changed in its transaction, which may be taken back, or its own.
 * What is remembered of the catalogue is never of one session and believed of another. DDL is a part of a transaction in
 * PostgreSQL alone.
 */
@OnEveryDatabase
class ChangedSchemaTest {

    private static final String[] TRIGGER = {
        "create function shift() returns trigger language plpgsql as"
                + " 'begin new.id := new.id + 1000; return new; end'",
        "create trigger shifting before insert on person for each row execute function shift()"
    };

    private final TestDatabase database;

    ChangedSchemaTest(TestDatabase database) {
        this.database = database;
    }

    /** The trigger gives rows other ids than the statement: a value that is sealed for the statement's would be lost. */
    @Test
    void aTriggerThatIsDroppedAndComesBackIsBelieved(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder, TRIGGER)) {
            flows.areAlike((one, other) -> {
                one.setAutoCommit(false);
                run(one, "DROP TRIGGER shifting ON person");
                run(one, "INSERT INTO person (id, ssn) VALUES (32, 'inside')");
                one.rollback();
                one.setAutoCommit(true);
                run(one, "INSERT INTO person (id, ssn) VALUES (33, 'after')");
                run(other, "INSERT INTO person (id, ssn) VALUES (34, 'other')");
                return rows(one, "SELECT id, ssn FROM person WHERE id > 9");
            });
            flows.areAlike((one, other) -> {
                one.setAutoCommit(false);
                Savepoint before = one.setSavepoint();
                run(one, "DROP TRIGGER shifting ON person");
                run(one, "INSERT INTO person (id, ssn) VALUES (42, 'inside')");
                one.rollback(before);
                run(one, "INSERT INTO person (id, ssn) VALUES (43, 'after')");
                one.commit();
                return rows(other, "SELECT id, ssn FROM person WHERE id > 9");
            });
            flows.areAlike((one, other) -> {
                run(one, "BEGIN");
                run(one, "DROP TRIGGER shifting ON person");
                run(one, "INSERT INTO person (id, ssn) VALUES (52, 'inside')");
                run(one, "ROLLBACK");
                run(one, "INSERT INTO person (id, ssn) VALUES (53, 'after')");
                return rows(one, "SELECT id, ssn FROM person WHERE id > 9");
            });
        }
    }

    @Test
    void columnsAreThoseOfNow(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            flows.areAlike((one, other) -> {
                one.setAutoCommit(false);
                run(one, "ALTER TABLE person ADD COLUMN z int DEFAULT 3");
                String inside = rows(one, "SELECT DISTINCT * FROM person WHERE id = 1");
                one.rollback();
                return inside + rows(one, "SELECT DISTINCT * FROM person WHERE id = 1");
            });
            flows.areAlike((one, other) -> {
                one.setAutoCommit(false);
                run(one, "ALTER TABLE visit ADD COLUMN y int DEFAULT 5");
                // Has the catalogue read, as it is for the other session until the change is committed.
                other.prepareStatement(STARS + " WHERE p.id > 0").close();
                one.commit();
                return rows(one, STARS) + rows(other, STARS) + rows(other, ALL) + rows(one, ALL);
            });
        }
    }

    /** Its questions to the catalogue would be answered as of its beginning, and others would believe it. */
    @Test
    void anOldSnapshotIsNotShared(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            flows.areAlike((one, other) -> {
                one.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                one.setAutoCommit(false);
                rows(one, "SELECT code FROM stay");
                run(other, "ALTER TABLE visit ADD COLUMN y int DEFAULT 5");
                // Either as the database says, which sees the column, or not at all.
                assertThat(rows(one, STARS)).containsAnyOf("patient_id, city, y, ssn", "40001");
                assertThat(rows(one, "SELECT code FROM stay WHERE person = 1"))
                        .containsAnyOf("[code]", "40001", "25P02");
                String before = rows(other, STARS);
                one.rollback();
                one.setAutoCommit(true);
                one.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                return before + rows(one, STARS) + rows(other, STARS + " WHERE p.id > 0");
            });
        }
    }

    @Test
    void aSessionsOwnTablesAreItsOwn(@TempDir Path folder) throws SQLException {
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            String own = "CREATE " + (database.engine() == Engine.H2 ? "LOCAL " : "") + "TEMPORARY TABLE ";
            String joined = STARS.replace("visit", "mine");
            flows.areAlike((one, other) -> {
                run(one, own + "mine (id bigint, a int)");
                run(one, "INSERT INTO mine VALUES (1, 7)");
                run(other, own + "mine (id bigint, b int, a varchar(10))");
                run(other, "INSERT INTO mine VALUES (1, 8, 'z')");
                String both = rows(one, joined) + rows(other, joined);
                run(one, "DROP TABLE mine");
                run(one, own + "mine (a int, id bigint)");
                return both + rows(one, joined) + rows(other, joined);
            });
        }
    }

    /** In H2 a table of the session's own cannot have the name of another. */
    @Test
    void oneMayHideATableOfAll(@TempDir Path folder) throws SQLException {
        if (database.engine() == Engine.H2) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            flows.areAlike((one, other) -> {
                run(one, "CREATE TEMPORARY TABLE visit (id bigint, city int, patient_id int, extra int)");
                run(one, "INSERT INTO visit VALUES (1, 7, 8, 9)");
                String hidden = rows(one, STARS) + rows(one, ALL) + rows(other, STARS);
                run(one, "DROP TABLE visit");
                return hidden + rows(one, STARS) + rows(one, ALL);
            });
        }
    }

    @Test
    void oneMayGoWithItsTransaction(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            flows.areAlike((one, other) -> {
                one.setAutoCommit(false);
                run(one, "CREATE TEMP TABLE visit (id bigint) ON COMMIT DROP");
                run(one, "INSERT INTO visit VALUES (1)");
                String inside = rows(one, STARS);
                one.commit();
                return inside + rows(one, STARS) + rows(one, ALL);
            });
            flows.areAlike((one, other) -> {
                run(one, "CREATE TEMP TABLE visit (id bigint)");
                run(one, "INSERT INTO visit VALUES (1)");
                String mine = rows(one, STARS);
                run(one, "DISCARD TEMP");
                return mine + rows(one, STARS) + rows(one, ALL);
            });
            flows.areAlike((one, other) -> {
                run(one, "SELECT 1::bigint AS id, 'shadow' AS x INTO TEMP visit");
                return rows(one, STARS) + rows(one, ALL);
            });
        }
    }

    /** A session with tables of its own reads what all see for itself, too. */
    @Test
    void anOldSnapshotIsNotBelievedLater(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder, TRIGGER[0])) {
            flows.areAlike((one, other) -> {
                run(one, "CREATE TEMP TABLE mine (id int)");
                one.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                one.setAutoCommit(false);
                rows(one, "SELECT code FROM stay");
                run(other, "ALTER TABLE visit ADD COLUMN y int DEFAULT 5");
                rows(one, STARS);
                one.rollback();
                return rows(one, STARS) + rows(one, ALL);
            });
        }
    }

    /** One that Rowseal makes of a batch, and those that texts begin and end. */
    @Test
    void transactionsOfAllKindsTakeChangesBack(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        String ids = "SELECT id, ssn FROM person WHERE id > 9";
        try (SessionFlows flows = new SessionFlows(database, folder, TRIGGER)) {
            flows.areAlike((one, other) -> {
                try (Statement batch = one.createStatement()) {
                    batch.addBatch("DROP FUNCTION shift() CASCADE");
                    batch.addBatch("INSERT INTO person (id, ssn) VALUES (62, 'in')");
                    batch.addBatch("UPDATE person SET ssn = 'in' WHERE city = 'nowhere'");
                    batch.addBatch("INSERT INTO person (id, ssn) VALUES (1, 'there')");
                    batch.addBatch("INSERT INTO person (id, ssn) VALUES (1, 'there')");
                    assertThatThrownBy(batch::executeBatch).isInstanceOf(SQLException.class);
                }
                run(one, "INSERT INTO person (id, ssn) VALUES (63, 'after')");
                return rows(one, ids) + rows(other, ids);
            });
            flows.areAlike((one, other) -> {
                run(one, "BEGIN");
                run(one, "DROP TRIGGER shifting ON person");
                assertThatThrownBy(one::commit).isInstanceOf(SQLException.class);
                one.prepareStatement("INSERT INTO person (id, ssn) VALUES (?, ?)")
                        .close();
                run(one, "ROLLBACK /* all of it */");
                run(other, "INSERT INTO person (id, ssn) VALUES (73, 'other')");
                run(one, "INSERT INTO person (id, ssn) VALUES (74, 'after')");
                return rows(one, ids) + rows(other, ids);
            });
            flows.areAlike((one, other) -> {
                one.setAutoCommit(false);
                run(one, "ALTER TABLE visit ADD COLUMN y int");
                other.prepareStatement(STARS).close();
                run(one, "COMMIT AND CHAIN");
                return rows(other, STARS) + rows(one, STARS);
            });
        }
    }

    /** Texts that end a transaction, or a part of it, in the forms that only PostgreSQL has. */
    @Test
    void whateverTextTakesItBack(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            flows.areAlike((one, other) -> {
                run(one, "CREATE TEMP TABLE first (id int)");
                run(one, "BEGIN");
                run(one, "SAVEPOINT a");
                run(one, "CREATE TEMP TABLE visit (id bigint)");
                String mine = rows(one, STARS);
                run(one, "ROLLBACK TO SAVEPOINT a");
                String all = rows(one, STARS);
                run(one, "CREATE TEMP TABLE visit (id bigint) ON COMMIT DROP");
                mine += rows(one, STARS);
                run(one, "COMMIT AND CHAIN");
                return mine + all + rows(one, STARS);
            });
            flows.areAlike((one, other) -> {
                run(one, "BEGIN");
                String failed = rows(one, "SELECT ssn FROM person WHERE 1 / (id - id) > 0");
                run(other, "CREATE TABLE further (id int)");
                run(one, "ROLLBACK AND CHAIN");
                run(one, "SAVEPOINT \"my own\"");
                failed += rows(one, "SELECT ssn FROM person WHERE 1 / (id - id) > 1");
                run(one, "ROLLBACK TO SAVEPOINT \"my own\"");
                failed += rows(one, "SELECT ssn FROM person WHERE id = 1");
                run(one, "ROLLBACK -- all");
                run(other, "DROP TABLE further");
                return failed;
            });
        }
    }

    /** As behind the database's own failure of such a level nobody can commit what came before it. */
    @Test
    void whatHasToBeginAgainIsNotCommitted(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            flows.areAlike((one, other) -> {
                run(one, "BEGIN ISOLATION LEVEL SERIALIZABLE");
                run(one, "UPDATE visit SET city = 'half' WHERE id = 1");
                run(other, "ALTER TABLE stay ADD COLUMN y int");
                boolean again = rows(one, "SELECT DISTINCT * FROM stay").startsWith("40001");
                run(one, "COMMIT");
                run(other, "ALTER TABLE stay DROP COLUMN y");
                String kept = rows(one, "SELECT city FROM visit WHERE id = 1");
                assertThat(kept).contains(again ? "city1" : "half");
                run(one, "UPDATE visit SET city = 'half' WHERE id = 1");
                return rows(one, "SELECT city FROM visit WHERE id = 1");
            });
        }
    }

    /** Only what surely changed the schema has others begin again. */
    @Test
    void guessesEndNobodysTransaction(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        String routine = "create procedure nothing() language sql as ''";
        try (SessionFlows flows = new SessionFlows(database, folder, routine)) {
            for (String guessed : List.of(
                    "UPDATE visit SET city = 'create' WHERE id = 1",
                    "CALL nothing()",
                    "CREATE TEMP TABLE mine (id int)")) {
                flows.areAlike((one, other) -> {
                    run(one, "BEGIN ISOLATION LEVEL SERIALIZABLE");
                    String before = rows(one, "SELECT code FROM stay");
                    run(other, guessed);
                    before += rows(one, STARS) + run(one, "UPDATE person SET ssn = 'new' WHERE id = 1");
                    run(one, "COMMIT");
                    return before + rows(one, STARS);
                });
            }
        }
    }

    /** It is older than what is known, and what is read in it is not shared. */
    @Test
    void aSnapshotOfAnotherIsRead(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            flows.areAlike((one, other) -> {
                run(other, "BEGIN ISOLATION LEVEL REPEATABLE READ");
                String exported = rows(other, "SELECT pg_export_snapshot()").replaceAll(".*\\[\\[|\\]\\]", "");
                run(one, "INSERT INTO visit VALUES (3, 3, 'later')");
                run(one, "BEGIN ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION SNAPSHOT '" + exported + "'");
                String seen = rows(one, STARS) + rows(one, ALL);
                run(one, "COMMIT");
                run(other, "COMMIT");
                return seen + rows(one, STARS);
            });
        }
    }

    /** What another session asks for does not wait for this one's locks. */
    @Test
    void whoHasLockedATableGoesOn(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            flows.areAlike((one, other) -> {
                run(other, "ALTER TABLE person ADD COLUMN made timestamptz DEFAULT now()");
                one.setAutoCommit(false);
                run(one, "LOCK TABLE person");
                run(one, "INSERT INTO person (id, ssn) VALUES (83, 'in')");
                return rows(one, "SELECT id, ssn FROM person");
            });
        }
    }
}

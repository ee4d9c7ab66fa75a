package dev.rowseal.realinput;

import static dev.rowseal.realinput.SessionFlows.rows;
import static dev.rowseal.realinput.SessionFlows.run;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions that the application begins, and not a question of Rowseal's. */
@OnEveryDatabase
class TransactionBeginsTest {

    private final TestDatabase database;

    TransactionBeginsTest(TestDatabase database) {
        this.database = database;
    }

    /** PostgreSQL wants to know how a transaction is to be before anybody asks anything in it. */
    @Test
    void nothingIsAskedBeforeATransactionIsSetUp(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        String first = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE";
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            flows.areAlike((one, other) -> {
                other.setAutoCommit(false);
                run(other, first);
                String asked = rows(other, "SELECT ssn FROM person");
                other.commit();
                run(other, first);
                other.commit();
                return asked;
            });
            flows.areAlike((one, other) -> {
                run(one, "SET application_name = 'x'");
                run(one, "BEGIN");
                run(one, first);
                run(one, "ROLLBACK");
                one.setAutoCommit(false);
                run(one, first);
                one.commit();
                run(one, "SET LOCAL search_path = pg_catalog");
                one.commit();
                run(one, "SET LOCAL lock_timeout = '1s'");
                run(one, "SET LOCAL statement_timeout = '5s'");
                run(one, first);
                return rows(one, "SELECT ssn FROM person");
            });
            flows.areAlike((one, other) -> {
                run(one, "CREATE TABLE further (id int)");
                one.setAutoCommit(false);
                try (PreparedStatement prepared = one.prepareStatement("SELECT ssn FROM person WHERE id = 1")) {
                    one.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                    one.setReadOnly(true);
                    try (ResultSet rows = prepared.executeQuery()) {
                        return rows.next() ? rows.getString(1) : "none";
                    }
                } finally {
                    one.rollback();
                    one.setReadOnly(false);
                    one.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                    run(one, "DROP TABLE further");
                }
            });
            flows.areAlike((one, other) -> {
                one.setAutoCommit(false);
                one.prepareStatement("SELECT ssn FROM person WHERE city LIKE '50\\%'")
                        .close();
                one.setReadOnly(true);
                one.commit();
                one.setReadOnly(false);
                return rows(one, "SELECT ssn FROM person");
            });
        }
    }

    /** A snapshot begins with the application's first statement, not with one that is prepared. */
    @Test
    void nothingIsAskedInATransactionThatHasNotBegun(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            flows.areAlike((one, other) -> {
                run(other, "CREATE TABLE further (id int)");
                one.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                one.setAutoCommit(false);
                try (PreparedStatement prepared = one.prepareStatement("SELECT ssn FROM person WHERE id = 500")) {
                    run(other, "INSERT INTO person (id, ssn) VALUES (500, 'late')");
                    try (ResultSet rows = prepared.executeQuery()) {
                        return rows.next() ? rows.getString(1) : "none";
                    }
                }
            });
        }
    }

    /** Nor with one that takes none: those that say how the transaction is to be, and locks that are to come before it. */
    @Test
    void nothingIsAskedInATransactionThatHasSeenNothing(@TempDir Path folder) throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (SessionFlows flows = new SessionFlows(database, folder)) {
            for (String begin : new String[] {
                "BEGIN ISOLATION LEVEL REPEATABLE READ",
                "BEGIN; SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
                "BEGIN ISOLATION LEVEL SERIALIZABLE; SAVEPOINT a",
                "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE stay IN SHARE MODE",
                "BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL lock_timeout = '1s'"
            }) {
                flows.areAlike((one, other) -> {
                    run(other, "CREATE TABLE further (id int)");
                    for (String text : begin.split("; ")) {
                        run(one, text);
                    }
                    try (PreparedStatement prepared = one.prepareStatement("SELECT ssn FROM person WHERE id = 500")) {
                        run(other, "INSERT INTO person (id, ssn) VALUES (500, 'late')");
                        try (ResultSet rows = prepared.executeQuery()) {
                            return (rows.next() ? rows.getString(1) : "none")
                                    + run(one, "COMMIT")
                                    + run(other, "DELETE FROM person WHERE id = 500")
                                    + run(other, "DROP TABLE further");
                        }
                    }
                });
            }
            flows.areAlike((one, other) -> {
                run(other, "CREATE TABLE further (id int)");
                run(one, "BEGIN");
                one.prepareStatement("SELECT ssn FROM person WHERE id = 501").close();
                run(one, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
                return rows(one, "SELECT ssn FROM person") + run(one, "COMMIT");
            });
        }
    }
}

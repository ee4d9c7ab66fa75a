package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever watches for attempts sees each refusal once: of a text, of a call, of a value that goes in or comes out. */
@OnEveryDatabase
class ToldRefusalsTest {

    private final TestDatabase database;
    private final Sealed sealed;

    ToldRefusalsTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.sealed = new Sealed(database, folder, """
                tables:
                  patient: { row-id: { id: bigint }, columns: { ssn: { type: varchar(20) } } }
                """);
    }

    @BeforeEach
    void createTable() throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn " + database.binaryType() + ")");
    }

    private static void told(ThrowingCallable refused) {
        long before = Events.count(Event.STATEMENT_REFUSED);
        assertThatThrownBy(refused).isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThat(Events.count(Event.STATEMENT_REFUSED)).isEqualTo(before + 1);
    }

    @Test
    void eachIsToldOnce() throws SQLException {
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?)")) {
            statement.executeUpdate("INSERT INTO patient (id, ssn) VALUES (1, '078-05-1120')");
            long before = Events.count(Event.STATEMENT_REFUSED);
            try (ResultSet rows = statement.executeQuery("SELECT id, ssn FROM patient")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(2)).isEqualTo("078-05-1120");
                assertThat(Events.count(Event.STATEMENT_REFUSED)).isEqualTo(before);
                told(() -> rows.getArray(2));
            }
            told(() -> statement.executeQuery("SELECT id FROM patient ORDER BY ssn"));
            told(() -> connection.prepareStatement("SELECT id FROM patient WHERE upper(ssn) = ?"));
            insert.setLong(1, 2);
            insert.setObject(2, "x", Types.ARRAY);
            told(insert::executeUpdate);
        }
    }
}

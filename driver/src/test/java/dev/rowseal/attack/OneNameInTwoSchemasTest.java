package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sealed tables of one name: what is planned for one is never run on the other. */
@OnEveryDatabase
class OneNameInTwoSchemasTest {

    private static final String TABLES = """
            tables:
              %s.patient:
                row-id: { id: bigint }
                columns: { ssn: { type: varchar(20), lookup: equality } }
              %s.patient:
                row-id: { id: bigint }
                columns: { ssn: { type: varchar(20), lookup: equality } }
            """;

    private interface Way {
        void run(Connection connection) throws SQLException;
    }

    private final TestDatabase database;
    private final String one;
    private final String two;
    private final Sealed sealed;
    private int refused;

    OneNameInTwoSchemasTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.one = database.defaultSchema();
        this.two = database.schema("two");
        this.sealed = new Sealed(database, folder, TABLES.formatted(one, two));
    }

    private String setting(String schema) {
        return switch (database.engine()) {
            case H2 -> "SET SCHEMA " + schema;
            case POSTGRESQL -> "SET search_path TO " + schema;
            case MARIADB -> "USE " + schema;
        };
    }

    @Test
    void isPlannedForTheOneThatItIsRunOn() throws SQLException {
        String columns =
                " (id bigint primary key, ssn " + database.binaryType() + ", ssn_idx " + database.binaryType(16) + ")";
        database.execute(
                "create schema " + two, "create table patient" + columns, "create table " + two + ".patient" + columns);
        String insert = "INSERT INTO patient (id, ssn) VALUES (%s, 'ssn-%s')";
        attempt(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch(setting(two));
                statement.addBatch(insert.formatted(1, 1));
                statement.addBatch(setting(one));
                statement.addBatch(insert.formatted(2, 2));
                statement.executeBatch();
            }
        });
        attempt(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch(insert.formatted(3, 3));
                database.use(connection, two);
                statement.executeBatch();
            }
        });
        attempt(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?)")) {
                statement.setLong(1, 4);
                statement.setString(2, "ssn-4");
                database.use(connection, two);
                statement.executeUpdate();
            }
        });
        attempt(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE patient SET ssn = 'ssn-1' WHERE id = 1")) {
                statement.executeUpdate();
                database.use(connection, two);
                statement.executeUpdate();
            }
        });
        try (Connection connection = sealed.connect()) {
            assertThat(found(connection, one) + found(connection, two)).isEqualTo(3);
            // A prepared statement is one for the tables that it was prepared for.
            assertThat(refused).isEqualTo(2);
        }
    }

    private int found(Connection connection, String schema) throws SQLException {
        int found = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, ssn FROM " + schema + ".patient")) {
            while (rows.next()) {
                assertThat(rows.getString(2)).isEqualTo("ssn-" + rows.getLong(1));
                found++;
            }
        }
        return found;
    }

    private void attempt(Way way) throws SQLException {
        try (Connection connection = sealed.connect()) {
            try {
                way.run(connection);
            } catch (SQLException told) {
                assertThat(told.getSQLState()).as(told.getMessage()).isIn("RS004", "0A000");
                refused++;
            } finally {
                database.use(connection, one);
            }
        }
    }
}

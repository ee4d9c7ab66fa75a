package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The ways of an INSERT to the database. */
enum InsertedBy {
    TEXT {
        @Override
        void run(Connection connection, long id) throws SQLException {
            SessionFlows.run(connection, "INSERT INTO person (id, ssn) VALUES (" + id + ", 'text')");
        }
    },
    PREPARED {
        @Override
        void run(Connection connection, long id) throws SQLException {
            try (PreparedStatement insert = prepared(connection, id)) {
                assertThat(insert.executeUpdate()).isOne();
            }
        }
    },
    BATCH {
        @Override
        void run(Connection connection, long id) throws SQLException {
            try (PreparedStatement insert = prepared(connection, id)) {
                insert.addBatch();
                insert.setLong(1, id + 50);
                insert.addBatch();
                insert.executeBatch();
            }
        }
    },
    TEXTS {
        @Override
        void run(Connection connection, long id) throws SQLException {
            try (Statement batch = connection.createStatement()) {
                batch.addBatch("INSERT INTO person (id, ssn) VALUES (" + id + ", 'text')");
                batch.addBatch("INSERT INTO person (id, ssn) VALUES (" + (id + 50) + ", 'texts')");
                batch.executeBatch();
            }
        }
    },
    QUERY {
        @Override
        void run(Connection connection, long id) throws SQLException {
            SessionFlows.run(
                    connection, "INSERT INTO person (id, ssn) SELECT " + id + ", ssn FROM person WHERE id = 1");
        }
    },
    CURSOR {
        @Override
        void run(Connection connection, long id) throws SQLException {
            try (Statement statement =
                            connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                    ResultSet rows = statement.executeQuery("SELECT id, ssn FROM person WHERE id = 0")) {
                rows.moveToInsertRow();
                rows.updateLong("id", id);
                rows.updateString("ssn", "cursor");
                rows.insertRow();
            }
        }
    };

    abstract void run(Connection connection, long id) throws SQLException;

    private static PreparedStatement prepared(Connection connection, long id) throws SQLException {
        PreparedStatement insert = connection.prepareStatement("INSERT INTO person (id, ssn) VALUES (?, ?)");
        insert.setLong(1, id);
        insert.setString(2, "prepared");
        return insert;
    }
}

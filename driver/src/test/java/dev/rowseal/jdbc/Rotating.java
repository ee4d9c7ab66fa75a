package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A user of a database who needs a password, and whose password changes. */
final class Rotating {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    final String user = "rotating_" + COUNTER.incrementAndGet();

    private final TestDatabase database;

    Rotating(TestDatabase database, String password) throws Exception {
        this.database = database;
        switch (database.engine()) {
            case H2 -> database.execute("create user " + user + " password '" + password + "' admin");
            case MARIADB ->
                database.execute(
                        "create user '" + user + "'@'localhost' identified by '" + password + "'",
                        "grant all on *.* to '" + user + "'@'localhost'");
            case POSTGRESQL -> {
                database.execute("create role " + user + " login superuser password '" + password + "'");
                askForPasswords();
            }
        }
        assertThat(isLetIn(password)).isTrue();
    }

    /** The embedded server trusts everybody; from now on it asks those users that this class makes. */
    private void askForPasswords() throws Exception {
        String file;
        try (Connection plain = database.plain();
                Statement statement = plain.createStatement();
                ResultSet row = statement.executeQuery("show hba_file")) {
            row.next();
            file = row.getString(1);
        }
        database.execute(
                "copy (values ('host all /^rotating_ all scram-sha-256'), ('host all all all trust'), ('local all all trust'))"
                        + " to '" + file + "'",
                "select pg_reload_conf()");
        // The server reads it when it comes to it.
        while (isLetIn("not the password")) {
            Thread.onSpinWait();
        }
    }

    private boolean isLetIn(String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), user, password)) {
            return connection.isValid(10);
        } catch (SQLException refused) {
            assertThat(refused.getSQLState()).startsWith("28");
            return false;
        }
    }

    void changeTo(String password) throws SQLException {
        database.execute(
                switch (database.engine()) {
                    case H2 -> "alter user " + user + " set password '" + password + "'";
                    case MARIADB -> "alter user '" + user + "'@'localhost' identified by '" + password + "'";
                    case POSTGRESQL -> "alter role " + user + " password '" + password + "'";
                });
        assertThat(isLetIn(password)).isTrue();
    }
}

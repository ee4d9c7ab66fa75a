package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.Tap;
import dev.rowseal.testdb.TestDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who listens on an unencrypted network between the application and its database hears no value. */
@OnEveryDatabase({Engine.POSTGRESQL, Engine.MARIADB})
class TappedNetworkTest {

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
                  salary: { type: "decimal(12,2)" }
                  notes: { type: varchar(100) }
            """;

    private static final String SSN = "078-05-1120-tapped";
    private static final String OTHER = "219-09-9999-tapped";
    private static final BigDecimal SALARY = new BigDecimal("98765432.10");
    private static final String NOTES = "allergic to penicillin";

    private final TestDatabase database;
    private final Sealed sealed;
    private final Markers markers = new Markers();

    TappedNetworkTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.sealed = new Sealed(database, folder, TABLES);
        for (Object secret : new Object[] {SSN, OTHER, SALARY, NOTES}) {
            markers.add(secret);
        }
    }

    @Test
    void hearsNoValue() throws SQLException {
        try (Tap tap = Tap.before(database)) {
            String url = "jdbc:rowseal:" + tap.url().substring("jdbc:".length());
            try (Connection connection = DriverManager.getConnection(url, sealed.properties())) {
                use(connection);
                failing(connection);
            }
            assertThat(markers.in(tap.heard())).isNull();
        }
    }

    /** What is not sealed is heard: the tap hears all. */
    @Test
    void hearsWhatIsOpen() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", database.user());
        login.setProperty("password", database.password());
        try (Tap tap = Tap.before(database)) {
            try (Connection connection = DriverManager.getConnection(tap.url(), login)) {
                use(connection);
            }
            String heard = tap.heard();
            for (Object secret : new Object[] {SSN, OTHER, NOTES}) {
                Markers one = new Markers();
                one.add(secret);
                assertThat(one.in(heard)).as("%s", secret).isNotNull();
            }
        }
    }

    private static void use(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE patient (id bigint PRIMARY KEY, name varchar(50), ssn varchar(20),"
                    + " salary decimal(12,2), notes varchar(100))");
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO patient (id, name, ssn, salary, notes) VALUES (?, ?, ?, ?, ?)")) {
                for (int i = 0; i < 8; i++) {
                    insert.setLong(1, i);
                    insert.setString(2, "name " + i);
                    insert.setString(3, SSN);
                    insert.setBigDecimal(4, SALARY);
                    insert.setString(5, NOTES);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            statement.executeUpdate("INSERT INTO patient (id, ssn, salary, notes) VALUES (20, '" + OTHER + "', "
                    + SALARY + ", '" + NOTES + "')");
            statement.executeUpdate(
                    "UPDATE patient SET notes = '" + NOTES + "', name = 'x' WHERE ssn = '" + OTHER + "'");
            statement.executeUpdate("UPDATE patient SET ssn = '" + OTHER + "' WHERE id > 3");
            try (PreparedStatement find =
                    connection.prepareStatement("SELECT name, ssn, salary, notes FROM patient WHERE ssn IN (?, ?)")) {
                find.setString(1, SSN);
                find.setString(2, OTHER);
                try (ResultSet rows = find.executeQuery()) {
                    int found = 0;
                    while (rows.next()) {
                        assertThat(rows.getString(2)).isIn(SSN, OTHER);
                        assertThat(rows.getBigDecimal(3)).isEqualByComparingTo(SALARY);
                        assertThat(rows.getString(4)).isEqualTo(NOTES);
                        found++;
                    }
                    assertThat(found).isEqualTo(9);
                }
            }
        }
    }

    /** What is refused, and what the server refuses. */
    private static void failing(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT id FROM patient WHERE notes LIKE '" + NOTES + "%'"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(
                            () -> statement.executeUpdate("INSERT INTO patient (id, ssn) VALUES (20, '" + SSN + "')"))
                    .isInstanceOf(SQLException.class);
        }
    }
}

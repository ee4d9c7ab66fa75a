package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session can change of how the database understands texts and names. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class SessionAttacksTest {

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
            """;

    private final TestDatabase database;
    private final Watch watch;
    private final String elsewhere;

    SessionAttacksTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.elsewhere = database.schema("elsewhere");
        this.watch = new Watch(database, new Sealed(database, folder, TABLES), "MARK7Q4Z");
    }

    @BeforeEach
    void createTables() throws SQLException {
        String columns =
                " (id bigint primary key, ssn " + database.binaryType() + ", ssn_idx " + database.binaryType(16) + ")";
        database.execute(
                "create table patient" + columns,
                "create schema " + elsewhere,
                "create table " + elsewhere + ".patient" + columns);
    }

    private boolean isPostgres() {
        return database.engine() == Engine.POSTGRESQL;
    }

    private long count(String table) throws SQLException {
        try (Connection plain = database.plain();
                Statement statement = plain.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    /** A statement that was prepared for the sealed table does not run on another of its name. */
    @Test
    void preparedStatementsStayWithTheirTable() throws SQLException {
        for (boolean bySet : new boolean[] {true, false}) {
            try (Connection connection = watch.connect();
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?)");
                    Statement statement = connection.createStatement()) {
                if (!bySet) {
                    database.use(connection, elsewhere);
                } else {
                    statement.execute(
                            switch (database.engine()) {
                                case H2 -> "SET SCHEMA elsewhere";
                                case POSTGRESQL -> "SET search_path TO elsewhere, public";
                                case MARIADB -> "USE " + elsewhere;
                            });
                }
                for (int i = 0; i < 8; i++) {
                    insert.setLong(1, i);
                    insert.setString(2, "MARK7Q4Z");
                    try {
                        insert.executeUpdate();
                    } catch (SQLException e) {
                        watch.clean("prepared before", e);
                    }
                }
            }
            assertThat(count(elsewhere + ".patient"))
                    .as("rows beside the sealed table")
                    .isZero();
            database.execute("delete from " + database.defaultSchema() + ".patient");
        }
    }

    /** PostgreSQL answers nothing in a failed transaction, not even where names are looked for. */
    @Test
    void aFailedTransactionCanBeEndedByText() throws SQLException {
        for (String failing : List.of(
                "SET search_path TO 1 2",
                "SET nonsense = 1",
                "CREATE TABLE patient2 (id nonsense)",
                "INSERT INTO nowhere VALUES (1)")) {
            for (String end :
                    List.of("ROLLBACK", "rollback;", "ROLLBACK TO SAVEPOINT s", "COMMIT", "END", "/* x */ ROLLBACK")) {
                try (Connection connection = watch.connect();
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    statement.execute("SAVEPOINT s");
                    try {
                        statement.execute(failing);
                    } catch (SQLException e) {
                        assertThat(e.getSQLState()).doesNotStartWith("RS");
                    }
                    if (isPostgres() || end.toUpperCase(java.util.Locale.ROOT).contains("ROLLBACK")) {
                        statement.execute(end);
                    }
                    statement.execute("SELECT id FROM patient");
                }
            }
        }
    }

    /** Modes in which MariaDB takes a text for another. Each statement is tried before and after it was prepared. */
    @Test
    void sqlModes() throws SQLException {
        if (database.engine() != Engine.MARIADB) {
            return;
        }
        try (Connection connection = watch.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO patient (id, ssn) VALUES (1, 'x')");
            for (String mode : List.of(
                    "ANSI_QUOTES",
                    "NO_BACKSLASH_ESCAPES",
                    "ORACLE",
                    "EMPTY_STRING_IS_NULL",
                    "HIGH_NOT_PRECEDENCE",
                    "")) {
                String sql = mode.equals("NO_BACKSLASH_ESCAPES")
                        ? "UPDATE patient SET ssn = 'a\\\\' WHERE id = ?"
                        : "UPDATE patient SET ssn = \"y\" WHERE id = ?";
                statement.execute("SET sql_mode = DEFAULT");
                try (PreparedStatement before = connection.prepareStatement(sql)) {
                    before.setLong(1, 7);
                    assertThat(before.executeUpdate()).isZero();
                    String strict = mode.isEmpty() ? "" : ",STRICT_TRANS_TABLES";
                    statement.execute("/* x */ SET SESSION sql_mode = '" + mode + strict + "'");
                    assertThatThrownBy(before::executeUpdate).as(mode).hasMessageContaining("sql_mode");
                    assertThatThrownBy(() -> connection.prepareStatement(sql))
                            .as(mode)
                            .hasMessageContaining("sql_mode");
                }
                statement.execute("SET sql_mode = DEFAULT, @x = 1");
            }
            statement.execute("SET sql_mode = concat(@@sql_mode, ',ANSI_QUOTES')");
            assertThatThrownBy(() -> statement.executeQuery("SELECT \"patient\" FROM rowseal_keys"))
                    .hasMessageContaining("ANSI_QUOTES");
            statement.executeQuery("SELECT `ssn` FROM `patient`").close();
            // The driver ends a connection that would take its bytes for other characters.
            assertThatThrownBy(() -> statement.execute("SET NAMES latin1")).isInstanceOf(SQLException.class);
        }
    }

    /** A session in which a backslash escapes has other literals. */
    @Test
    void backslashes() throws SQLException {
        if (!isPostgres()) {
            return;
        }
        try (Connection connection = watch.connect();
                Statement statement = connection.createStatement()) {
            try {
                statement.execute("SET standard_conforming_strings = off");
                statement.execute("INSERT INTO patient (id, ssn) VALUES (1, 'a\\\\b')");
            } catch (SQLException e) {
                watch.clean("backslashes", e);
                return;
            }
            try (ResultSet rows = statement.executeQuery("SELECT ssn FROM patient")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("a\\b");
            }
        }
    }

    /** In it a block may begin where planning sees a string. */
    @Test
    void blocksBehindBackslashes() throws SQLException {
        if (!isPostgres()) {
            return;
        }
        String block = "SELECT 'a\\''; DO E'BEGIN UPDATE p\\x61tient SET ssn = ''x''; END' -- '";
        try (Connection connection = watch.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 'what to do', 'C:\\temp'");
            statement.execute("SET standard_conforming_strings = off");
            assertThatThrownBy(() -> statement.execute(block))
                    .hasMessageContaining("standard_conforming_strings is off");
        }
    }

    /** H2's driver puts a savepoint's name into a text as it is. */
    @Test
    void savepointsNames() throws SQLException {
        try (Connection connection = watch.connect()) {
            connection.setAutoCommit(false);
            String name = "x\\\"; UPDATE patient SET ssn = 'x' --";
            if (database.engine() == Engine.H2) {
                assertThatThrownBy(() -> connection.setSavepoint(name)).hasMessageContaining("savepoint's name");
            }
            connection.rollback(connection.setSavepoint("plain"));
            connection.rollback();
        }
    }
}

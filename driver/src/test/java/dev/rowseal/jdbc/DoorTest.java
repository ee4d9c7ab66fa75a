package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class DoorTest {

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
                  birthday: { type: date }
                  salary: { type: "decimal(12,2)" }
                  notes: { type: text, pad: 64 }
            """;

    private final TestDatabase database;
    private final Sealed sealed;

    DoorTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.sealed = new Sealed(database, folder, TABLES);
    }

    @BeforeEach
    void createTables() throws SQLException {
        String bytes = database.binaryType();
        database.execute(
                "create table patient (id bigint primary key, name varchar(50), ssn " + bytes + ", birthday " + bytes
                        + ", salary " + bytes + ", notes " + bytes + ", ssn_idx " + database.binaryType(16) + ")",
                "create table visit (id bigint primary key, patient_id bigint, reason varchar(50))");
    }

    private void insert(Connection connection, long id, String ssn) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO patient (id, name, ssn, birthday, salary, notes) VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, "Name " + id);
            insert.setString(3, ssn);
            insert.setObject(4, LocalDate.of(1980, 1, 2));
            insert.setBigDecimal(5, new BigDecimal("1234.5"));
            insert.setNull(6, Types.VARCHAR);
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void sealsAndOpens() throws SQLException {
        try (Connection connection = sealed.connect()) {
            insert(connection, 1, "078-05-1120");
            insert(connection, 2, "219-09-9999");
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM patient ORDER BY id")) {
                ResultSetMetaData metaData = rows.getMetaData();
                assertThat(metaData.getColumnCount()).isEqualTo(6);
                assertThat(metaData.getPrecision(3)).isEqualTo(11);
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("ssn")).isEqualTo("078-05-1120");
                assertThat(rows.getString("name")).isEqualTo("Name 1");
                assertThat(rows.getObject("birthday", LocalDate.class)).isEqualTo(LocalDate.of(1980, 1, 2));
                assertThat(rows.getBigDecimal(5)).isEqualTo(new BigDecimal("1234.50"));
                assertThat(rows.getString("notes")).isNull();
                assertThat(rows.wasNull()).isTrue();
                assertThat(rows.next()).isTrue();
                assertThat(rows.next()).isFalse();
            }
        }
        try (Connection plain = database.plain();
                Statement statement = plain.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ssn, ssn_idx, notes FROM patient ORDER BY id")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getBytes(1)).startsWith(0xF7, 0x1E, 0x01).hasSize(47 + 1 + 11);
            assertThat(rows.getBytes(2)).hasSize(16);
            assertThat(rows.getBytes(3)).isNull();
        }
    }

    @Test
    void looksUpUpdatesAndDeletes() throws SQLException {
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement()) {
            insert(connection, 1, "078-05-1120");
            insert(connection, 2, "219-09-9999");
            assertThat(id(connection, "219-09-9999")).isEqualTo(2);
            assertThat(id(connection, "000-00-0000")).isZero();
            assertThat(statement.executeUpdate("UPDATE patient SET ssn = '111-11-1111' WHERE id = 2"))
                    .isEqualTo(1);
            assertThat(id(connection, "219-09-9999")).isZero();
            assertThat(id(connection, "111-11-1111")).isEqualTo(2);
            assertThat(statement.executeUpdate("DELETE FROM patient WHERE id = 2"))
                    .isEqualTo(1);
            assertThat(id(connection, "111-11-1111")).isZero();
            try (ResultSet rows =
                    statement.executeQuery("SELECT p.id FROM patient p WHERE p.ssn IN ('078-05-1120', 'x')")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong("id")).isEqualTo(1);
            }
        }
    }

    private static long id(Connection connection, String ssn) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT id FROM patient WHERE ssn = ?")) {
            select.setString(1, ssn);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    @Test
    void joins() throws SQLException {
        database.execute("insert into visit (id, patient_id, reason) values (10, 1, 'cough'), (11, 9, 'none')");
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement()) {
            insert(connection, 1, "078-05-1120");
            try (ResultSet rows = statement.executeQuery(
                    "SELECT v.reason, p.ssn AS s FROM visit v LEFT JOIN patient p ON p.id = v.patient_id"
                            + " ORDER BY v.id")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("S")).isEqualTo("078-05-1120");
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(2)).isNull();
            }
        }
    }

    @Test
    void batches() throws SQLException {
        try (Connection connection = sealed.connect()) {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?), (?, ?)")) {
                for (int i = 0; i < 10; i++) {
                    insert.setInt(1, 2 * i);
                    insert.setString(2, "s" + 2 * i);
                    insert.setInt(3, 2 * i + 1);
                    insert.setString(4, "s" + (2 * i + 1));
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(10);
            }
            assertThat(id(connection, "s17")).isEqualTo(17);
        }
    }

    @Test
    void refusesACopiedCell() throws SQLException {
        try (Connection connection = sealed.connect()) {
            insert(connection, 1, "078-05-1120");
            insert(connection, 2, "219-09-9999");
            database.execute("UPDATE patient SET ssn = (SELECT ssn FROM patient WHERE id = 1) WHERE id = 2");
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT ssn FROM patient WHERE id = 2")) {
                assertThat(rows.next()).isTrue();
                assertThatThrownBy(() -> rows.getString(1))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining(database.fold("patient.ssn"))
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("RS001");
            }
        }
    }

    @Test
    void refusesACopiedIndexCellBeforeTheRowIsSeen() throws SQLException {
        try (Connection connection = sealed.connect()) {
            insert(connection, 1, "078-05-1120");
            insert(connection, 2, "219-09-9999");
            database.execute("UPDATE patient SET ssn_idx = (SELECT ssn_idx FROM patient WHERE id = 1) WHERE id = 2");
            database.execute("DELETE FROM patient WHERE id = 1");
            assertThatThrownBy(() -> id(connection, "078-05-1120"))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("RS001");
        }
    }

    @Test
    void showsDeclaredTypesAndNoIndexColumnInTheMetadata() throws SQLException {
        boolean mariaDb = database.engine() == Engine.MARIADB;
        try (Connection connection = sealed.connect();
                ResultSet columns = connection
                        .getMetaData()
                        .getColumns(
                                mariaDb ? database.defaultSchema() : null,
                                mariaDb ? null : database.defaultSchema(),
                                database.fold("patient"),
                                null)) {
            StringBuilder seen = new StringBuilder();
            while (columns.next()) {
                seen.append(columns.getString("COLUMN_NAME").toLowerCase(java.util.Locale.ROOT))
                        .append(' ')
                        .append(columns.getInt("DATA_TYPE"))
                        .append(' ');
            }
            assertThat(seen.toString()).contains("ssn " + Types.VARCHAR).contains("birthday " + Types.DATE);
            assertThat(seen.toString()).doesNotContain("ssn_idx");
            assertThat(connection.getMetaData().getURL()).isEqualTo(sealed.url());
        }
    }

    @Test
    void refusesDriverOptionsThatBreakItsPromises() {
        Map<String, String> options = switch (database.engine()) {
            case H2 -> Map.of();
            case POSTGRESQL -> Map.of("stringtype", "unspecified", "preferQueryMode", "simple");
            case MARIADB -> Map.of("useAffectedRows", "1", "transactionReplay", "true", "pool", "");
        };
        options.forEach((option, value) -> {
            Properties properties = sealed.properties();
            properties.setProperty(option, value);
            assertThatThrownBy(() -> DriverManager.getConnection(sealed.url(), properties))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(option)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("RS004");
        });
    }
}

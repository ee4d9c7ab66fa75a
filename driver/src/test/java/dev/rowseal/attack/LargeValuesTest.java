package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of many megabytes by streams and large objects: whole up to the stated size, and an error above it. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class LargeValuesTest {

    private static final int MOST = 16 << 20;
    private static final int LARGE = 3_000_000;

    private final TestDatabase database;
    private final Sealed rowseal;

    LargeValuesTest(TestDatabase database, @TempDir Path folder) throws SQLException {
        this.database = database;
        this.rowseal = new Sealed(database, folder, Vault.policy());
        Vault.create(database);
    }

    private interface Setter {
        void set(PreparedStatement statement, byte[] bytes) throws SQLException;
    }

    /** Streams, and large objects where the driver makes them of streams: PostgreSQL's does not. */
    private Map<String, Setter> texts() {
        Map<String, Setter> setters = new LinkedHashMap<>();
        setters.put("setCharacterStream", (statement, bytes) -> {
            if (database.engine() == Engine.MARIADB) {
                // With a length, its driver counts below zero for a long one: refused.
                statement.setCharacterStream(2, reader(bytes));
            } else {
                statement.setCharacterStream(2, reader(bytes), bytes.length);
            }
        });
        if (database.engine() != Engine.POSTGRESQL) {
            setters.put("setClob", (statement, bytes) -> statement.setClob(2, reader(bytes)));
        }
        return setters;
    }

    private Map<String, Setter> binaries() {
        Map<String, Setter> setters = new LinkedHashMap<>();
        setters.put("setBinaryStream", (statement, bytes) -> statement.setBinaryStream(2, stream(bytes), bytes.length));
        if (database.engine() != Engine.POSTGRESQL) {
            setters.put("setBlob", (statement, bytes) -> statement.setBlob(2, stream(bytes)));
        }
        return setters;
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static Reader reader(byte[] bytes) {
        return new StringReader(ascii(bytes));
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static byte[] value(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        bytes[0] = 'a';
        bytes[length - 1] = 'z';
        return bytes;
    }

    @Test
    void whatIsLargeComesBackWhole() throws SQLException {
        byte[] large = value(LARGE);
        try (Connection connection = rowseal.connect()) {
            long id = 1;
            for (String column : new String[] {"s_text", "s_binary"}) {
                for (Setter setter : (column.equals("s_text") ? texts() : binaries()).values()) {
                    insert(connection, ++id, column, setter, large);
                    try (Statement statement = connection.createStatement();
                            ResultSet rows =
                                    statement.executeQuery("SELECT " + column + " FROM vault WHERE id = " + id)) {
                        assertThat(rows.next()).isTrue();
                        byte[] read = column.equals("s_text")
                                ? rows.getString(1).getBytes(StandardCharsets.US_ASCII)
                                : rows.getBytes(1);
                        assertThat(Arrays.equals(read, large)).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void whatIsTooLargeIsRefusedByColumnAndSizeAndNotStored() throws SQLException {
        byte[] tooLarge = value(MOST + 1);
        try (Connection connection = rowseal.connect()) {
            for (String column : new String[] {"s_text", "s_binary"}) {
                for (Map.Entry<String, Setter> setter : (column.equals("s_text") ? texts() : binaries()).entrySet()) {
                    assertThatThrownBy(() -> insert(connection, 77, column, setter.getValue(), tooLarge))
                            .as(setter.getKey())
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("16 MiB")
                            .satisfies(failed -> {
                                assertThat(failed.getMessage()).containsIgnoringCase(column);
                                assertThat(((SQLException) failed).getSQLState())
                                        .isEqualTo("22001");
                            });
                }
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM vault")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isZero();
            }
        }
    }

    @Test
    void whatWouldCutValuesOrHideTheirTypesIsRefused() throws SQLException {
        try (Connection connection = rowseal.connect();
                Statement statement = connection.createStatement()) {
            statement.setMaxFieldSize(0);
            assertThatThrownBy(() -> statement.setMaxFieldSize(10)).isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> connection.createStruct("x", new Object[0]))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> connection.setShardingKey(null))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }

    private static void insert(Connection connection, long id, String column, Setter setter, byte[] bytes)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO vault (id, " + column + ") VALUES (?, ?)")) {
            insert.setLong(1, id);
            setter.set(insert, bytes);
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
    }
}

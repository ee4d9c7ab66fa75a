package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PGobject;

/** One object that is filled anew for each entry of a batch, or between setting and executing; beside the plain driver. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class ReusedValuesTest {

    private static final String POLICY = """
            tables:
              person:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11) }
            """;

    private final TestDatabase database;

    ReusedValuesTest(TestDatabase database) {
        this.database = database;
    }

    /** A value that the application keeps and changes. */
    private interface Kept {

        void set(PreparedStatement statement, int position) throws SQLException;

        void change(int to) throws SQLException;
    }

    private interface Set {
        void on(PreparedStatement statement, int position) throws SQLException;
    }

    private interface Change {
        void to(int number) throws SQLException;
    }

    private static Kept kept(Set set, Change change) {
        return new Kept() {
            @Override
            public void set(PreparedStatement statement, int position) throws SQLException {
                set.on(statement, position);
            }

            @Override
            public void change(int to) throws SQLException {
                change.to(to);
            }
        };
    }

    private Map<String, Kept> values() throws SQLException {
        Map<String, Kept> values = new LinkedHashMap<>();
        byte[] bytes = {1};
        if (database.engine() != Engine.MARIADB) {
            // MariaDB's driver reads even this when it is sent.
            values.put(
                    "bytes",
                    kept((statement, position) -> statement.setObject(position, bytes), to -> bytes[0] = (byte) to));
        }
        if (database.engine() == Engine.POSTGRESQL) {
            PGobject object = new PGobject();
            object.setType("jsonb");
            object.setValue("{}");
            values.put(
                    "doc",
                    kept(
                            (statement, position) -> statement.setObject(position, object),
                            to -> object.setValue("{\"to\": " + to + "}")));
            int[] numbers = {1, 2};
            values.put(
                    "nums",
                    kept((statement, position) -> statement.setObject(position, numbers), to -> numbers[0] = to));
            long[] large = {1, 2};
            values.put(
                    "larges", kept((statement, position) -> statement.setObject(position, large), to -> large[0] = to));
            double[] reals = {1, 2};
            values.put(
                    "reals", kept((statement, position) -> statement.setObject(position, reals), to -> reals[0] = to));
            AtomicLong counted = new AtomicLong();
            values.put(
                    "counted",
                    kept((statement, position) -> statement.setObject(position, counted, Types.BIGINT), counted::set));
            StringBuilder built = new StringBuilder();
            values.put(
                    "note",
                    kept(
                            (statement, position) -> statement.setObject(position, built, Types.VARCHAR),
                            to -> built.replace(0, built.length(), "built" + to)));
        } else {
            Blob blob = OwnObjects.blob((byte) 1, (byte) 2);
            Clob clob = OwnObjects.clob("ab");
            values.put(
                    "large",
                    kept(
                            (statement, position) -> statement.setBlob(position, blob),
                            to -> blob.setBytes(1, new byte[] {(byte) to})));
            values.put(
                    "large, as an object",
                    kept(
                            (statement, position) -> statement.setObject(position, blob),
                            to -> blob.setBytes(1, new byte[] {(byte) to})));
            values.put(
                    "long_text",
                    kept(
                            (statement, position) -> statement.setClob(position, clob),
                            to -> clob.setString(1, String.valueOf(to))));
            values.put(
                    "ssn",
                    kept(
                            (statement, position) -> statement.setClob(position, clob),
                            to -> clob.setString(1, String.valueOf(to))));
        }
        if (database.engine() == Engine.H2) {
            Integer[] numbers = {1, 2};
            values.put(
                    "nums",
                    kept((statement, position) -> statement.setObject(position, numbers), to -> numbers[0] = to));
        }
        return values;
    }

    private String open() {
        return switch (database.engine()) {
            case H2 -> "bytes varbinary(9), nums integer array, large blob, long_text clob";
            case POSTGRESQL ->
                "bytes bytea, doc jsonb, nums integer[], larges bigint[], reals float8[], counted bigint, note varchar(20)";
            case MARIADB -> "bytes varbinary(9), large blob, long_text text";
        };
    }

    @Test
    void eachIsWhatItWasWhenThePlainDriverTookIt(@TempDir Path folder) throws SQLException {
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            plain.execute("create table person (id bigint primary key, ssn varchar(11), " + open() + ")");
            database.execute(
                    "create table person (id bigint primary key, ssn " + database.binaryType() + ", " + open() + ")");
            try (Connection expected = plain.plain();
                    Connection actual = new Sealed(database, folder, POLICY).connect()) {
                for (String column : values().keySet()) {
                    List<String> found = stored(actual, column);
                    assertThat(found)
                            .as(column)
                            .isEqualTo(stored(expected, column))
                            .hasSize(5);
                }
            }
        }
    }

    private List<String> stored(Connection connection, String what) throws SQLException {
        Kept value = Objects.requireNonNull(values().get(what));
        String column = what.replaceAll(",.*", "");
        String rest = column.equals("ssn") ? "bytes" : "ssn";
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM person");
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO person (id, " + rest + ", " + column + ") VALUES (?, ?, ?)")) {
            for (int i = 1; i <= 5; i++) {
                value.change(i);
                insert.setLong(1, i);
                insert.setBytes(2, null);
                value.set(insert, 3);
                if (i < 4) {
                    insert.addBatch();
                } else {
                    // Of each kind once: set and executed, and set, changed and executed.
                    value.change(i == 4 ? 4 : 9);
                    insert.executeUpdate();
                }
                if (i == 3) {
                    insert.executeBatch();
                }
            }
        }
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet stored = statement.executeQuery("SELECT id, " + column + " FROM person ORDER BY id")) {
            while (stored.next()) {
                byte[] seen = column.equals("bytes") || column.equals("large")
                        ? stored.getBytes(2)
                        : stored.getString(2).getBytes(StandardCharsets.UTF_8);
                rows.add(stored.getLong(1) + " " + new String(seen, StandardCharsets.ISO_8859_1));
            }
        }
        return rows;
    }
}

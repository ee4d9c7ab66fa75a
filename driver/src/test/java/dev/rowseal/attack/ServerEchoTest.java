package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that repeat the row they saw, and getters that do not fit: neither an error nor a warning holds a value or an envelope. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class ServerEchoTest {

    private static final String MARK = "MARK7Q4Z9WX";

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
                  salary: { type: "decimal(12,2)" }
                  born: { type: date, lookup: equality }
                  text_ssn: { type: varchar(20), lookup: equality }
            """;

    private final TestDatabase database;
    private final Watch watch;

    ServerEchoTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.watch = new Watch(database, new Sealed(database, folder, TABLES), MARK);
    }

    @BeforeEach
    void createTables() throws SQLException {
        String cell = database.binaryType();
        String index = database.binaryType(16);
        String text = database.textType(200);
        database.execute("create table patient (id bigint primary key, ssn " + cell + " not null, ssn_idx " + index
                + " not null unique, salary " + cell + ", born " + cell + ", born_idx " + index + ", text_ssn " + text
                + ", text_ssn_idx " + text + " unique, small smallint, open varchar(3), ref bigint references patient,"
                + " constraint rowseal_never check (small < 100))");
        try (Connection connection = watch.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO patient (id, ssn, salary, born, text_ssn, small) VALUES (1, '" + MARK
                    + "', 12.5, '1999-12-31', '" + MARK + "', 1)");
        }
    }

    /** With a parameter in the marker's place. */
    private static void prepared(Connection connection, String text, boolean batch) throws SQLException {
        int parameters = text.split("'" + MARK + "[^']*'", -1).length - 1;
        String sql = text.replaceAll("'" + MARK + "[^']*'", "?");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int entry = 0; entry < 3; entry++) {
                for (int i = 1; i <= parameters; i++) {
                    statement.setString(i, MARK);
                }
                if (batch) {
                    statement.addBatch();
                }
            }
            if (batch) {
                statement.executeBatch();
            } else {
                statement.execute();
            }
        }
    }

    private interface Attempt {
        void run() throws SQLException;
    }

    private int run(String what, @Nullable Statement statement, Attempt attempt) throws SQLException {
        try {
            attempt.run();
            return 0;
        } catch (SQLException | RuntimeException | StackOverflowError e) {
            watch.clean(what, e);
            return 1;
        } finally {
            if (statement != null) {
                List<SQLWarning> warnings = new ArrayList<>();
                for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
                    warnings.add(w);
                }
                warnings.forEach(
                        warning -> assertThat(watch.found(warning.toString())).isNull());
            }
        }
    }

    /** What a trigger says of the row that it saw. */
    @Test
    void serversThatRepeatRows() throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        database.execute(
                "create function tell() returns trigger language plpgsql as $$ begin"
                        + " raise warning 'row %', new; if new.id = 9 then return new; end if; raise exception 'row % of %', new, encode(new.ssn, 'hex')"
                        + " using detail = new::text, hint = new::text; end $$",
                "create trigger tell after insert on patient for each row execute function tell()");
        try (Connection connection = watch.connect();
                Statement statement = connection.createStatement()) {
            int failed = run(
                    "trigger",
                    statement,
                    () -> statement.execute("INSERT INTO patient (id, ssn) VALUES (7, '" + MARK + "x')"));
            failed += run(
                    "trigger, prepared",
                    null,
                    () -> prepared(connection, "INSERT INTO patient (id, ssn) VALUES (8, '" + MARK + "')", true));
            assertThat(failed).isEqualTo(2);
            statement.execute("INSERT INTO patient (id, ssn) VALUES (9, '" + MARK + "y')");
            assertThat(statement.getWarnings() == null).as("no warning").isFalse();
            for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
                assertThat(w.toString()).contains("row").doesNotContainIgnoringCase("f71e01");
            }
        }
    }

    /** What keys say of the value that they saw, in a language of the session's too. */
    @Test
    void keysThatRepeatValues() throws SQLException {
        String index = index();
        try (Connection connection = watch.connect();
                Statement statement = connection.createStatement()) {
            List<String> languages =
                    database.engine() == Engine.MARIADB ? List.of("en_US", "de_DE", "ja_JP") : List.of("");
            for (String language : languages) {
                if (!language.isEmpty() && !speaks(statement, language)) {
                    continue;
                }
                for (String insert : List.of(
                        "INSERT INTO patient (id, ssn, text_ssn) VALUES (77077, 'x', '" + MARK + "')",
                        "INSERT INTO patient (id, ssn, ref) VALUES (4, 'z', 77077)",
                        "INSERT INTO patient (id, ssn, small) VALUES (1, 'z', 7)")) {
                    SQLException told = assertThrows(SQLException.class, () -> statement.execute(insert), insert);
                    watch.clean(insert, told);
                    for (Throwable each : told) {
                        assertThat(each.getMessage()).as(insert).doesNotContain("77077", index);
                    }
                }
            }
        }
    }

    /** Whether the session's messages are of the language now: a server may have no file of it, or not yet. */
    private static boolean speaks(Statement statement, String language) throws SQLException {
        try {
            statement.execute("SET lc_messages = '" + language + "'");
            return true;
        } catch (SQLException e) {
            assertThat(e.getErrorCode()).isEqualTo(1231);
            return false;
        }
    }

    /** The blind index that is stored as text. */
    private String index() throws SQLException {
        try (Connection plain = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = plain.createStatement();
                ResultSet rows = statement.executeQuery("select text_ssn_idx from patient")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Getters that do not fit the value that they find. */
    @Test
    void errorsOfGetters() throws SQLException {
        try (Connection connection = watch.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ssn, text_ssn, born, salary FROM patient")) {
            assertThat(rows.next()).isTrue();
            int failed = 0;
            for (int i = 1; i <= 2; i++) {
                int column = i;
                for (Class<?> type : List.of(
                        Integer.class,
                        java.time.LocalDate.class,
                        java.util.UUID.class,
                        java.math.BigDecimal.class,
                        java.util.List.class,
                        ServerEchoTest.class)) {
                    failed += run("getObject " + type, null, () -> rows.getObject(column, type));
                }
                failed += run("getInt", null, () -> rows.getInt(column));
                failed += run("getLong", null, () -> rows.getLong(column));
                failed += run("getDouble", null, () -> rows.getDouble(column));
                failed += run("getBigDecimal", null, () -> rows.getBigDecimal(column));
                failed += run("getDate", null, () -> rows.getDate(column));
                failed += run("getTimestamp", null, () -> rows.getTimestamp(column));
                failed += run("getBoolean", null, () -> rows.getBoolean(column));
                failed += run("getArray", null, () -> rows.getArray(column));
                failed += run("getURL", null, () -> rows.getURL(column));
                failed += run("getRef", null, () -> rows.getRef(column));
                failed += run("getSQLXML", null, () -> rows.getSQLXML(column).getString());
            }
            for (int column : new int[] {0, -1, 5, 99, Integer.MAX_VALUE}) {
                failed += run("column " + column, null, () -> rows.getString(column));
            }
            failed += run("label", null, () -> rows.getString("ssn_idx"));
            failed += run("no label", null, () -> rows.getString(nothing()));
            failed += run("no class", null, () -> rows.getObject(1, (Class<?>) null));
            assertThat(failed).isGreaterThan(20);
        }
    }

    @SuppressWarnings("NullAway")
    private static String nothing() {
        return null;
    }
}

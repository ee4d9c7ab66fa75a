package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.rowseal.RowsealDataSource;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is an SQLException with its state and the way out, and nothing is written. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class BadInputTest {

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
                  salary: { type: "decimal(6,2)" }
                  age: { type: smallint }
            """;

    private static final String SECRET = "SEKRET7Q4Z";

    private final TestDatabase database;
    private final Path folder;

    BadInputTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
    }

    private interface Attempt {
        void run() throws SQLException;
    }

    private static void fails(String state, String because, Attempt attempt) {
        try {
            attempt.run();
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state);
            assertThat(e.getMessage()).contains(because).doesNotContain(SECRET);
            return;
        }
        fail("nothing was thrown; wanted " + state + " " + because);
    }

    private void table(String columns) throws SQLException {
        database.execute("create table patient (" + columns + ")");
    }

    private void goodTable() throws SQLException {
        String bytes = database.binaryType();
        table("id bigint primary key, name varchar(20), ssn " + bytes + ", ssn_idx " + database.binaryType(16)
                + ", salary " + bytes + ", age " + bytes);
    }

    private void use(Sealed sealed) throws SQLException {
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO patient (id, ssn) VALUES (1, '" + SECRET + "')");
        }
    }

    private void nothingIsThere() throws SQLException {
        try (Connection plain = database.plain();
                Statement statement = plain.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from patient")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void noConfiguration() {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("rowseal.config", folder.resolve("nowhere.yaml").toString());
        String url = "jdbc:rowseal:" + database.url().substring("jdbc:".length());

        fails("RS004", "nowhere.yaml", () -> DriverManager.getConnection(url, properties));
    }

    @Test
    void anUnknownOption() {
        Sealed sealed = new Sealed(database, folder, TABLES);
        Properties properties = sealed.properties();
        properties.setProperty("rowseal.creat-key-table", "true");

        fails("RS004", "creat-key-table", () -> DriverManager.getConnection(sealed.url(), properties));
    }

    @Test
    void anUnknownKeyAndAnUnknownType() {
        fails("RS004", "rowseal.yaml", () -> new Sealed(database, folder, TABLES + "colour: blue\n").connect());
        fails(
                "RS004",
                "varchr",
                () -> new Sealed(database, folder, TABLES.replace("varchar(11)", "varchr(11)")).connect());
    }

    @Test
    void aKekThatNothingCanOpen() throws SQLException, IOException {
        goodTable();
        Sealed sealed = new Sealed(database, folder, TABLES);
        Path config = folder.resolve("rowseal.yaml");
        String yaml = Files.readString(config);
        Files.writeString(config, yaml.replaceAll("kek: .*", "kek: aws-kms://arn:aws:kms:eu-west-1:1:key/2"));

        fails("RS004", "aws-kms", () -> use(sealed));
        nothingIsThere();
    }

    @Test
    void aKeystoreThatIsGone() throws SQLException, IOException {
        goodTable();
        use(new Sealed(database, folder, TABLES));
        database.execute("delete from patient");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        // Another keystore at another path: the key rows are there, and nothing that the policy names opens them.
        Sealed other = new Sealed(database, elsewhere, TABLES);

        fails("RS003", "the policy does not name", () -> use(other));
        nothingIsThere();
    }

    /** Under a time to live of its own: a key that somebody else in this process still holds needs no password. */
    @Test
    void aWrongKeystorePassword() throws SQLException, IOException {
        goodTable();
        Sealed sealed = new Sealed(database, folder, "cache: { ttl: 97s }\n" + TABLES);
        insertAlone(sealed);
        database.execute("delete from patient");
        Path password = folder.resolve("kms").resolve("keys.p12.password");
        assertThat(password).exists();
        Files.writeString(password, "another-password-than-before");

        fails("RS004", "password", () -> insertAlone(sealed));
        nothingIsThere();
    }

    /** Inserts through a data source that is closed afterwards, with all its keys. */
    private static void insertAlone(Sealed sealed) throws SQLException {
        try (RowsealDataSource source = new RowsealDataSource()) {
            source.setUrl(sealed.url());
            sealed.properties().forEach((name, value) -> source.setProperty((String) name, (String) value));
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO patient (id, ssn) VALUES (1, '" + SECRET + "')");
            }
        }
    }

    @Test
    void noKeyTable() {
        Sealed sealed = new Sealed(database, folder, TABLES);
        Properties properties = sealed.properties();
        properties.remove("rowseal.create-key-table");

        fails("RS004", "create-key-table", () -> DriverManager.getConnection(sealed.url(), properties));
    }

    @Test
    void aSealedColumnThatDoesNotExist() throws SQLException {
        String bytes = database.binaryType();
        table("id bigint primary key, ssn " + bytes + ", ssn_idx " + database.binaryType(16) + ", age " + bytes);

        fails("RS004", database.fold("salary"), () -> use(new Sealed(database, folder, TABLES)));
        nothingIsThere();
    }

    @Test
    void aSealedColumnOfAnotherType() throws SQLException {
        String bytes = database.binaryType();
        table("id bigint primary key, ssn integer, ssn_idx " + database.binaryType(16) + ", salary " + bytes + ", age "
                + bytes);

        fails("RS004", database.fold("ssn"), () -> use(new Sealed(database, folder, TABLES)));
        nothingIsThere();
    }

    @Test
    void aSealedColumnThatIsTooNarrow() throws SQLException {
        String bytes = database.binaryType();
        table("id bigint primary key, ssn " + database.textType(30) + ", ssn_idx " + database.textType(22) + ", salary "
                + bytes + ", age " + bytes);

        fails("RS004", "too narrow", () -> use(new Sealed(database, folder, TABLES)));
        nothingIsThere();
    }

    @Test
    void aTableWithoutItsRowIdOrWithoutAKeyOnIt() throws SQLException {
        String sealed = ", ssn " + database.binaryType() + ", ssn_idx " + database.binaryType(16) + ", salary "
                + database.binaryType() + ", age " + database.binaryType();
        table("nr bigint primary key" + sealed);
        fails("RS004", database.fold("id"), () -> use(new Sealed(database, folder, TABLES)));
        database.execute("drop table patient");
        table("id bigint" + sealed);
        Path again = folder.resolve("again");
        assertThat(again.toFile().mkdir()).isTrue();
        fails("RS004", "unique", () -> use(new Sealed(database, again, TABLES)));
        nothingIsThere();
    }

    @Test
    void valuesThatDoNotFit() throws SQLException {
        goodTable();
        try (Connection connection = new Sealed(database, folder, TABLES).connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO patient (id, ssn, salary, age) VALUES (?, ?, ?, ?)")) {
            for (List<Object> values : List.<List<Object>>of(
                    List.of(1L, SECRET + SECRET, new BigDecimal("1"), (short) 1),
                    List.of(1L, "x", new BigDecimal("10000.00"), (short) 1),
                    List.of(1L, "x", new BigDecimal("1"), 40_000),
                    List.of("one", "x", new BigDecimal("1"), (short) 1))) {
                try {
                    for (int i = 0; i < 4; i++) {
                        insert.setObject(i + 1, values.get(i));
                    }
                    insert.executeUpdate();
                    fail("stored a value that does not fit");
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as(e.getMessage()).matches("22...|42...|0A000");
                    assertThat(e.getMessage()).doesNotContain(SECRET);
                }
            }
            insert.clearParameters();
            insert.setLong(1, 1);
            insert.setString(2, "x");
            insert.setNull(3, java.sql.Types.NUMERIC);
            fails(
                    switch (database.engine()) {
                        case H2 -> "90012";
                        case POSTGRESQL -> "22023";
                        case MARIADB -> "07004";
                    },
                    "parameter 4",
                    insert::executeUpdate);
        }
        nothingIsThere();
    }

    @Test
    void aNullRowId() throws SQLException {
        goodTable();
        try (Connection connection = new Sealed(database, folder, TABLES).connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?)");
                PreparedStatement update = connection.prepareStatement("UPDATE patient SET ssn = ? WHERE id = ?")) {
            insert.setNull(1, java.sql.Types.BIGINT);
            insert.setString(2, SECRET);
            fails(database.engine() == Engine.MARIADB ? "23000" : "23502", "give the row an id", insert::executeUpdate);
            insert.addBatch();
            fails(database.engine() == Engine.MARIADB ? "23000" : "23502", "give the row an id", insert::executeBatch);
            update.setString(1, SECRET);
            update.setNull(2, java.sql.Types.BIGINT);
            assertThat(update.executeUpdate()).as("no row has it").isZero();
        }
        nothingIsThere();
    }

    @Test
    void cellsThatAreNone() throws SQLException {
        goodTable();
        Sealed sealed = new Sealed(database, folder, TABLES);
        use(sealed);
        try (Connection connection = sealed.connect();
                Connection plain = database.plain();
                PreparedStatement spoil = plain.prepareStatement("update patient set ssn = ? where id = 1")) {
            byte[] envelope;
            try (Statement statement = plain.createStatement();
                    ResultSet row = statement.executeQuery("select ssn from patient")) {
                row.next();
                envelope = row.getBytes(1);
            }
            for (int length : List.of(0, 1, 3, 46, 47, 48, envelope.length - 1)) {
                spoil.setBytes(1, java.util.Arrays.copyOf(envelope, length));
                spoil.executeUpdate();
                // What still begins as an envelope was one.
                fails(length < 2 ? "RS005" : "RS001", database.fold("ssn"), () -> read(connection));
            }
            for (int at = 0; at < envelope.length; at++) {
                byte[] altered = envelope.clone();
                altered[at] ^= 1;
                spoil.setBytes(1, altered);
                spoil.executeUpdate();
                try {
                    read(connection);
                    fail("opened a cell that was altered at " + at);
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as("altered at " + at).matches("RS00[135]");
                }
            }
            spoil.setBytes(1, SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            spoil.executeUpdate();
            fails("RS005", "not a sealed value", () -> read(connection));
            spoil.setBytes(1, envelope);
            spoil.executeUpdate();
            assertThat(read(connection)).isEqualTo(SECRET);
        }
    }

    private static String read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ssn FROM patient WHERE id = 1")) {
            row.next();
            return row.getString(1);
        }
    }
}

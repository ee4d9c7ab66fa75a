package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.rowseal.RowsealDataSource;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Two sealed tables with three rows, for attacks on what is stored. */
final class Ward {

    static final String ALICE = "ALICE7Q4Z";
    static final String BOB = "BOBBY9X8W";

    static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
                  alias: { type: varchar(20), lookup: equality }
                  notes: { type: text }
              staff:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
            """;

    final TestDatabase database;
    final Sealed sealed;
    final Watch watch;

    Ward(TestDatabase database, Path folder) throws SQLException {
        this.database = database;
        this.sealed = new Sealed(database, folder, TABLES);
        this.watch = new Watch(database, sealed, ALICE, BOB);
        create();
        fill();
    }

    private void create() throws SQLException {
        String cell = database.binaryType();
        String index = database.binaryType(16);
        database.execute(
                "create table patient (id bigint primary key, ssn " + cell + ", ssn_idx " + index + ", alias " + cell
                        + ", alias_idx " + index + ", notes " + cell + ")",
                "create table staff (id bigint primary key, ssn " + cell + ", ssn_idx " + index + ")");
    }

    private void fill() throws SQLException {
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "INSERT INTO patient (id, ssn, alias, notes) VALUES (1, '%1$s', '%1$s', '%1$s')".formatted(ALICE),
                    "INSERT INTO patient (id, ssn, alias, notes) VALUES (2, '%1$s', '%1$s', '%1$s')".formatted(BOB),
                    "INSERT INTO staff (id, ssn) VALUES (1, '" + BOB + "')")) {
                statement.execute(sql);
            }
        }
    }

    /** The three rows again, whatever was done to them. */
    void reset() throws SQLException {
        database.execute("delete from patient", "delete from staff");
        fill();
    }

    /** A data source that shares no keys, no plans and no catalogue with any other; the caller closes it. */
    RowsealDataSource fresh() {
        return fresh(sealed.properties());
    }

    RowsealDataSource fresh(Properties properties) {
        RowsealDataSource source = new RowsealDataSource();
        source.setUrl(sealed.url());
        properties.stringPropertyNames().forEach(name -> source.setProperty(name, properties.getProperty(name)));
        return source;
    }

    /** The first column of a query's rows, read with fresh keys. */
    List<String> read(String sql) throws SQLException {
        return read(sealed.properties(), sql);
    }

    List<String> read(Properties properties, String sql) throws SQLException {
        List<String> seen = new ArrayList<>();
        try (RowsealDataSource source = fresh(properties);
                Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                seen.add(rows.getString(1));
            }
        }
        return seen;
    }

    /** Expects an error of one of the states, and no value. */
    void refuses(String what, String sql, String... states) {
        refuses(sealed.properties(), what, sql, states);
    }

    void refuses(Properties properties, String what, String sql, String... states) {
        try {
            fail(database + ": " + what + ": " + sql + " gave " + read(properties, sql));
        } catch (SQLException e) {
            watch.clean(what, e);
            assertThat(e.getSQLState()).as(what + ": " + sql + ": " + e).isIn((Object[]) states);
        }
    }

    /** A cell as it is stored. */
    byte[] stored(String sql) throws SQLException {
        try (Connection plain = database.plain();
                Statement statement = plain.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getBytes(1);
        }
    }

    /** Overwrites a cell; the statement's one parameter is what it holds then. */
    void store(String sql, Object cell) throws SQLException {
        try (Connection plain = database.plain();
                PreparedStatement write = plain.prepareStatement(sql)) {
            write.setObject(1, cell);
            assertThat(write.executeUpdate()).isEqualTo(1);
        }
    }
}

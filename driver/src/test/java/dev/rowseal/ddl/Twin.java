package dev.rowseal.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database reached through Rowseal and a second one reached by the plain driver. What both are told must leave them
 * looking alike, to applications. Closing it closes the connections and the second database.
 */
final class Twin implements AutoCloseable {

    final TestDatabase database;
    final Connection sealed;
    final Connection plain;
    /** The sealed database without Rowseal. */
    final Connection raw;

    private final Sealed door;
    private final TestDatabase second;

    Twin(TestDatabase database, Path folder, String tables) throws SQLException {
        this.database = database;
        this.second = TestDatabase.on(database.engine());
        this.door = new Sealed(database, folder, tables);
        this.sealed = door.connectNoted();
        this.plain = second.plain();
        this.raw = database.plain();
    }

    /** What reached the wrapped driver since the last call. */
    List<String> noted() {
        return door.noted();
    }

    /** Runs a statement on both sides; both must take it, or refuse it with the same state. */
    @Nullable
    String both(String sql) throws SQLException {
        String expected = state(plain, sql);
        assertThat(state(sealed, sql)).as(database + ": " + sql).isEqualTo(expected);
        return expected;
    }

    /** Runs statements on both sides that both must take. */
    void bothTake(String... statements) throws SQLException {
        for (String sql : statements) {
            execute(plain, sql);
            execute(sealed, sql);
        }
    }

    private static @Nullable String state(Connection connection, String sql) {
        try {
            execute(connection, sql);
            return null;
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Expects a refusal by Rowseal that says so, before anything reaches the wrapped driver. */
    void refuses(String sql, String because) throws SQLException {
        List<String> before = Metadata.of(raw, database.defaultSchema());
        assertThatThrownBy(() -> execute(sealed, sql))
                .as(database + ": " + sql)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("0A000"))
                .hasMessageContaining(because);
        assertThat(Metadata.of(raw, database.defaultSchema())).as(sql).isEqualTo(before);
    }

    /** Both sides' tables must look alike to who asks DatabaseMetaData. */
    void looksAlike(String because) throws SQLException {
        List<String> expected = Metadata.of(plain, second.defaultSchema());
        List<String> seen = Metadata.of(sealed, database.defaultSchema());
        assertThat(seen.stream().filter(line -> !expected.contains(line)))
                .as(database + ": " + because + "; wanted "
                        + expected.stream().filter(line -> !seen.contains(line)).toList())
                .isEmpty();
        assertThat(seen).as(database + ": " + because).isEqualTo(expected);
    }

    /** What DatabaseMetaData says of a table's columns, on one of the connections. */
    ResultSet columns(Connection connection, String table) throws SQLException {
        return connection
                .getMetaData()
                .getColumns(connection.getCatalog(), connection.getSchema(), database.fold(table), null);
    }

    /** Runs a query on both sides; rows and labels must be the same. */
    List<String> same(String query) throws SQLException {
        List<String> expected = rows(plain, query);
        assertThat(rows(sealed, query)).as(database + ": " + query).isEqualTo(expected);
        return expected;
    }

    static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            int columns = results.getMetaData().getColumnCount();
            StringBuilder labels = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
                labels.append(results.getMetaData().getColumnLabel(i)).append('|');
            }
            rows.add(labels.toString());
            while (results.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(results.getString(i)).append('|');
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /** A client without Rowseal must not get plaintext into a sealed column. */
    void keepsOut(String sql) {
        assertThatThrownBy(() -> execute(raw, sql))
                .as(database + ": " + sql)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState()).as(e.getMessage()).isIn("23513", "23514", "23000"));
    }

    @Override
    public void close() throws SQLException {
        sealed.close();
        plain.close();
        raw.close();
        second.close();
    }
}

package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.catalog.SealedTable;
import dev.rowseal.policy.ColumnPolicy;
import dev.rowseal.policy.Name;
import dev.rowseal.policy.Policy;
import dev.rowseal.policy.TablePolicy;
import dev.rowseal.seal.Envelope;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a sealed database stores, through the plain driver: every cell of every table, and what the database writes
 * of itself (H2's SCRIPT, PostgreSQL's and MariaDB's files). No marker may be there, every cell of a sealed column must be an envelope
 * that opens in its row, and an index must be there exactly where a value is, and be its.
 */
final class RawScan {

    private final TestDatabase database;
    private final Policy policy;
    private final Markers markers;
    private final Set<String> openTexts;
    private int envelopes;

    /**
     * @param policy the database's own, with its keys
     * @param openTexts what open columns hold by right although a marker is in it
     */
    RawScan(TestDatabase database, Policy policy, Markers markers, Set<String> openTexts) {
        this.database = database;
        this.policy = policy;
        this.markers = markers;
        this.openTexts = openTexts;
    }

    /** Scans everything; says how many envelopes it met. */
    int scan() throws SQLException, IOException {
        try (Connection connection = database.plain();
                StoredCells cells = new StoredCells(database, connection, policy);
                Statement statement = connection.createStatement()) {
            List<String> tables = tables(connection);
            assertThat(tables).hasSizeGreaterThanOrEqualTo(policy.tables().size() + 2);
            for (String table : tables) {
                table(statement, table, cells);
            }
            switch (database.engine()) {
                case H2 -> script(statement);
                case POSTGRESQL -> files(statement);
                case MARIADB -> tablespaces(statement, tables);
            }
        }
        return envelopes;
    }

    private List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        boolean mariaDb = database.engine() == Engine.MARIADB;
        String schema = database.defaultSchema();
        try (ResultSet rows =
                connection.getMetaData().getTables(mariaDb ? schema : null, mariaDb ? null : schema, null, null)) {
            while (rows.next()) {
                if (rows.getString("TABLE_TYPE").contains("TABLE")) {
                    tables.add(rows.getString("TABLE_NAME"));
                }
            }
        }
        return tables;
    }

    private void table(Statement statement, String table, StoredCells cells) throws SQLException {
        Map<String, @Nullable String> sealed = sealed(table);
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + database.quote(table))) {
            ResultSetMetaData metaData = rows.getMetaData();
            while (rows.next()) {
                for (int i = 1; i <= metaData.getColumnCount(); i++) {
                    String name = metaData.getColumnName(i);
                    Object cell = cell(rows, i);
                    String found = markers.in(cell);
                    if (found != null && !(cell instanceof String text && openTexts.contains(text))) {
                        throw new AssertionError("plaintext is stored in " + table + "." + name + ": " + found);
                    }
                    if (sealed.containsKey(name)) {
                        envelope(rows, cells.table(table), name, cell, sealed.get(name), cells);
                    }
                }
            }
        }
    }

    private static @Nullable Object cell(ResultSet rows, int column) throws SQLException {
        Object cell = rows.getObject(column);
        return cell == null || cell instanceof byte[] || cell instanceof Number ? cell : rows.getString(column);
    }

    private void envelope(
            ResultSet rows,
            SealedTable table,
            String column,
            @Nullable Object cell,
            @Nullable String index,
            StoredCells cells)
            throws SQLException {
        String at = table.name() + "." + column;
        Object indexed = index == null ? null : rows.getObject(index);
        if (cell == null) {
            assertThat(indexed).as(at + " is NULL, and its index").isNull();
            return;
        }
        byte[] bytes = cell instanceof String text ? Envelope.fromText(text) : (byte[]) cell;
        assertThat(bytes).as(at).startsWith(0xF7, 0x1E, 0x01).hasSizeGreaterThanOrEqualTo(48);
        Value value = cells.open(table, column, rows, bytes);
        if (index != null) {
            cells.requireIndex(table, column, value, indexed);
        }
        envelopes++;
    }

    /** The sealed columns of a table, each with its index column. */
    private Map<String, @Nullable String> sealed(String table) {
        Map<String, @Nullable String> sealed = new HashMap<>();
        for (TablePolicy known : policy.tables()) {
            if (stored(known.name().table()).equals(table)) {
                for (ColumnPolicy column : known.columns()) {
                    Name index = column.indexName();
                    sealed.put(stored(column.name()), index == null ? null : stored(index));
                }
            }
        }
        return sealed;
    }

    private String stored(Name name) {
        return name.quoted() ? name.text() : database.fold(name.text());
    }

    private void script(Statement statement) throws SQLException {
        try (ResultSet lines = statement.executeQuery("SCRIPT")) {
            int inserts = 0;
            while (lines.next()) {
                String line = lines.getString(1);
                inserts += line.startsWith("INSERT") ? 1 : 0;
                if (openTexts.isEmpty()) {
                    assertThat(markers.in(line)).as("marker in SCRIPT").isNull();
                }
            }
            assertThat(inserts).isPositive();
        }
    }

    /** The database's own files, where deleted and overwritten rows are still to be read. */
    private void files(Statement statement) throws SQLException, IOException {
        statement.execute("CHECKPOINT");
        Path folder;
        try (ResultSet row = statement.executeQuery("SELECT current_setting('data_directory') || '/base/' || oid"
                + " FROM pg_database WHERE datname = current_database()")) {
            row.next();
            folder = Path.of(row.getString(1));
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            // The server removes its cache of the catalogue whenever it likes; there is no row in it.
            files = listed.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("pg_internal.init"))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(100);
        for (Path file : files) {
            file(file);
        }
    }

    private void file(Path file) throws IOException {
        if (openTexts.isEmpty()) {
            assertThat(markers.in(Files.readAllBytes(file)))
                    .as("marker in " + file.getFileName())
                    .isNull();
        }
    }

    /** The tables' files, as the server makes them ready to be taken away. */
    private void tablespaces(Statement statement, List<String> tables) throws SQLException, IOException {
        Path folder;
        try (ResultSet row = statement.executeQuery("SELECT @@datadir")) {
            row.next();
            folder = Path.of(row.getString(1), database.defaultSchema());
        }
        for (String table : tables) {
            statement.execute("FLUSH TABLES " + database.quote(table) + " FOR EXPORT");
            file(folder.resolve(table + ".ibd"));
            statement.execute("UNLOCK TABLES");
        }
    }
}

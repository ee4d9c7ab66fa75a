package dev.rowseal.catalog;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.policy.Policy;
import dev.rowseal.seal.Envelope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All cells of one table that may hold an envelope: those of every column of bytes or text, whatever this policy says of
 * it, because another application's may seal more. Confined to its connection.
 */
public final class SealedCells {

    /** How long a drain may wait for a writer, and new writers behind it. */
    private static final int DRAIN_SECONDS = 10;

    private final CatalogueReader reader;
    private final Connection connection;
    private final TableFacts table;

    private SealedCells(CatalogueReader reader, Connection connection, TableFacts table) {
        this.reader = reader;
        this.connection = connection;
        this.table = table;
    }

    /**
     * The cells of the table with a stable id.
     *
     * @param connection the wrapped driver's; stays the caller's
     * @throws Misconfigured when the policy has no such table, or the database does not
     */
    public static SealedCells of(Connection connection, Policy policy, String tableId) {
        CatalogueReader reader = CatalogueReader.of(connection);
        StoredName name = DatabaseCatalogue.tableOfId(reader, policy, tableId)
                .orElseThrow(() -> new Misconfigured("the policy has no table with the id " + tableId
                        + ", so that nobody knows where its values are; declare it"));
        TableFacts table = reader.table(name)
                .filter(TableFacts::isTable)
                .orElseThrow(() -> new Misconfigured("there is no table " + name + " in this database"));
        return new SealedCells(reader, connection, table);
    }

    /**
     * Waits until every transaction that has written to the table has ended. Ends the connection's own transaction.
     *
     * @throws SQLException also when a writer does not end within ten seconds
     */
    public void drain() throws SQLException {
        String name = quoted(table.schema()) + "." + quoted(table.name());
        try (Statement statement = connection.createStatement()) {
            switch (reader.dialect()) {
                case POSTGRESQL -> {
                    connection.setAutoCommit(false);
                    statement.execute("set local lock_timeout = '" + DRAIN_SECONDS + "s'");
                    statement.execute("lock table " + name + " in share mode");
                    connection.rollback();
                }
                case MARIADB -> {
                    statement.execute("set session lock_wait_timeout = " + DRAIN_SECONDS);
                    statement.execute("lock tables " + name + " read");
                    statement.execute("unlock tables");
                }
                case H2 -> {
                    statement.execute("set lock_timeout " + 1000 * DRAIN_SECONDS);
                    // H2 has no LOCK TABLE. This changes nothing and locks all the same, since it might.
                    String column = table.columns().get(0).name();
                    statement.execute("alter table " + name + " add column if not exists " + quoted(column) + " int");
                }
            }
        }
    }

    /** How many cells hold an envelope that names a key, pending ones included. */
    public long naming(long keyId) throws SQLException {
        List<byte[]> bytes = Envelope.beginnings(keyId);
        List<String> texts = Envelope.textBeginnings(keyId);
        List<String> counts = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        for (ColumnFacts column : table.columns()) {
            switch (column.type().family()) {
                case BINARY, LARGE_BINARY, PADDED_BINARY -> {
                    counts.add(count(column, bytes.get(0).length, bytes.size()));
                    parameters.addAll(bytes);
                }
                case TEXT, PAD_SPACE_TEXT, LARGE_TEXT, LOOSE_TEXT, PADDED_TEXT -> {
                    counts.add(count(column, texts.get(0).length(), texts.size()));
                    parameters.addAll(texts);
                }
                default -> {
                    // No envelope fits in.
                }
            }
        }
        if (counts.isEmpty()) {
            return 0;
        }
        String sql =
                "select " + String.join(" + ", counts) + " from " + quoted(table.schema()) + "." + quoted(table.name());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i) instanceof byte[] binary) {
                    statement.setBytes(i + 1, binary);
                } else {
                    statement.setString(i + 1, (String) parameters.get(i));
                }
            }
            try (ResultSet count = statement.executeQuery()) {
                count.next();
                return count.getLong(1);
            }
        }
    }

    private String count(ColumnFacts column, int length, int beginnings) {
        return "count(case when substring(" + quoted(column.name()) + " from 1 for " + length + ") in ("
                + Collections.nCopies(beginnings, "?").stream().collect(Collectors.joining(", ")) + ") then 1 end)";
    }

    private String quoted(String name) {
        return reader.folding().quote(name);
    }
}

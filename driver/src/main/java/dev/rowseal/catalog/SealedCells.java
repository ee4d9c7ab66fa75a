package dev.rowseal.catalog;

import dev.rowseal.failure.KeyUnavailable;
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
import java.util.HexFormat;
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
     * @param keySchema the schema of the table that holds the keys
     * @throws Misconfigured when the policy has no such table, or the database does not, or it may not be the one that the
     *     keys' users take it for
     */
    public static SealedCells of(Connection connection, Policy policy, String tableId, String keySchema) {
        CatalogueReader reader = CatalogueReader.of(connection);
        Home.requireKeysIn(reader, policy, keySchema);
        StoredName name = DatabaseCatalogue.tableOfId(reader, policy, tableId)
                .orElseThrow(() -> new Misconfigured("the policy has no table with the id " + tableId
                        + ", so that nobody knows where its values are; declare it"));
        TableFacts table = reader.table(name)
                .filter(TableFacts::isTable)
                .orElseThrow(() -> new Misconfigured("there is no table " + name + " in this database"));
        return new SealedCells(reader, connection, table);
    }

    /**
     * Waits until every transaction that has written to the table has ended, prepared ones included. Ends the connection's
     * own transaction.
     *
     * @throws SQLException also when a writer does not end within ten seconds
     * @throws Misconfigured where nobody can wait for all writers
     */
    public void drain() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            switch (reader.dialect()) {
                case POSTGRESQL -> drainPostgres(statement);
                case MARIADB -> drainMariaDb(statement);
                case H2 -> drainH2(statement);
            }
        }
    }

    private void drainPostgres(Statement statement) throws SQLException {
        connection.setAutoCommit(false);
        statement.execute("set local lock_timeout = '" + DRAIN_SECONDS + "s'");
        statement.execute("lock table " + name() + " in share mode");
        connection.rollback();
    }

    private void drainMariaDb(Statement statement) throws SQLException {
        refuseOtherWriters(statement);
        statement.execute("set session lock_wait_timeout = " + DRAIN_SECONDS + ", innodb_lock_wait_timeout = "
                + DRAIN_SECONDS + ", innodb_table_locks = 1");
        // Without autocommit InnoDB locks the table too. The server's own lock does not wait for a prepared XA
        // transaction whose session is gone.
        connection.setAutoCommit(false);
        statement.execute("lock tables " + name() + " read");
        connection.commit();
        statement.execute("unlock tables");
    }

    // A lock on one node of a cluster, or on a replica, holds up no writer on another.
    private static void refuseOtherWriters(Statement statement) throws SQLException {
        String question = "show global variables where variable_name in ('wsrep_on', 'read_only')";
        try (ResultSet variables = statement.executeQuery(question)) {
            while (variables.next()) {
                if (variables.getString(2).equals("ON")) {
                    throw new Misconfigured("the MariaDB server runs with " + variables.getString(1)
                            + "=ON: there are writers on other servers that a lock here does not wait for; keys are destroyed"
                            + " only where one server writes, and on that one");
                }
            }
        }
    }

    private void drainH2(Statement statement) throws SQLException {
        // What was prepared before a crash is locked by nobody, and may be committed yet. H2 tells administrators only.
        try (ResultSet doubt = statement.executeQuery("select count(*) from information_schema.in_doubt")) {
            doubt.next();
            if (doubt.getLong(1) > 0) {
                throw new KeyUnavailable(
                        "the H2 database has transactions in doubt; commit them or roll them back first");
            }
        }
        statement.execute("set lock_timeout " + 1000 * DRAIN_SECONDS);
        // H2 has no LOCK TABLE. This changes nothing and locks all the same, since it might.
        String column = table.columns().get(0).name();
        statement.execute("alter table " + name() + " add column if not exists " + quoted(column) + " int");
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
                    counts.add(count(quoted(column.name()), bytes.get(0).length, bytes.size()));
                    parameters.addAll(bytes);
                }
                case TEXT, PAD_SPACE_TEXT, LARGE_TEXT, LOOSE_TEXT, PADDED_TEXT -> {
                    counts.add(count(quoted(column.name()), texts));
                    parameters.addAll(texts);
                }
                case OTHER -> {
                    // A domain or an extension's type, which may be text or bytes underneath.
                    if (reader.dialect() == Dialect.POSTGRESQL) {
                        List<String> printed = printed(bytes);
                        counts.add(count("cast(" + quoted(column.name()) + " as text)", texts));
                        parameters.addAll(texts);
                        counts.add(count("cast(" + quoted(column.name()) + " as text)", printed));
                        parameters.addAll(printed);
                    }
                }
                default -> {
                    // No envelope fits in.
                }
            }
        }
        if (counts.isEmpty()) {
            return 0;
        }
        seeEveryRow();
        String sql = "select " + String.join(" + ", counts) + " from " + name() + history();
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

    // Row-level security takes rows away without a word; switched off, it makes the server fail instead.
    private void seeEveryRow() throws SQLException {
        if (reader.dialect() == Dialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set row_security = off");
                statement.execute("set bytea_output = hex");
            }
        }
    }

    /** Rows of the past that a system-versioned table keeps, and shows to whoever asks for them. */
    private String history() throws SQLException {
        if (reader.dialect() != Dialect.MARIADB) {
            return "";
        }
        String question = "select count(*) from information_schema.tables where table_type = 'SYSTEM VERSIONED'"
                + " and table_schema = ? and table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet versioned = statement.executeQuery()) {
                versioned.next();
                return versioned.getLong(1) > 0 ? " for system_time all" : "";
            }
        }
    }

    private String name() {
        return quoted(table.schema()) + "." + quoted(table.name());
    }

    private static String count(String cell, List<String> beginnings) {
        return count(cell, beginnings.get(0).length(), beginnings.size());
    }

    private static String count(String cell, int length, int beginnings) {
        return "count(case when substring(" + cell + " from 1 for " + length + ") in ("
                + Collections.nCopies(beginnings, "?").stream().collect(Collectors.joining(", ")) + ") then 1 end)";
    }

    /** How PostgreSQL prints bytes. */
    private static List<String> printed(List<byte[]> bytes) {
        return bytes.stream()
                .map(beginning -> "\\x" + HexFormat.of().formatHex(beginning))
                .toList();
    }

    private String quoted(String name) {
        return reader.folding().quote(name);
    }
}

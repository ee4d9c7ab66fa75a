package dev.rowseal.keytable;

import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The statements on the table of wrappings, each within the transaction of the connection that it is given, which holds
 * the lock of the key's row.
 */
final class WrappingStatements {

    private static final long FIRST_REVISION = 1;

    private final KeyTables tables;

    WrappingStatements(KeyTables tables) {
        this.tables = tables;
    }

    /** Inserts all wrappings of a new key, as of its creation. */
    void insert(Connection connection, StoredKey key) throws SQLException {
        for (Wrapping wrapping : key.wrappings()) {
            insert(connection, key, wrapping, key.record().createdAt());
        }
    }

    /** Removes, replaces and inserts what differs between two revisions of a key. */
    void change(Connection connection, StoredKey read, StoredKey next) throws SQLException {
        Map<String, Wrapping> before = byKek(read);
        Map<String, Wrapping> after = byKek(next);
        if (after.isEmpty()) {
            // All of them, also those that somebody put there since.
            delete(connection, read, "");
            return;
        }
        for (String kek : before.keySet()) {
            if (!after.containsKey(kek)) {
                delete(connection, read, kek);
            }
        }
        for (Wrapping wrapping : after.values()) {
            Wrapping old = before.get(wrapping.kekUri());
            if (old == null) {
                insert(connection, next, wrapping, new KeyStatements(tables).now(connection));
            } else if (!Arrays.equals(old.wrappedKey(), wrapping.wrappedKey())) {
                update(connection, next, wrapping);
            }
        }
    }

    private static Map<String, Wrapping> byKek(StoredKey key) {
        Map<String, Wrapping> byKek = new LinkedHashMap<>();
        key.wrappings().forEach(wrapping -> byKek.put(wrapping.kekUri(), wrapping));
        return byKek;
    }

    private void insert(Connection connection, StoredKey key, Wrapping wrapping, long at) throws SQLException {
        String sql = "insert into " + tables.wrappingsName() + " (key_id, kek_uri, kek_version, wrapped_key,"
                + " wrapped_at, revision) values (?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key.record().keyId());
            statement.setString(2, wrapping.kekUri());
            statement.setString(3, wrapping.kekVersion());
            statement.setBytes(4, wrapping.wrappedKey());
            statement.setLong(5, at);
            statement.setLong(6, FIRST_REVISION);
            statement.executeUpdate();
        }
    }

    private void update(Connection connection, StoredKey key, Wrapping wrapping) throws SQLException {
        String sql = "update " + tables.wrappingsName() + " set kek_version = ?, wrapped_key = ?, wrapped_at = ?,"
                + " revision = revision + 1 where key_id = ? and kek_uri = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, wrapping.kekVersion());
            statement.setBytes(2, wrapping.wrappedKey());
            statement.setLong(3, new KeyStatements(tables).now(connection));
            statement.setLong(4, key.record().keyId());
            statement.setString(5, wrapping.kekUri());
            statement.executeUpdate();
        }
    }

    /** Deletes a key's wrapping under one KEK; under all for an empty text, which is no URI. */
    private void delete(Connection connection, StoredKey key, String kekUri) throws SQLException {
        String sql = "delete from " + tables.wrappingsName() + " where key_id = ?"
                + (kekUri.isEmpty() ? "" : " and kek_uri = ?");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key.record().keyId());
            if (!kekUri.isEmpty()) {
                statement.setString(2, kekUri);
            }
            statement.executeUpdate();
        }
    }
}

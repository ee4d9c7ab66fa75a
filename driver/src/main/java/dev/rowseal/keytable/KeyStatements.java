package dev.rowseal.keytable;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.Purpose;
import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The statements on the key tables, each within the transaction of the connection that it is given. */
final class KeyStatements {

    private final KeyTables tables;
    private final String select;

    KeyStatements(KeyTables tables) {
        this.tables = tables;
        // One statement, so that a key and its wrappings are of one moment.
        this.select = """
                select k.key_id, k.namespace, k.owner, k.purpose, k.generation, k.state, k.commitment, k.created_at,
                    k.retired_at, k.max_lease, k.revision, w.kek_uri, w.kek_version, w.wrapped_key
                from %s k left join %s w on w.key_id = k.key_id
                where %%s
                order by k.owner, k.purpose, k.generation, k.key_id, w.kek_uri""".formatted(tables.keysName(), tables.wrappingsName());
    }

    List<StoredKey> ofOwner(Connection connection, KeyOwner owner) throws SQLException {
        String sql = select.formatted("k.namespace = ? and k.owner = ? and k.purpose = ?");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, owner.namespace());
            statement.setString(2, owner.owner());
            statement.setString(3, text(owner.purpose()));
            return keys(statement);
        }
    }

    List<StoredKey> ofNamespace(Connection connection, String namespace) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select.formatted("k.namespace = ?"))) {
            statement.setString(1, namespace);
            return keys(statement);
        }
    }

    List<StoredKey> byId(Connection connection, long keyId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select.formatted("k.key_id = ?"))) {
            statement.setLong(1, keyId);
            return keys(statement);
        }
    }

    boolean isFree(Connection connection, long keyId) throws SQLException {
        String sql = "select 1 from " + tables.keysName() + " where key_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, keyId);
            try (ResultSet found = statement.executeQuery()) {
                return !found.next();
            }
        }
    }

    void insertKey(Connection connection, StoredKey key) throws SQLException {
        String sql = "insert into " + tables.keysName() + " (key_id, namespace, owner, purpose, generation, state,"
                + " commitment, created_at, retired_at, max_lease, revision) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        KeyRecord record = key.record();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, record.keyId());
            statement.setString(2, record.owner().namespace());
            statement.setString(3, record.owner().owner());
            statement.setString(4, text(record.owner().purpose()));
            statement.setInt(5, record.generation());
            statement.setString(6, text(key.state()));
            statement.setBytes(7, key.commitment());
            statement.setLong(8, record.createdAt());
            setTime(statement, 9, key.retiredAt());
            setTime(statement, 10, key.maxLease());
            statement.setLong(11, key.revision());
            statement.executeUpdate();
        }
    }

    /** Sets what may change, unless the row is of another revision by now. */
    boolean changeKey(Connection connection, StoredKey read, StoredKey next) throws SQLException {
        String sql = "update " + tables.keysName() + " set state = ?, retired_at = ?, max_lease = ?, revision = ?"
                + " where key_id = ? and revision = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, text(next.state()));
            setTime(statement, 2, next.retiredAt());
            setTime(statement, 3, next.maxLease());
            statement.setLong(4, next.revision());
            statement.setLong(5, read.record().keyId());
            statement.setLong(6, read.revision());
            return statement.executeUpdate() == 1;
        }
    }

    private static void setTime(PreparedStatement statement, int parameter, long millis) throws SQLException {
        if (millis == 0) {
            statement.setNull(parameter, Types.BIGINT);
        } else {
            statement.setLong(parameter, millis);
        }
    }

    /** Milliseconds since the epoch, by the database's clock at this moment. */
    long now(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select " + tables.nowMillis());
                ResultSet now = statement.executeQuery()) {
            now.next();
            return now.getLong(1);
        }
    }

    private List<StoredKey> keys(PreparedStatement statement) throws SQLException {
        List<StoredKey> keys = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            @Nullable StoredKey open = null;
            List<Wrapping> wrappings = new ArrayList<>();
            while (row.next()) {
                if (open == null || open.record().keyId() != row.getLong("key_id")) {
                    add(keys, open, wrappings);
                    open = key(row);
                }
                if (row.getString("kek_uri") != null) {
                    wrappings.add(new Wrapping(
                            row.getString("kek_uri"), row.getString("kek_version"), row.getBytes("wrapped_key")));
                }
            }
            add(keys, open, wrappings);
        }
        return keys;
    }

    private static void add(List<StoredKey> keys, @Nullable StoredKey key, List<Wrapping> wrappings) {
        if (key != null) {
            keys.add(new StoredKey(
                    key.record(),
                    key.state(),
                    key.commitment(),
                    wrappings,
                    key.retiredAt(),
                    key.maxLease(),
                    key.revision()));
            wrappings.clear();
        }
    }

    private StoredKey key(ResultSet row) throws SQLException {
        long keyId = row.getLong("key_id");
        KeyOwner owner = new KeyOwner(
                row.getString("namespace"),
                row.getString("owner"),
                known(Purpose.class, row.getString("purpose"), keyId));
        KeyState state = known(KeyState.class, row.getString("state"), keyId);
        try {
            KeyRecord record = new KeyRecord(keyId, owner, row.getInt("generation"), row.getLong("created_at"));
            // getLong gives 0 for NULL, which is what an unknown time is here.
            return new StoredKey(
                    record,
                    state,
                    row.getBytes("commitment"),
                    List.of(),
                    row.getLong("retired_at"),
                    row.getLong("max_lease"),
                    row.getLong("revision"));
        } catch (IllegalArgumentException e) {
            throw strange(keyId, "its id or generation is out of range");
        }
    }

    private <E extends Enum<E>> E known(Class<E> type, String text, long keyId) {
        for (E constant : type.getEnumConstants()) {
            if (text(constant).equals(text)) {
                return constant;
            }
        }
        throw strange(keyId, "its " + (type == Purpose.class ? "purpose" : "state") + " is none that is known");
    }

    private Misconfigured strange(long keyId, String what) {
        return new Misconfigured("key " + keyId + " in the key table " + tables.keys() + " was not written by this"
                + " version of Rowseal: " + what);
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

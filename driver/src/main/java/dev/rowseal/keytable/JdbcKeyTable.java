package dev.rowseal.keytable;

import dev.rowseal.catalog.CatalogueReader;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyTable;
import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import dev.rowseal.policy.TableName;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wrapped keys in two tables of the application's database (DESIGN: keys and their life). Each call opens a connection
 * of its own, runs one READ COMMITTED transaction on it and closes it. Thread-safe; holds nothing but names.
 *
 * <p>Key ids are drawn at random. Counted ids would come again after a restored backup, and values sealed under the
 * lost key would be taken for forgeries under the new one instead of values whose key is unknown.
 */
public final class JdbcKeyTable implements KeyTable {

    private static final int ATTEMPTS = 3;

    /** How often tables are looked at that another session may be making. */
    private static final int LOOKS = 8;

    /** Before another look at tables that another session may be making; a little longer each time. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ConnectionOpener opener;
    private final TableName name;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable KeyTables known;

    /**
     * A key table that may not exist yet.
     *
     * @param name the policy's key table
     */
    public JdbcKeyTable(ConnectionOpener opener, TableName name) {
        this.opener = opener;
        this.name = name;
    }

    /** The schema that the key table is in, as the database has it. */
    public String schema() {
        KeyTables tables = known;
        return tables != null
                ? tables.keys().schema()
                : inTransaction((connection, now) -> now.keys().schema());
    }

    @Override
    public List<StoredKey> ofOwner(KeyOwner owner) {
        return inTransaction((connection, tables) -> new KeyStatements(tables).ofOwner(connection, owner));
    }

    @Override
    public Optional<StoredKey> byId(long keyId) {
        return inTransaction((connection, tables) -> new KeyStatements(tables).byId(connection, keyId)).stream()
                .findFirst();
    }

    @Override
    public List<StoredKey> ofNamespace(String namespace) {
        return inTransaction((connection, tables) -> new KeyStatements(tables).ofNamespace(connection, namespace));
    }

    @Override
    public long now() {
        return inTransaction((connection, tables) -> new KeyStatements(tables).now(connection));
    }

    @Override
    public long freeKeyId() {
        return inTransaction((connection, tables) -> {
            KeyStatements statements = new KeyStatements(tables);
            long keyId = randomKeyId();
            while (!statements.isFree(connection, keyId)) {
                keyId = randomKeyId();
            }
            return keyId;
        });
    }

    private long randomKeyId() {
        return 1 + random.nextInt(Integer.MAX_VALUE) * 2L + random.nextInt(2);
    }

    @Override
    public boolean insert(StoredKey key) {
        requireFitting(key);
        return inTransaction((connection, tables) -> {
            KeyStatements statements = new KeyStatements(tables);
            try {
                statements.insertKey(connection, key);
            } catch (SQLException e) {
                if (KeySqlFailure.isTaken(e)) {
                    connection.rollback();
                    return false;
                }
                throw e;
            }
            new WrappingStatements(tables).insert(connection, key);
            return true;
        });
    }

    @Override
    public boolean change(StoredKey read, StoredKey next) {
        KeyTable.requireSuccession(read, next);
        requireFitting(next);
        return inTransaction((connection, tables) -> {
            // First the row of the key, whose lock keeps its wrappings to us until the commit.
            if (!new KeyStatements(tables).changeKey(connection, read, next)) {
                return false;
            }
            new WrappingStatements(tables).change(connection, read, next);
            return true;
        });
    }

    // Checked here, because a database that cuts or refuses would do so with a message that shows the row.
    private static void requireFitting(StoredKey key) {
        requireFitting("namespace", key.record().owner().namespace(), KeyTables.NAMESPACE);
        requireFitting("table id or lookup group", key.record().owner().owner(), KeyTables.OWNER);
        Set<String> keks = new HashSet<>();
        for (Wrapping wrapping : key.wrappings()) {
            requireFitting("KEK URI", wrapping.kekUri(), KeyTables.KEK_URI);
            requireFitting("KEK version", wrapping.kekVersion(), KeyTables.KEK_VERSION);
            if (!keks.add(wrapping.kekUri())) {
                throw new IllegalArgumentException("two wrappings under one KEK");
            }
        }
    }

    private static void requireFitting(String what, String text, int most) {
        if (text.length() > most) {
            throw new Misconfigured("a " + what + " has " + text.length() + " characters; the key table holds " + most
                    + "; choose a shorter one");
        }
    }

    /**
     * Makes the tables where they are missing. Safe when several processes do so at once; changes nothing that exists.
     *
     * @throws Misconfigured when what exists has another shape, or the user may not create tables
     */
    public void create() {
        for (int attempt = 1; !exists(); attempt++) {
            try {
                createOnce();
            } catch (RowsealFailure e) {
                // IF NOT EXISTS does not keep two sessions that create at once from colliding; the loser looks again.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
        checkSettled();
    }

    /** Checks what another session may be making at this moment: H2 shows a table before its keys. */
    private void checkSettled() {
        for (int attempt = 1; ; attempt++) {
            try {
                check();
                return;
            } catch (Misconfigured unsettled) {
                if (attempt == LOOKS) {
                    throw unsettled;
                }
                LockSupport.parkNanos(attempt * PAUSE.toNanos());
            }
        }
    }

    private void createOnce() {
        inTransaction((connection, tables) -> {
            try (Statement statement = connection.createStatement()) {
                for (String ddl : tables.ddl()) {
                    statement.execute(ddl);
                }
            }
            return true;
        });
    }

    private boolean exists() {
        return inTransaction((connection, tables) -> {
            CatalogueReader reader = CatalogueReader.of(connection);
            return reader.table(tables.keys()).isPresent()
                    && reader.table(tables.wrappings()).isPresent();
        });
    }

    /**
     * Checks that both tables are there, with the columns and unique keys that their safety rests on.
     *
     * @throws Misconfigured when they are not; the message holds the setting or the DDL that makes them
     */
    public void check() {
        inTransaction((connection, tables) -> {
            KeyTableShape.check(CatalogueReader.of(connection), tables);
            return true;
        });
    }

    /** The statements that make the tables in this database, for {@code rowseal ddl} and for those who run DDL by hand. */
    public List<String> ddl() {
        return inTransaction((connection, tables) -> tables.ddl());
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection, KeyTables tables) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) {
        try (Connection connection = open()) {
            KeyTables tables = tables(connection);
            try {
                begin(connection, tables);
                T result = work.on(connection, tables);
                connection.commit();
                return result;
            } catch (SQLException e) {
                throw rolledBack(connection, tables, KeySqlFailure.of(e, tables));
            } catch (RuntimeException e) {
                throw rolledBack(connection, tables, e);
            }
        } catch (SQLException e) {
            throw KeySqlFailure.closing(e);
        }
    }

    /** Where poolers give a server's session to one client after the other, what is set for a session stays for the next. */
    private static void begin(Connection connection, KeyTables tables) throws SQLException {
        if (tables.dialect() != Dialect.POSTGRESQL) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            return;
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level read committed");
        }
    }

    private Connection open() {
        try {
            return opener.open();
        } catch (SQLException e) {
            throw KeySqlFailure.opening(e);
        }
    }

    private KeyTables tables(Connection connection) {
        KeyTables tables = known;
        if (tables == null) {
            tables = KeyTables.in(CatalogueReader.of(connection), name);
            known = tables;
        }
        return tables;
    }

    private static RuntimeException rolledBack(Connection connection, KeyTables tables, RuntimeException failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(KeySqlFailure.of(e, tables));
        }
        return failure;
    }
}

package dev.rowseal.jdbc;

import dev.rowseal.key.Destruction;
import dev.rowseal.key.KeyChanges;
import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyStatus;
import dev.rowseal.key.KeyUses;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The keys of one database under one configuration, for who administers them. Only {@link SQLException}s leave it. Safe for use by
 * many threads; whoever opened it closes it.
 */
public final class KeyDoor implements AutoCloseable {

    private final SealedDatabase database;
    private final CredentialSources credentials;
    private final KeyLife life;
    private final KeyUses uses;

    /** Both are closed by this. */
    KeyDoor(SealedDatabase database, CredentialSources credentials) {
        this.database = database;
        this.credentials = credentials;
        this.life = database.keyLife();
        this.uses = database.keyUses();
    }

    /** As {@link KeyLife#status}. */
    public List<KeyStatus> status() throws SQLException {
        return with(life::status);
    }

    /** As {@link KeyLife#rotate}. */
    public boolean rotate(String tableId, int generation) throws SQLException {
        return with(() -> life.rotate(tableId, generation));
    }

    /** As {@link KeyLife#rewrap}. */
    public KeyChanges rewrap(Set<String> kekUris) throws SQLException {
        return with(() -> life.rewrap(kekUris));
    }

    /** As {@link KeyLife#drop}. */
    public KeyChanges drop(String kekUri) throws SQLException {
        return with(() -> life.drop(kekUri));
    }

    /** As {@link KeyLife#retire}. */
    public boolean retire(long keyId) throws SQLException {
        return with(() -> life.retire(keyId));
    }

    /** As {@link KeyLife#destroy}, counting the values in the tables of the policy. */
    public Destruction destroy(long keyId) throws SQLException {
        return with(() -> life.destroy(keyId, uses));
    }

    private static <T> T with(Supplier<T> call) throws SQLException {
        try {
            return call.get();
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }

    @Override
    public void close() {
        try (credentials;
                database) {
            life.close();
        }
    }
}

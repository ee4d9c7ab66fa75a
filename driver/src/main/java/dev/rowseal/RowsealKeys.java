package dev.rowseal;

import dev.rowseal.jdbc.Connector;
import dev.rowseal.jdbc.KeyDoor;
import dev.rowseal.key.Destruction;
import dev.rowseal.key.KeyChanges;
import dev.rowseal.key.KeyStatus;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * What an operator does with the keys of a database: looks at them, rotates, rewraps, retires and destroys them. Applications that
 * run meanwhile follow within their {@code cache.ttl}, without an error.
 *
 * <p>Every call may be repeated, by anybody and at any time: after a failure, after a crash, or in two processes at once. Each change of
 * a key is one compare-and-set of its row; a call that finds the change made leaves it alone.
 *
 * <p>All methods throw {@link SQLException} with SQLState {@code RS002} when the database or a KMS cannot be reached, {@code RS003} when
 * a KMS denies or the call may not be done, {@code RS001} when a key row is not authentic, and {@code RS004} when the configuration is
 * missing or wrong. Messages name tables, key ids and KEK URIs, never key bytes.
 *
 * <p>Safe for use by many threads. Whoever opened it closes it, which ends its use of the KMS; each call opens connections of
 * its own and closes them.
 */
public final class RowsealKeys implements AutoCloseable {

    private final KeyDoor door;

    private RowsealKeys(KeyDoor door) {
        this.door = door;
    }

    /**
     * Opens the keys of a database.
     *
     * @param url a URL that begins with {@code jdbc:rowseal:}, as the application's does
     * @param info user, password and properties; those that begin with {@code rowseal.} as in the application. The user must be able
     *     to read and write the key tables, and for {@link #destroy} to lock and read the whole table
     * @throws SQLException RS004 when the configuration is missing or wrong, or what the wrapped driver says
     */
    public static RowsealKeys open(String url, Properties info) throws SQLException {
        return new RowsealKeys(Connector.keys(url, info));
    }

    /** All keys of the policy's namespace, by owner, purpose and generation, with their wrappings. Holds nothing secret. */
    public List<KeyStatus> status() throws SQLException {
        return door.status();
    }

    /**
     * Gives a table a data key of the next generation, which seals from then on. Keys before it go on opening.
     *
     * @param tableId the table's stable id: the policy's {@code id}, or {@code <schema>.<table>} as the database stores the names
     * @param generation the newest generation that the caller knows, which makes the call safe to repeat; 0 for none
     * @return whether the generation after that one was made by this call; otherwise it was there
     * @throws SQLException RS003 if the table has no such generation
     */
    public boolean rotate(String tableId, int generation) throws SQLException {
        return door.rotate(tableId, generation);
    }

    /**
     * Sees to it that every key that was not destroyed, index keys included, is wrapped under each of some KEKs with their newest material.
     * For new material in the same KEK and for a change of the KEK. Removes no wrapping; a key that fails does not keep others from
     * being wrapped.
     *
     * @param kekUris KEKs that the policy names under {@code kek} or {@code unwrap}
     * @throws SQLException RS003 if the policy does not name one of them
     */
    public KeyChanges rewrap(Set<String> kekUris) throws SQLException {
        return door.rewrap(kekUris);
    }

    /**
     * Removes the wrappings under a KEK, which need not be named by the policy, from every key that can be opened through another
     * KEK of the policy. Whether it can is tried.
     *
     * @throws SQLException RS003 if it is the policy's {@code kek}
     */
    public KeyChanges drop(String kekUri) throws SQLException {
        return door.drop(kekUri);
    }

    /**
     * Ends the sealing under a data key; it goes on opening.
     *
     * @param keyId 1 to 2³²−1
     * @return whether this call changed anything
     * @throws SQLException RS003 if it is an index key, the newest active key of its table, destroyed, or not of this namespace
     */
    public boolean retire(long keyId) throws SQLException {
        return door.retire(keyId);
    }

    /**
     * Destroys a retired key that no value needs any more (crypto-shredding): its wrappings are deleted, its row stays as a
     * tombstone. Waits up to ten seconds for open transactions on the table, in which writers wait behind it; for the time that
     * processes may still hold the key it does not wait, but says how long that is. Complete only when backups of the key table are gone
     * too, or the KEK's material.
     *
     * @param keyId 1 to 2³²−1
     * @throws SQLException RS003 if the key is active or not of this namespace, or its values cannot all be counted
     */
    public Destruction destroy(long keyId) throws SQLException {
        return door.destroy(keyId);
    }

    /** Ends the use of the KMS. */
    @Override
    public void close() {
        door.close();
    }
}

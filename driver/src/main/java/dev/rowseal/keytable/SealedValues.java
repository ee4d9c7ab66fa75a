package dev.rowseal.keytable;

import dev.rowseal.catalog.SealedCells;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyUses;
import dev.rowseal.key.Purpose;
import dev.rowseal.policy.Policy;
import java.sql.Connection;
import java.sql.SQLException;

/** Counts the values under a key in the table that it belongs to, over connections of its own. Safe for use by many threads. */
public final class SealedValues implements KeyUses {

    private final ConnectionOpener opener;
    private final Policy policy;
    private final JdbcKeyTable keys;

    /**
     * @param opener opens connections to the database that holds the table, as a user who may lock it
     * @param policy names the table
     * @param keys the table of the keys that values are counted for
     */
    public SealedValues(ConnectionOpener opener, Policy policy, JdbcKeyTable keys) {
        this.opener = opener;
        this.policy = policy;
        this.keys = keys;
    }

    @Override
    public long drainedCount(KeyOwner owner, long keyId) {
        if (owner.purpose() != Purpose.DATA) {
            throw new KeyRefused("blind indexes name no key: nobody can count those under key " + keyId);
        }
        try (Connection connection = opener.open()) {
            connection.setAutoCommit(true);
            SealedCells cells = SealedCells.of(connection, policy, owner.owner(), keys.schema());
            cells.drain();
            // In a transaction of its own, begun after the last writer's end: it sees what he wrote.
            connection.setAutoCommit(true);
            return cells.naming(keyId);
        } catch (SQLException e) {
            // Without the database's message, which may echo a row.
            throw new KeyUnavailable("the values of " + owner.owner() + " under key " + keyId
                    + " could not be counted (SQLState " + e.getSQLState()
                    + "): a writer may not have ended, or the user"
                    + " may not lock the table or see all of its rows");
        }
    }
}

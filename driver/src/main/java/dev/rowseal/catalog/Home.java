package dev.rowseal.catalog;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.policy.Policy;
import dev.rowseal.policy.TablePolicy;
import java.sql.Connection;
import java.util.Optional;

/**
 * Where connections find the policy's tables that have no schema.
 *
 * <p>A table with an {@code id} of its own has its keys, and its values' contexts, by that id alone. If its name led some
 * connections to one schema and others to another, the tables there would share both: values could be moved from one to the
 * other, and a key be destroyed after only one was asked whether it needs it. So such a table has to be in the schema of the
 * key table, which all who share its keys have in common.
 */
public final class Home {

    private Home() {}

    /**
     * Refuses a connection whose default schema is another than the key table's, where the policy has a table with an id
     * and without a schema.
     *
     * @param wrapped a connection of the wrapped driver that has just been opened; stays the caller's
     * @param keySchema the schema of the key table, as the database has it
     * @throws Misconfigured when it is; the message names the table's line and the way out
     */
    public static void requireKeysIn(Connection wrapped, Policy policy, String keySchema) {
        wandering(policy).ifPresent(table -> require(CatalogueReader.of(wrapped), table, keySchema));
    }

    /** As {@link #requireKeysIn(Connection, Policy, String)}. */
    static void requireKeysIn(CatalogueReader reader, Policy policy, String keySchema) {
        wandering(policy).ifPresent(table -> require(reader, table, keySchema));
    }

    private static Optional<TablePolicy> wandering(Policy policy) {
        return policy.tables().stream()
                .filter(table -> table.id() != null && table.name().schema() == null)
                .findFirst();
    }

    private static void require(CatalogueReader reader, TablePolicy table, String keySchema) {
        String home = reader.defaultSchema().orElse("none");
        if (!home.equals(keySchema)) {
            throw new Misconfigured(table.position() + ": table " + table.name() + " has an id and no schema; the"
                    + " connection's default schema is " + home + " and the key table is in " + keySchema
                    + ", so that it could share its keys with a table of that name elsewhere; write it as schema.table, or"
                    + " leave out the id");
        }
    }
}

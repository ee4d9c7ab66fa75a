package dev.rowseal.key;

import dev.rowseal.failure.KeyUnavailable;

/** Gives an owner its first key. Safe for use by many threads and processes. */
final class NewKeys {

    private static final int FIRST_GENERATION = 1;

    // Each lost attempt means that another owner's key was added; so many new owners at once are not to be expected.
    private static final int ATTEMPTS = 64;

    private final KeyTable table;
    private final Deks deks;
    private final Freshness freshness;

    NewKeys(KeyTable table, Deks deks, Freshness freshness) {
        this.table = table;
        this.deks = deks;
        this.freshness = freshness;
    }

    /**
     * Sees to it that an owner without keys has a committed one when this returns, be it ours or that of a process that
     * was faster. The key made here is forgotten again: whoever wants to use it reads its row back and unwraps it, so
     * that no key is ever used that the table does not have, whatever became of our own insert.
     */
    void createFirst(KeyOwner owner) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            KeyRecord record = new KeyRecord(table.freeKeyId(), owner, FIRST_GENERATION, freshness.now());
            if (table.insert(deks.create(record)) || !table.ofOwner(owner).isEmpty()) {
                return;
            }
        }
        throw new KeyUnavailable("no key could be made for " + ReadKey.text(owner) + ": in " + ATTEMPTS
                + " attempts every free key id was taken by somebody else first");
    }
}

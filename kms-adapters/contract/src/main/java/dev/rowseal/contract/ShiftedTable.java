package dev.rowseal.contract;

import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyTable;
import dev.rowseal.key.StoredKey;
import java.util.List;
import java.util.Optional;

/** A key table whose clock goes with a test's. */
record ShiftedTable(KeyTable table, TurnedClock clock) implements KeyTable {

    @Override
    public long now() {
        return table.now() + clock.tableAhead();
    }

    @Override
    public List<StoredKey> ofOwner(KeyOwner owner) {
        return table.ofOwner(owner);
    }

    @Override
    public Optional<StoredKey> byId(long keyId) {
        return table.byId(keyId);
    }

    @Override
    public List<StoredKey> ofNamespace(String namespace) {
        return table.ofNamespace(namespace);
    }

    @Override
    public long freeKeyId() {
        return table.freeKeyId();
    }

    @Override
    public boolean insert(StoredKey key) {
        return table.insert(key);
    }

    @Override
    public boolean change(StoredKey read, StoredKey next) {
        return table.change(read, next);
    }
}

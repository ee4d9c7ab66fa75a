package dev.rowseal.keycache;

import dev.rowseal.contract.KeyEndContract;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyTable;

class KeyEndTest extends KeyEndContract {

    private final MemoryKeyTable table = new MemoryKeyTable();

    @Override
    protected KeyTable table() {
        return table;
    }

    @Override
    protected KeyCache cache() {
        return LeasedKeys.shared(TTL);
    }
}

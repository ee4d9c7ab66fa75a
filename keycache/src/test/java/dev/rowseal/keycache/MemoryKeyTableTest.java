package dev.rowseal.keycache;

import dev.rowseal.contract.KeyTableContract;
import dev.rowseal.key.KeyTable;

class MemoryKeyTableTest extends KeyTableContract {

    private final MemoryKeyTable table = new MemoryKeyTable();

    @Override
    protected KeyTable table() {
        return table;
    }
}

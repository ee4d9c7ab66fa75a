package dev.rowseal.kms.vault;

import java.io.IOException;

/** A key whose context is associated data. */
class AssociatedDataContractTest extends VaultContract {

    AssociatedDataContractTest() throws IOException {
        super(false);
    }
}

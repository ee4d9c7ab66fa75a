package dev.rowseal.kms.vault;

import java.io.IOException;

/** A key of which another is derived for each context. */
class DerivedKeyContractTest extends VaultContract {

    DerivedKeyContractTest() throws IOException {
        super(true);
    }
}

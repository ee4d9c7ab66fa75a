package dev.rowseal.kms.contract;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProviders;

class MemoryKmsTest extends KmsContract {

    @Override
    protected Kms open() {
        return KmsProviders.open("memory-kms:contract");
    }
}

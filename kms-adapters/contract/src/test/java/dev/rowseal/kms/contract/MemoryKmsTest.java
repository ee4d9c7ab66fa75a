package dev.rowseal.kms.contract;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProviders;
import java.util.Optional;
import java.util.UUID;

class MemoryKmsTest extends KmsContract {

    private final String uri = "memory-kms:" + UUID.randomUUID();

    MemoryKmsTest() {
        MemoryKms.named(uri).reEncrypts(true);
    }

    @Override
    protected Kms open() {
        return KmsProviders.open(uri);
    }

    @Override
    protected String kekUri() {
        return uri;
    }

    @Override
    protected Optional<Kms> openAnother() {
        return Optional.of(KmsProviders.open(uri + "-other"));
    }

    @Override
    protected boolean rotate() {
        MemoryKms.named(uri).rotate();
        return true;
    }
}

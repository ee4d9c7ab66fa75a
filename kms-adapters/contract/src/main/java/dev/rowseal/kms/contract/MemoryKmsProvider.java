package dev.rowseal.kms.contract;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProvider;

/** {@code memory-kms:<name>}: what {@link MemoryKms} is, through the ServiceLoader. */
public final class MemoryKmsProvider implements KmsProvider {

    static final String SCHEME = "memory-kms";

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Kms open(String kekUri) {
        return MemoryKms.named(kekUri).openHandle();
    }
}

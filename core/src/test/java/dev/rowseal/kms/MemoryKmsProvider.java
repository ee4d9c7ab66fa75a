package dev.rowseal.kms;

import java.nio.ByteBuffer;

/** {@code memory-kms:}, to be found by the ServiceLoader; what it opens wraps nothing. */
public final class MemoryKmsProvider implements KmsProvider {

    @Override
    public String scheme() {
        return "memory-kms";
    }

    @Override
    public Kms open(String kekUri) {
        return new Kms() {
            @Override
            public Wrapped wrap(ByteBuffer dek, KeyContext context) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void unwrap(Wrapped wrapped, KeyContext context, ByteBuffer into) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
        };
    }
}

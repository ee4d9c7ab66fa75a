package dev.rowseal.key;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProvider;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code slow-kms:}, whose first KEK is not open before it is let go on; what it opens wraps nothing. */
public final class SlowKmsProvider implements KmsProvider {

    static final String SCHEME = "slow-kms";
    static final CountDownLatch OPENING = new CountDownLatch(1);
    static final CountDownLatch GO_ON = new CountDownLatch(1);
    static final AtomicInteger OPEN = new AtomicInteger();

    private static final AtomicBoolean FIRST = new AtomicBoolean(true);

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Kms open(String kekUri) {
        if (FIRST.getAndSet(false)) {
            OPENING.countDown();
            try {
                GO_ON.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        OPEN.incrementAndGet();
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
            public void close() {
                OPEN.decrementAndGet();
            }
        };
    }
}

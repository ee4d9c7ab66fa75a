package dev.rowseal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nonces of wrappings. */
class WrappingNonceTest {

    /** A channel would be closed under such a thread, and others' bytes taken in the place of the system's. */
    @Test
    void whoIsInterruptedHasTheSystemsBytesAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        byte[] nonce = WrappingNonce.of(new byte[1]);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(nonce).hasSize(WrappingNonce.LENGTH);
    }

    @Test
    void noNonceComesTwice() {
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            byte[] nonce = WrappingNonce.of(new byte[] {(byte) (i % 2)});
            assertThat(nonce).hasSize(WrappingNonce.LENGTH);
            assertThat(nonces.add(dev.rowseal.second.SecondCrypto.hex(nonce))).isTrue();
        }
    }
}

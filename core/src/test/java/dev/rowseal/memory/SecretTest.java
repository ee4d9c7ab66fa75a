package dev.rowseal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a secret promises beyond its arithmetic: where its bytes are, when they are gone, and that nobody computes with zeros. */
class SecretTest {

    private static final byte[] INFO = "info".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takeMovesTheBytesAndOverwritesTheSource(boolean direct) {
        ByteBuffer source = direct ? ByteBuffer.allocateDirect(40) : ByteBuffer.allocate(40);
        byte[] key = key(1);
        source.put(2, key).put(0, (byte) 9).put(39, (byte) 9).position(2).limit(34);
        try (Secret secret = Secret.take(source)) {
            assertThat(source.remaining()).isZero();
            source.clear();
            for (int i = 0; i < 40; i++) {
                assertThat(source.get(i)).isEqualTo(i == 0 || i == 39 ? (byte) 9 : 0);
            }
            assertThat(bytes(secret)).isEqualTo(key);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    void takeRefusesAnotherLengthAndStillOverwritesTheSource(int length) {
        byte[] source = new byte[length];
        Arrays.fill(source, (byte) 7);
        int before = Secret.open();
        assertThatThrownBy(() -> Secret.take(ByteBuffer.wrap(source))).isInstanceOf(IllegalArgumentException.class);
        assertThat(source).containsOnly(new byte[length == 0 ? 0 : 1]);
        assertThat(Secret.open()).isEqualTo(before);
    }

    @Test
    void takeRefusesWhatItCannotOverwrite() {
        assertThatThrownBy(() -> Secret.take(ByteBuffer.wrap(key(1)).asReadOnlyBuffer()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void copyToNeedsRoomAndAdvances() {
        try (Secret secret = Secret.take(ByteBuffer.wrap(key(2)))) {
            ByteBuffer into = ByteBuffer.allocate(33).position(1);
            secret.copyTo(into);
            assertThat(into.position()).isEqualTo(33);
            assertThat(Arrays.copyOfRange(into.array(), 1, 33)).isEqualTo(key(2));
            assertThatThrownBy(() -> secret.copyTo(ByteBuffer.allocate(31)))
                    .isInstanceOf(BufferOverflowException.class);
        }
    }

    @Test
    void closeOverwritesEverythingAndIsIdempotent() {
        int before = Secret.open();
        Secret secret = Secret.random();
        assertThat(Secret.open()).isEqualTo(before + 1);
        assertThat(zeros(secret.memory())).isLessThan(96 / 2);
        secret.close();
        secret.close();
        assertThat(zeros(secret.memory()))
                .isEqualTo(96)
                .isEqualTo(secret.memory().capacity());
        assertThat(Secret.open()).isEqualTo(before);
    }

    @Test
    void everyUseAfterCloseIsRefused() {
        Secret secret = Secret.random();
        secret.close();
        int open = Secret.open();
        ByteBuffer into = ByteBuffer.allocate(32);
        byte[] out = new byte[32];
        assertThatThrownBy(() -> secret.copyTo(into)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secret.hmac(INFO, out)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secret.expand(INFO, 32)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secret.expandSecret(INFO)).isInstanceOf(IllegalStateException.class);
        assertThat(into.position()).isZero();
        assertThat(out).containsOnly(0);
        assertThat(Secret.open()).isEqualTo(open);
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        try (Secret secret = Secret.random()) {
            for (int length : new int[] {-1, 0, 8161}) {
                assertThatThrownBy(() -> secret.expand(INFO, length)).isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> secret.hmac(INFO, new byte[31])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void twoRandomSecretsDiffer() {
        try (Secret one = Secret.random();
                Secret other = Secret.random()) {
            assertThat(bytes(one)).isNotEqualTo(bytes(other));
        }
    }

    @Test
    void nothingIsLeftWhereItWasComputed() {
        Sha256 hash = new Sha256();
        hash.start();
        hash.absorb(key(3), 0, 32);
        hash.finish();
        assertThat(hash.isWiped()).isFalse();
        hash.wipe();
        assertThat(hash.isWiped()).isTrue();
    }

    @Test
    void itsTextShowsNothing() {
        try (Secret secret = Secret.take(ByteBuffer.wrap(key(4)))) {
            assertThat(secret.toString()).startsWith("dev.rowseal.memory.Secret@");
        }
    }

    /** A use that races close gives the right result or throws; the all-zero key's result would be a breach. */
    @Test
    void aUseThatRacesCloseNeverComputesWithZeros() throws InterruptedException {
        byte[] right = new byte[32];
        try (Secret same = Secret.take(ByteBuffer.wrap(key(5)))) {
            same.hmac(INFO, right);
        }
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        for (int round = 0; round < 5_000; round++) {
            Secret secret = Secret.take(ByteBuffer.wrap(key(5)));
            CountDownLatch begun = new CountDownLatch(1);
            Thread user = new Thread(() -> useUntilClosed(secret, right, wrong, refused, begun));
            user.start();
            begun.await();
            for (int spin = round % 50; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            secret.close();
            user.join();
        }
        assertThat(wrong).hasValue(0);
        assertThat(refused).hasValue(5_000);
    }

    private static void useUntilClosed(
            Secret secret, byte[] right, AtomicInteger wrong, AtomicInteger refused, CountDownLatch begun) {
        byte[] out = new byte[32];
        try {
            while (true) {
                secret.hmac(INFO, out);
                begun.countDown();
                if (!Arrays.equals(out, right)) {
                    wrong.incrementAndGet();
                }
                ByteBuffer copy = ByteBuffer.allocate(32);
                secret.copyTo(copy);
                if (!Arrays.equals(copy.array(), key(5))) {
                    wrong.incrementAndGet();
                }
            }
        } catch (IllegalStateException e) {
            refused.incrementAndGet();
        }
    }

    private static byte[] bytes(Secret secret) {
        ByteBuffer into = ByteBuffer.allocate(32);
        secret.copyTo(into);
        return into.array();
    }

    private static int zeros(ByteBuffer memory) {
        int zeros = 0;
        for (int i = 0; i < memory.capacity(); i++) {
            zeros += memory.get(i) == 0 ? 1 : 0;
        }
        return zeros;
    }

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }
}

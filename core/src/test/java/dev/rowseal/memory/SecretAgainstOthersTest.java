package dev.rowseal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** The off-heap HMAC and HKDF against the JDK's and Bouncy Castle's, for every length around the block borders. */
class SecretAgainstOthersTest {

    private static final long SEED = 0x5EA1;

    private final Random random = new Random(SEED);

    @Test
    void hmacIsThatOfTheJdkAndOfBouncyCastle() throws Exception {
        Mac jdk = Mac.getInstance("HmacSHA256");
        for (int length : lengths()) {
            byte[] key = bytes(Secret.LENGTH);
            byte[] message = bytes(length);
            jdk.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] out = new byte[32];
            try (Secret secret = Secret.take(ByteBuffer.wrap(key.clone()))) {
                secret.hmac(message, out);
            }
            assertThat(out)
                    .as("length %d, seed %d", length, SEED)
                    .isEqualTo(jdk.doFinal(message))
                    .isEqualTo(bouncyHmac(key, message));
        }
    }

    @Test
    void hkdfExpandIsThatOfBouncyCastle() {
        for (int length : lengths()) {
            byte[] key = bytes(Secret.LENGTH);
            byte[] info = bytes(length);
            int wanted = 1 + random.nextInt(length % 50 == 0 ? Secret.MOST_EXPANDED : 100);
            try (Secret secret = Secret.take(ByteBuffer.wrap(key.clone()))) {
                assertThat(secret.expand(info, wanted))
                        .as("info of %d, %d wanted, seed %d", length, wanted, SEED)
                        .isEqualTo(bouncyExpand(key, info, wanted));
            }
        }
    }

    @Test
    void hkdfExpandGivesEveryLengthUpToThreeBlocksAndTheMost() {
        byte[] key = bytes(Secret.LENGTH);
        byte[] info = bytes(26);
        try (Secret secret = Secret.take(ByteBuffer.wrap(key.clone()))) {
            IntStream.concat(IntStream.rangeClosed(1, 100), IntStream.of(8159, 8160))
                    .forEach(wanted -> assertThat(secret.expand(info, wanted))
                            .as("%d wanted, seed %d", wanted, SEED)
                            .isEqualTo(bouncyExpand(key, info, wanted)));
        }
    }

    @Test
    void anExpandedSecretIsTheFirstBlockAndWorksLikeAnyOther() {
        byte[] key = bytes(Secret.LENGTH);
        byte[] info = bytes(40);
        byte[] derived = bouncyExpand(key, info, 32);
        ByteBuffer copy = ByteBuffer.allocate(32);
        byte[] out = new byte[32];
        try (Secret secret = Secret.take(ByteBuffer.wrap(key.clone()));
                Secret expanded = secret.expandSecret(info)) {
            expanded.copyTo(copy);
            expanded.hmac(info, out);
        }
        assertThat(copy.array()).isEqualTo(derived);
        assertThat(out).isEqualTo(bouncyHmac(derived, info));
    }

    private int[] lengths() {
        return IntStream.concat(IntStream.rangeClosed(0, 300), random.ints(30, 301, 20_000))
                .toArray();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bouncyHmac(byte[] key, byte[] message) {
        HMac mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] out = new byte[32];
        mac.doFinal(out, 0);
        return out;
    }

    private static byte[] bouncyExpand(byte[] key, byte[] info, int length) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(HKDFParameters.skipExtractParameters(key, info));
        byte[] out = new byte[length];
        assertThat(hkdf.generateBytes(out, 0, length)).isEqualTo(length);
        return Arrays.copyOf(out, length);
    }
}

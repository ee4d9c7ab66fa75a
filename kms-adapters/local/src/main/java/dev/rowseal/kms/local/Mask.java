package dev.rowseal.kms.local;

import dev.rowseal.kms.Kms;
import dev.rowseal.memory.Incoming;
import dev.rowseal.memory.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * What a data key is XORed with before and after the JCE has it, so that the arrays in which the JCE gives and takes it
 * say nothing of it when a garbage collector leaves a copy of one behind: HKDF-Expand-SHA-256 (RFC 5869) of the KEK with
 * {@code "rowseal/1 local-kms mask" | nonce}, off-heap. Each nonce masks one key. Not thread-safe; the maker closes it.
 */
final class Mask implements AutoCloseable {

    private static final byte[] LABEL = "rowseal/1 local-kms mask".getBytes(StandardCharsets.US_ASCII);

    private final Incoming bytes;

    private Mask(Incoming bytes) {
        this.bytes = bytes;
    }

    static Mask of(SecretKey kek, byte[] nonce) {
        byte[] info = Arrays.copyOf(LABEL, LABEL.length + nonce.length);
        System.arraycopy(nonce, 0, info, LABEL.length, nonce.length);
        Incoming bytes = new Incoming();
        // The KEK is in the JDK's heap anyway, for as long as the keystore is open.
        try (Secret key = Secret.take(ByteBuffer.wrap(kek.getEncoded()));
                Secret mask = key.expandSecret(info)) {
            mask.copyTo(bytes.buffer());
            return new Mask(bytes);
        } catch (RuntimeException | Error failed) {
            bytes.close();
            throw failed;
        }
    }

    /** XORs the next bytes of one buffer into the other and moves neither position. */
    void put(ByteBuffer from, ByteBuffer to) {
        for (int i = 0; i < Kms.KEY_BYTES; i++) {
            to.put(to.position() + i, (byte)
                    (from.get(from.position() + i) ^ bytes.buffer().get(i)));
        }
    }

    @Override
    public void close() {
        bytes.close();
    }
}

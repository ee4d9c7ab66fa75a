package dev.rowseal.kms.local;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Wraps with AES-256-GCM (NIST SP 800-38D) under the newest KEK of a keystore. A wrapping has 65 bytes, big-endian:
 *
 * <pre>
 *   01 | KEK version u32 | nonce 12 | sealed data key 32 | tag 16
 * </pre>
 *
 * Its associated data is {@code "rowseal/1 local-kms"}, the first five bytes and the canonical key context. Nonces are
 * random: a KEK wraps a few keys for each table, where SP 800-38D allows 2³².
 */
final class LocalKms implements Kms {

    private static final byte FORMAT = 1;
    private static final int HEADER = 5;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int SEALED = HEADER + NONCE;
    private static final int LENGTH = SEALED + KEY_BYTES + TAG;
    private static final byte[] LABEL = "rowseal/1 local-kms".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeystoreFile file;
    private volatile @Nullable SortedMap<Integer, SecretKey> keks;
    private volatile boolean closed;

    LocalKms(KeystoreFile file) {
        this.file = file;
        // What is there is checked now, so that a wrong password stops the application at its start. What is not there
        // is made for the first wrap alone: an unwrap that made a new KEK could only ever fail, and leave it behind.
        this.keks = file.load().orElse(null);
    }

    @Override
    public Wrapped wrap(ByteBuffer dek, KeyContext context) {
        requireOpen();
        Kms.requireKey(dek);
        SortedMap<Integer, SecretKey> versions = keksOrCreate();
        int version = versions.lastKey();
        byte[] out = new byte[LENGTH];
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        ByteBuffer.wrap(out).put(FORMAT).putInt(version).put(nonce);
        byte[] plain = new byte[KEY_BYTES];
        try {
            dek.get(dek.position(), plain);
            cipher(Cipher.ENCRYPT_MODE, Objects.requireNonNull(versions.get(version)), out, context)
                    .doFinal(plain, 0, KEY_BYTES, out, SEALED);
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException("this JDK's AES/GCM failed", unexpected);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
        dek.position(dek.limit());
        return new Wrapped(out, Integer.toString(version));
    }

    @Override
    public void unwrap(Wrapped wrapped, KeyContext context, ByteBuffer into) {
        requireOpen();
        Kms.requireRoom(into);
        SortedMap<Integer, SecretKey> versions = keksOrRefuse();
        byte[] bytes = wrapped.bytes();
        if (bytes.length != LENGTH || bytes[0] != FORMAT) {
            throw notAuthentic();
        }
        SecretKey kek = versions.get(ByteBuffer.wrap(bytes).getInt(1));
        if (kek == null) {
            throw notAuthentic();
        }
        // An array, overwritten below: into a direct buffer the JDK decrypts by way of an array that nobody overwrites.
        byte[] plain = new byte[KEY_BYTES];
        try {
            cipher(Cipher.DECRYPT_MODE, kek, bytes, context).doFinal(bytes, SEALED, LENGTH - SEALED, plain, 0);
            into.put(plain);
        } catch (AEADBadTagException altered) {
            throw notAuthentic();
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException("this JDK's AES/GCM failed", unexpected);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static Cipher cipher(int mode, SecretKey kek, byte[] wrapping, KeyContext context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, kek, new GCMParameterSpec(8 * TAG, wrapping, HEADER, NONCE));
        cipher.updateAAD(LABEL);
        cipher.updateAAD(wrapping, 0, HEADER);
        cipher.updateAAD(context.canonical());
        return cipher;
    }

    private NotAuthentic notAuthentic() {
        return new NotAuthentic("the wrapping was not made by the keystore " + file.path()
                + " for this key, or was altered; was the keystore replaced by another?");
    }

    private SortedMap<Integer, SecretKey> keksOrCreate() {
        SortedMap<Integer, SecretKey> present = keks;
        if (present == null) {
            present = file.loadOrCreate();
            keks = present;
        }
        return present;
    }

    private SortedMap<Integer, SecretKey> keksOrRefuse() {
        SortedMap<Integer, SecretKey> present = keks;
        if (present == null) {
            present = file.load()
                    .orElseThrow(() -> new Misconfigured("there is no keystore " + file.path()
                            + " to open a wrapped key with; a relative path counts from the working directory"));
            keks = present;
        }
        return present;
    }

    /** Forgets the KEK. The JDK offers no way to overwrite it. */
    @Override
    public void close() {
        closed = true;
        keks = null;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this KMS is closed");
        }
    }
}

package dev.rowseal.kms.local;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.local.KeystoreFile.Stamp;
import dev.rowseal.memory.WrappingNonce;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
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
 *   02 | KEK version u32 | nonce 12 | sealed masked data key 32 | tag 16
 * </pre>
 *
 * Its associated data is {@code "rowseal/1 local-kms"}, the first five bytes and the canonical key context. Nonces are
 * as good as random ({@link WrappingNonce}): a KEK wraps a few keys for each table, where SP 800-38D allows 2³². What GCM sees is the data key under the
 * {@link Mask} of the nonce, so that no array on the heap ever holds the key itself. In wrappings of format 01, which are
 * opened still, it was not masked.
 */
final class LocalKms implements Kms {

    private static final byte UNMASKED = 1;
    private static final byte MASKED = 2;
    private static final int HEADER = 5;
    private static final int NONCE = WrappingNonce.LENGTH;
    private static final int TAG = 16;
    private static final int SEALED = HEADER + NONCE;
    private static final int LENGTH = SEALED + KEY_BYTES + TAG;
    private static final byte[] LABEL = "rowseal/1 local-kms".getBytes(StandardCharsets.US_ASCII);

    private final KeystoreFile file;
    private volatile @Nullable Loaded loaded;
    private volatile boolean closed;

    LocalKms(KeystoreFile file) {
        this.file = file;
        // What is there is checked now, so that a wrong password stops the application at its start. What is not there
        // is made for the first wrap alone: an unwrap that made a new KEK could only ever fail, and leave it behind.
        Stamp stamp = file.stamp();
        this.loaded = file.load().map(keks -> new Loaded(keks, stamp)).orElse(null);
    }

    /** The KEK's versions, and when the keystore that they were read from was written, as it was told before. */
    private record Loaded(
            SortedMap<Integer, SecretKey> keks, @Nullable Stamp stamp) {}

    @Override
    public Wrapped wrap(ByteBuffer dek, KeyContext context) {
        requireOpen();
        Kms.requireKey(dek);
        SortedMap<Integer, SecretKey> versions = keksOrCreate();
        int version = versions.lastKey();
        byte[] out = new byte[LENGTH];
        byte[] nonce = WrappingNonce.of(context.canonical());
        ByteBuffer.wrap(out).put(MASKED).putInt(version).put(nonce);
        SecretKey kek = Objects.requireNonNull(versions.get(version));
        byte[] masked = new byte[KEY_BYTES];
        try (Mask mask = Mask.of(kek, nonce)) {
            mask.put(dek, ByteBuffer.wrap(masked));
            cipher(Cipher.ENCRYPT_MODE, kek, out, context).doFinal(masked, 0, KEY_BYTES, out, SEALED);
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException("this JDK's AES/GCM failed", unexpected);
        }
        dek.position(dek.limit());
        return new Wrapped(out, Integer.toString(version));
    }

    @Override
    public void unwrap(Wrapped wrapped, KeyContext context, ByteBuffer into) {
        requireOpen();
        Kms.requireRoom(into);
        // As the keystore is now: a KEK that was taken out of it, or away with it, opens nothing here any more.
        SortedMap<Integer, SecretKey> versions = keksOrRefuse();
        byte[] bytes = wrapped.bytes();
        if (!isOurs(bytes)) {
            throw notAuthentic();
        }
        SecretKey kek = versions.get(version(bytes));
        if (kek == null) {
            throw notAuthentic();
        }
        byte[] opened = new byte[KEY_BYTES];
        try {
            cipher(Cipher.DECRYPT_MODE, kek, bytes, context).doFinal(bytes, SEALED, LENGTH - SEALED, opened, 0);
            if (bytes[0] == UNMASKED) {
                into.put(opened);
            } else {
                try (Mask mask = Mask.of(kek, Arrays.copyOfRange(bytes, HEADER, SEALED))) {
                    mask.put(ByteBuffer.wrap(opened), into);
                }
                into.position(into.position() + KEY_BYTES);
            }
        } catch (AEADBadTagException altered) {
            throw notAuthentic();
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException("this JDK's AES/GCM failed", unexpected);
        } finally {
            Arrays.fill(opened, (byte) 0);
        }
    }

    @Override
    public Material material(Wrapped wrapped) {
        requireOpen();
        if (!isOurs(wrapped.bytes())) {
            return Material.UNTOLD;
        }
        SortedMap<Integer, SecretKey> versions = keksOrRefuse();
        int version = version(wrapped.bytes());
        return !versions.containsKey(version)
                ? Material.UNTOLD
                : version == versions.lastKey() ? Material.NEWEST : Material.OLDER;
    }

    /** Reads the keystore, where there is one; what is not there yet is no failure, since the first wrap makes it. */
    @Override
    public void probe() {
        requireOpen();
        if (file.load().isEmpty() && loaded != null) {
            throw gone();
        }
    }

    private static boolean isOurs(byte[] wrapping) {
        return wrapping.length == LENGTH && (wrapping[0] == MASKED || wrapping[0] == UNMASKED);
    }

    private static int version(byte[] wrapping) {
        return ByteBuffer.wrap(wrapping).getInt(1);
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

    private Misconfigured gone() {
        return new Misconfigured(
                "the keystore " + file.path() + " is gone: what this process remembers of it wraps nothing"
                        + " that could be opened again, and opens nothing; restore it");
    }

    private SortedMap<Integer, SecretKey> keksOrCreate() {
        return keks().orElseGet(() -> {
            SortedMap<Integer, SecretKey> created = file.loadOrCreate();
            // Without a stamp: whatever was written meanwhile is read when it is needed next.
            loaded = new Loaded(created, null);
            return created;
        });
    }

    private SortedMap<Integer, SecretKey> keksOrRefuse() {
        return keks().orElseThrow(() -> new Misconfigured("there is no keystore " + file.path()
                + " to open a wrapped key with; a relative path counts from the working directory"));
    }

    /**
     * The versions that the keystore has now: it is looked at once, and read again if it was written since, so that a rotation is followed.
     * Empty where there is none yet.
     *
     * @throws Misconfigured if there was one, and is none now
     */
    private Optional<SortedMap<Integer, SecretKey>> keks() {
        Loaded present = loaded;
        // From before it is read: what is written meanwhile is then read again.
        Stamp stamp = file.stamp();
        if (present != null && stamp != null && stamp.equals(present.stamp())) {
            return Optional.of(present.keks());
        }
        Optional<SortedMap<Integer, SecretKey>> found = stamp == null ? Optional.empty() : file.load();
        if (found.isEmpty() && present != null) {
            throw gone();
        }
        found.ifPresent(keks -> loaded = new Loaded(keks, stamp));
        return found;
    }

    /** Forgets the KEK. The JDK offers no way to overwrite it. */
    @Override
    public void close() {
        closed = true;
        loaded = null;
        file.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this KMS is closed");
        }
    }
}

package dev.rowseal.kms.contract;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.Kms;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A KMS in memory, for tests: it really wraps (AES-256-GCM under a key of its own), counts its calls, and fails or waits
 * when told to. There is one for each URI in the whole process, so that several users share it as they would share a
 * service; its key is gone when the process ends. Its material can be rotated and it can re-encrypt, also from another KEK
 * of its kind, if told to. Safe for use by many threads.
 */
public final class MemoryKms {

    private static final ConcurrentMap<String, MemoryKms> BY_URI = new ConcurrentHashMap<>();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int SEALED = 1 + NONCE;

    private final AtomicInteger wraps = new AtomicInteger();
    private final AtomicInteger unwraps = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger reEncryptions = new AtomicInteger();
    private final NavigableMap<Integer, SecretKeySpec> material = new ConcurrentSkipListMap<>();
    private volatile boolean reEncrypts;
    private volatile boolean damages;
    private volatile @Nullable Supplier<? extends RowsealFailure> failure;
    private volatile @Nullable Supplier<? extends RowsealFailure> wrapFailure;
    private volatile Runnable beforeUnwrap = () -> {};
    private volatile Runnable onClose = () -> {};

    private MemoryKms() {
        material.put(1, newMaterial());
    }

    private static SecretKeySpec newMaterial() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new SecretKeySpec(bytes, "AES");
    }

    /** The KMS behind a {@code memory-kms:} URI. */
    public static MemoryKms named(String kekUri) {
        return BY_URI.computeIfAbsent(kekUri, uri -> new MemoryKms());
    }

    /** How often a key was wrapped or generated, failures counted. */
    public int wraps() {
        return wraps.get();
    }

    /** How often a wrapping was unwrapped, failures counted. */
    public int unwraps() {
        return unwraps.get();
    }

    /** How often the KMS wrapped anew by itself. */
    public int reEncryptions() {
        return reEncryptions.get();
    }

    /** Whether it wraps anew by itself from now on; at first it does not. */
    public void reEncrypts(boolean able) {
        reEncrypts = able;
    }

    /** Whether a bit of what it wraps anew by itself turns over on the way. */
    public void damagesReEncrypted(boolean damages) {
        this.damages = damages;
    }

    /** Gives the KEK new material; what was wrapped before still opens. */
    public void rotate() {
        material.put(material.lastKey() + 1, newMaterial());
    }

    /** Destroys all material but the newest: what was wrapped with it does not open any more. */
    public void destroyOldMaterial() {
        material.headMap(material.lastKey()).clear();
    }

    /** How many handles are open. */
    public int open() {
        return open.get();
    }

    /** Makes every call fail from now on; {@code null} ends it. */
    public void failWith(@Nullable Supplier<? extends RowsealFailure> failure) {
        this.failure = failure;
    }

    /** Makes every wrap fail from now on, as where only the right to unwrap was granted; {@code null} ends it. */
    public void failWrapsWith(@Nullable Supplier<? extends RowsealFailure> failure) {
        this.wrapFailure = failure;
    }

    /** Runs before every unwrap from now on, in the thread that asked; may block it. */
    public void beforeUnwrap(Runnable action) {
        this.beforeUnwrap = action;
    }

    /** Runs when a handle is closed, from now on; may throw. */
    public void onClose(Runnable action) {
        this.onClose = action;
    }

    Kms openHandle() {
        open.incrementAndGet();
        return new Handle();
    }

    private void failIfTold() {
        failIf(failure);
    }

    private static void failIf(@Nullable Supplier<? extends RowsealFailure> told) {
        if (told != null) {
            throw told.get();
        }
    }

    private Kms.Wrapped seal(byte[] dek, Kms.KeyContext context) {
        int version = material.lastKey();
        byte[] out = new byte[SEALED + Kms.KEY_BYTES + TAG];
        RANDOM.nextBytes(out);
        out[0] = (byte) version;
        try {
            cipher(Cipher.ENCRYPT_MODE, out, context).doFinal(dek, 0, dek.length, out, SEALED);
            return new Kms.Wrapped(out, Integer.toString(version));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] open(byte[] wrapped, Kms.KeyContext context) {
        if (wrapped.length != SEALED + Kms.KEY_BYTES + TAG || !material.containsKey((int) wrapped[0])) {
            throw new NotAuthentic("no wrapping of this KMS");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, wrapped, context).doFinal(wrapped, SEALED, wrapped.length - SEALED);
        } catch (AEADBadTagException altered) {
            throw new NotAuthentic("the wrapping does not open under this KEK and context");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Cipher cipher(int mode, byte[] wrapped, Kms.KeyContext context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                Objects.requireNonNull(material.get((int) wrapped[0])),
                new GCMParameterSpec(8 * TAG, wrapped, 1, NONCE));
        cipher.updateAAD(context.canonical());
        return cipher;
    }

    private final class Handle implements Kms {

        private volatile boolean closed;

        @Override
        public Wrapped wrap(ByteBuffer dek, KeyContext context) {
            requireOpen();
            Kms.requireKey(dek);
            wraps.incrementAndGet();
            failIfTold();
            failIf(wrapFailure);
            byte[] bytes = new byte[KEY_BYTES];
            try {
                dek.get(dek.position(), bytes);
                Wrapped wrapped = seal(bytes, context);
                dek.position(dek.limit());
                return wrapped;
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }

        @Override
        public void unwrap(Wrapped wrapped, KeyContext context, ByteBuffer into) {
            requireOpen();
            Kms.requireRoom(into);
            unwraps.incrementAndGet();
            beforeUnwrap.run();
            failIfTold();
            byte[] bytes = MemoryKms.this.open(wrapped.bytes(), context);
            into.put(bytes);
            Arrays.fill(bytes, (byte) 0);
        }

        @Override
        public Material material(Wrapped wrapped) {
            requireOpen();
            failIfTold();
            int version = wrapped.bytes().length == 0 ? 0 : wrapped.bytes()[0];
            return !material.containsKey(version)
                    ? Material.UNTOLD
                    : version == material.lastKey() ? Material.NEWEST : Material.OLDER;
        }

        @Override
        public Optional<Wrapped> reEncrypt(Wrapped wrapped, String kekUri, KeyContext context) {
            requireOpen();
            if (!reEncrypts || !kekUri.startsWith(MemoryKmsProvider.SCHEME + ":")) {
                return Optional.empty();
            }
            reEncryptions.incrementAndGet();
            failIfTold();
            byte[] bytes = named(kekUri).open(wrapped.bytes(), context);
            try {
                return Optional.of(damaged(seal(bytes, context)));
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }

        private Wrapped damaged(Wrapped wrapped) {
            byte[] bytes = wrapped.bytes();
            if (damages) {
                bytes[bytes.length - 1] ^= 1;
            }
            return new Wrapped(bytes, wrapped.kekVersion());
        }

        @Override
        public void probe() {
            requireOpen();
            failIfTold();
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
                onClose.run();
            }
        }

        private void requireOpen() {
            if (closed) {
                throw new IllegalStateException("this KMS is closed");
            }
        }
    }
}

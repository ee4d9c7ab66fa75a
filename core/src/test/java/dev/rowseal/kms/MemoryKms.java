package dev.rowseal.kms;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A KMS in memory for tests: it really wraps (AES-256-GCM under a key of its own), counts its calls and fails when told
 * to. One for each URI in the whole process, so that several rings share it as they would share a service.
 */
public final class MemoryKms {

    private static final ConcurrentMap<String, MemoryKms> BY_URI = new ConcurrentHashMap<>();
    private static final int NONCE = 12;

    public final AtomicInteger wraps = new AtomicInteger();
    public final AtomicInteger unwraps = new AtomicInteger();
    public final AtomicInteger open = new AtomicInteger();
    public volatile @Nullable Supplier<RowsealFailure> failure;
    public volatile Runnable beforeUnwrap = () -> {};

    private final SecretKeySpec kek;

    private MemoryKms() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        kek = new SecretKeySpec(bytes, "AES");
    }

    public static MemoryKms named(String kekUri) {
        return BY_URI.computeIfAbsent(kekUri, uri -> new MemoryKms());
    }

    Kms open() {
        open.incrementAndGet();
        return new Opened();
    }

    private void failIfTold() {
        Supplier<RowsealFailure> told = failure;
        if (told != null) {
            throw told.get();
        }
    }

    private byte[] gcm(int mode, byte[] nonce, byte[] in, Kms.KeyContext context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, kek, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(context.canonical());
        return cipher.doFinal(in);
    }

    private final class Opened implements Kms {

        @Override
        public Wrapped wrap(ByteBuffer dek, KeyContext context) {
            Kms.requireKey(dek);
            wraps.incrementAndGet();
            failIfTold();
            byte[] plain = new byte[KEY_BYTES];
            dek.get(plain);
            byte[] nonce = new byte[NONCE];
            new SecureRandom().nextBytes(nonce);
            try {
                byte[] sealed = gcm(Cipher.ENCRYPT_MODE, nonce, plain, context);
                byte[] bytes = Arrays.copyOf(nonce, NONCE + sealed.length);
                System.arraycopy(sealed, 0, bytes, NONCE, sealed.length);
                return new Wrapped(bytes, "1");
            } catch (GeneralSecurityException impossible) {
                throw new AssertionError(impossible);
            }
        }

        @Override
        public void unwrap(Wrapped wrapped, KeyContext context, ByteBuffer into) {
            Kms.requireRoom(into);
            unwraps.incrementAndGet();
            beforeUnwrap.run();
            failIfTold();
            byte[] bytes = wrapped.bytes();
            try {
                into.put(gcm(
                        Cipher.DECRYPT_MODE,
                        Arrays.copyOf(bytes, NONCE),
                        Arrays.copyOfRange(bytes, NONCE, bytes.length),
                        context));
            } catch (AEADBadTagException e) {
                throw new NotAuthentic("the wrapping does not open under this context");
            } catch (GeneralSecurityException impossible) {
                throw new AssertionError(impossible);
            }
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}

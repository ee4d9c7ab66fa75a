package dev.rowseal.kms.pkcs11;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Wraps with AES-256-GCM (NIST SP 800-38D; PKCS #11's CKM_AES_GCM) inside a token. A wrapping has 61 bytes:
 *
 * <pre>
 *   01 | nonce 12 | sealed data key 32 | tag 16
 * </pre>
 *
 * Its associated data is {@code "rowseal/1 pkcs11"}, the first byte and the canonical key context. Nonces are random: a KEK
 * wraps a few keys for each table, where SP 800-38D allows 2³². A key of a token has no versions: new material is another
 * key, with a URI of its own.
 */
final class Pkcs11Kms implements Kms {

    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int SEALED = 1 + NONCE;
    private static final int LENGTH = SEALED + KEY_BYTES + TAG;
    private static final byte[] LABEL = "rowseal/1 pkcs11".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TokenKey token;
    private final BoundedCalls calls;
    private volatile boolean closed;

    Pkcs11Kms(TokenKey token, BoundedCalls calls) {
        this.token = token;
        this.calls = calls;
    }

    @Override
    public Wrapped wrap(ByteBuffer dek, KeyContext context) {
        requireOpen();
        Kms.requireKey(dek);
        byte[] aad = associatedData(context);
        byte[] key = new byte[KEY_BYTES];
        dek.get(dek.position(), key);
        try {
            byte[] wrapping = calls.run(() -> inToken(in -> sealed(in, key, aad)));
            dek.position(dek.limit());
            return new Wrapped(wrapping, "");
        } finally {
            // A call that was given up may seal zeros then, for nobody.
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public void unwrap(Wrapped wrapped, KeyContext context, ByteBuffer into) {
        requireOpen();
        Kms.requireRoom(into);
        byte[] aad = associatedData(context);
        byte[] wrapping = wrapped.bytes();
        if (wrapping.length != LENGTH || wrapping[0] != FORMAT) {
            throw notAuthentic();
        }
        byte[] key = new byte[KEY_BYTES];
        AtomicBoolean over = new AtomicBoolean();
        try {
            calls.run(() -> {
                inToken(in -> open(in, wrapping, aad, key));
                if (over.get()) {
                    // It was given up: whoever comes second overwrites.
                    Arrays.fill(key, (byte) 0);
                }
                return key;
            });
            into.put(key);
        } finally {
            over.set(true);
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Logs in where nobody did and finds the key; nothing is encrypted. */
    @Override
    public void probe() {
        requireOpen();
        calls.run(() -> inToken(in -> in.key().getAlgorithm()));
    }

    private static byte[] sealed(TokenKey.Loaded in, byte[] key, byte[] aad) throws GeneralSecurityException {
        byte[] out = new byte[LENGTH];
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        out[0] = FORMAT;
        System.arraycopy(nonce, 0, out, 1, NONCE);
        int length = cipher(Cipher.ENCRYPT_MODE, in, out, aad).doFinal(key, 0, KEY_BYTES, out, SEALED);
        if (length != KEY_BYTES + TAG) {
            throw new ProviderException("the token sealed " + KEY_BYTES + " bytes as " + length);
        }
        return out;
    }

    private static byte[] open(TokenKey.Loaded in, byte[] wrapping, byte[] aad, byte[] key)
            throws GeneralSecurityException {
        // The JDK wants room for the tag too, though the token writes none.
        byte[] room = new byte[KEY_BYTES + TAG];
        try {
            int length =
                    cipher(Cipher.DECRYPT_MODE, in, wrapping, aad).doFinal(wrapping, SEALED, LENGTH - SEALED, room, 0);
            if (length != KEY_BYTES) {
                throw new ProviderException("the token opened a key of another size");
            }
            System.arraycopy(room, 0, key, 0, KEY_BYTES);
            return key;
        } catch (AEADBadTagException altered) {
            // Some tokens say "general error" for a wrong tag, and for whatever else goes wrong in them. One that still
            // seals and opens what is its own meant the tag.
            requireWorking(in);
            throw notAuthentic();
        } finally {
            Arrays.fill(room, (byte) 0);
        }
    }

    private static void requireWorking(TokenKey.Loaded in) throws GeneralSecurityException {
        byte[] any = new byte[KEY_BYTES];
        byte[] aad = LABEL.clone();
        byte[] sealed = sealed(in, any, aad);
        byte[] opened = cipher(Cipher.DECRYPT_MODE, in, sealed, aad).doFinal(sealed, SEALED, LENGTH - SEALED);
        if (!Arrays.equals(any, opened)) {
            throw new ProviderException("the token does not open what it sealed");
        }
    }

    private static Cipher cipher(int mode, TokenKey.Loaded in, byte[] wrapping, byte[] aad)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", in.provider());
        cipher.init(mode, in.key(), new GCMParameterSpec(8 * TAG, wrapping, 1, NONCE));
        cipher.updateAAD(aad);
        return cipher;
    }

    private static byte[] associatedData(KeyContext context) {
        byte[] canonical = context.canonical();
        ByteBuffer aad = ByteBuffer.allocate(LABEL.length + 1 + canonical.length);
        return aad.put(LABEL).put(FORMAT).put(canonical).array();
    }

    private interface InToken<T> {
        T with(TokenKey.Loaded in) throws GeneralSecurityException;
    }

    /** Once more with the key looked for anew: after a logout, a restart or a failover the old one means nothing. */
    private <T> T inToken(InToken<T> work) {
        TokenKey.Loaded first = token.get();
        try {
            return work.with(first);
        } catch (GeneralSecurityException | ProviderException lost) {
            token.forget(first);
        }
        TokenKey.Loaded second = token.get();
        try {
            return work.with(second);
        } catch (GeneralSecurityException | ProviderException failed) {
            token.forget(second);
            throw new KeyUnavailable("the token failed: " + failed.getClass().getSimpleName(), failed);
        }
    }

    private static NotAuthentic notAuthentic() {
        return new NotAuthentic(
                "the wrapping was not made by this key of the token for this key of Rowseal, or was altered");
    }

    /** Forgets the key. The token stays logged in to, since that is the whole process's. */
    @Override
    public void close() {
        closed = true;
        token.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this KMS is closed");
        }
    }
}

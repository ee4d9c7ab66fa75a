package dev.rowseal.kms.pkcs11;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.memory.WrappingNonce;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
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
 * Its associated data is {@code "rowseal/1 pkcs11"}, the first byte and the canonical key context. Nonces are as good as
 * random ({@link WrappingNonce}): a KEK wraps a few keys for each table, where SP 800-38D allows 2³². A key of a token has no versions: new material is another
 * key, with a URI of its own.
 */
final class Pkcs11Kms implements Kms {

    private static final byte FORMAT = 1;
    private static final int NONCE = WrappingNonce.LENGTH;
    private static final int TAG = 16;
    private static final int SEALED = 1 + NONCE;
    private static final int LENGTH = SEALED + KEY_BYTES + TAG;
    private static final byte[] LABEL = "rowseal/1 pkcs11".getBytes(StandardCharsets.US_ASCII);

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
        ByteBuffer key = ByteBuffer.allocateDirect(KEY_BYTES);
        try {
            copy(dek, dek.position(), key.duplicate());
            byte[] wrapping = calls.run(deadline -> inToken(deadline, in -> {
                byte[] sealed = sealed(in, key.duplicate(), aad);
                sealed(in, ByteBuffer.allocateDirect(KEY_BYTES), aad); // for what is left: see open
                return sealed;
            }));
            dek.position(dek.limit());
            return new Wrapped(wrapping, "");
        } finally {
            // A call that was given up may seal zeros then, for nobody.
            wipe(key);
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
        // Outside the heap, where no collector moves it. The JDK wants room for the tag too, though the token writes
        // none.
        ByteBuffer room = ByteBuffer.allocateDirect(KEY_BYTES + TAG);
        AtomicBoolean over = new AtomicBoolean();
        try {
            calls.run(deadline -> {
                inToken(deadline, in -> open(in, wrapping, aad, room.duplicate()));
                if (over.get()) {
                    // It was given up: whoever comes second overwrites.
                    wipe(room);
                }
                return room;
            });
            copy(room, 0, into);
        } finally {
            over.set(true);
            wipe(room);
        }
    }

    /** Logs in where nobody did and finds the key; nothing is encrypted. */
    @Override
    public void probe() {
        requireOpen();
        calls.run(deadline -> inToken(deadline, in -> in.key().getAlgorithm()));
    }

    private static byte[] sealed(TokenKey.Loaded in, ByteBuffer key, byte[] aad) throws GeneralSecurityException {
        byte[] out = new byte[LENGTH];
        out[0] = FORMAT;
        System.arraycopy(WrappingNonce.of(aad), 0, out, 1, NONCE);
        ByteBuffer sealed = ByteBuffer.wrap(out, SEALED, LENGTH - SEALED);
        if (cipher(Cipher.ENCRYPT_MODE, in, out, aad).doFinal(key, sealed) != KEY_BYTES + TAG) {
            throw new ProviderException("the token sealed " + KEY_BYTES + " bytes as " + sealed.position());
        }
        return out;
    }

    private static ByteBuffer open(TokenKey.Loaded in, byte[] wrapping, byte[] aad, ByteBuffer room)
            throws GeneralSecurityException {
        try {
            opened(in, wrapping, aad, room);
            // The JDK's native code and the token's library leave pieces of what they opened on their stacks and in
            // freed
            // memory. The same way once more, and what is left is of nothing.
            opened(
                    in,
                    sealed(in, ByteBuffer.allocateDirect(KEY_BYTES), aad),
                    aad,
                    ByteBuffer.allocateDirect(KEY_BYTES + TAG));
            return room;
        } catch (GeneralSecurityException | ProviderException failed) {
            if (!mayBeAltered(failed)) {
                throw failed;
            }
            // Some tokens say "general error" for a wrong tag, and for whatever else goes wrong in them. One that still
            // seals and opens what is its own meant the tag.
            requireWorking(in);
            throw notAuthentic();
        }
    }

    /** The JDK knows some of the values for a wrong tag, and tells the others as they are. */
    private static boolean mayBeAltered(Exception failed) {
        return failed instanceof AEADBadTagException
                || TokenError.of(failed)
                        .filter(error -> error.sort() == TokenError.Sort.NOT_AUTHENTIC)
                        .isPresent();
    }

    private static void opened(TokenKey.Loaded in, byte[] wrapping, byte[] aad, ByteBuffer room)
            throws GeneralSecurityException {
        ByteBuffer sealed = ByteBuffer.wrap(wrapping, SEALED, LENGTH - SEALED);
        if (cipher(Cipher.DECRYPT_MODE, in, wrapping, aad).doFinal(sealed, room) != KEY_BYTES) {
            throw new ProviderException("the token opened a key of another size");
        }
    }

    private static void requireWorking(TokenKey.Loaded in) throws GeneralSecurityException {
        byte[] aad = LABEL.clone();
        ByteBuffer room = ByteBuffer.allocateDirect(KEY_BYTES + TAG);
        opened(in, sealed(in, ByteBuffer.allocateDirect(KEY_BYTES), aad), aad, room);
        for (int i = 0; i < KEY_BYTES; i++) {
            if (room.get(i) != 0) {
                throw new ProviderException("the token does not open what it sealed");
            }
        }
    }

    /** One key, byte by byte: what moves more at once passes through registers, which the JVM may save on a stack. */
    private static void copy(ByteBuffer from, int at, ByteBuffer to) {
        for (int i = 0; i < KEY_BYTES; i++) {
            to.put(from.get(at + i));
        }
    }

    private static void wipe(ByteBuffer key) {
        for (int i = 0; i < key.capacity(); i++) {
            key.put(i, (byte) 0);
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
    private <T> T inToken(Deadline deadline, InToken<T> work) {
        TokenKey.Loaded first = token.get(deadline);
        try {
            return work.with(first);
        } catch (GeneralSecurityException | ProviderException lost) {
            token.forget(first);
        }
        TokenKey.Loaded second = token.get(deadline);
        try {
            return work.with(second);
        } catch (GeneralSecurityException | ProviderException failed) {
            token.forget(second);
            throw TokenError.failure("the token failed", failed);
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

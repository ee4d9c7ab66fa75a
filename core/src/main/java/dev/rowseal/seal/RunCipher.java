package dev.rowseal.seal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM (NIST SP 800-38D) on the JCE with the run key that it used last, so that a run of values pays for one key
 * schedule. Used by one thread at a time; {@link DataKey} pools them.
 */
final class RunCipher {

    private static final RunId NO_RUN = new RunId(0, 0);

    private final Cipher cipher;
    private final RunKey key = new RunKey();
    private final RunKeys runKeys;

    RunCipher(RunKeys runKeys) {
        this.runKeys = runKeys;
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no AES/GCM", e);
        }
    }

    /** Encrypts into an envelope whose header, run id and nonce are in place. */
    void encrypt(byte[] plaintext, byte[] associatedData, byte[] envelope) {
        try {
            start(Cipher.ENCRYPT_MODE, associatedData, envelope);
            int made = cipher.doFinal(plaintext, 0, plaintext.length, envelope, Envelope.ciphertext());
            if (made != Envelope.ciphertextLength(envelope)) {
                throw new IllegalStateException("AES/GCM gave another length than was asked for");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM failed", e);
        }
    }

    /** The plaintext, or {@code null} when it is not authentic. */
    byte @Nullable [] decrypt(byte[] associatedData, byte[] envelope) {
        try {
            start(Cipher.DECRYPT_MODE, associatedData, envelope);
            return cipher.doFinal(envelope, Envelope.ciphertext(), Envelope.ciphertextLength(envelope));
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM failed", e);
        }
    }

    /** Overwrites the key, and has the JCE replace what it made of it. Not to be used afterwards. */
    void wipe() {
        try {
            // The JCE drops and partly overwrites its own copies when it is given another key: here one of no use to
            // anybody.
            Arrays.fill(key.fill(), (byte) 0);
            key.filled(NO_RUN);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    key,
                    new GCMParameterSpec(Envelope.TAG_LENGTH * Byte.SIZE, new byte[Envelope.NONCE_LENGTH]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM failed", e);
        } finally {
            key.destroy();
        }
    }

    /** Its key; for tests. */
    RunKey key() {
        return key;
    }

    private void start(int mode, byte[] associatedData, byte[] envelope) throws GeneralSecurityException {
        RunId id = Envelope.runId(envelope);
        if (!key.isOf(id)) {
            runKeys.load(id, key);
        }
        cipher.init(mode, key, Envelope.gcmParameters(envelope));
        cipher.updateAAD(associatedData);
    }
}

package dev.rowseal.kms.tencent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A CMK of the loopback service: its state, its versions, and ciphertexts that nobody else can read or make. */
final class CmkKey {

    private static final int NONCE = 12;
    private static final int LEAST = 1 + NONCE + 16;

    final String id;
    volatile String state = "Enabled";
    volatile String usage = "ENCRYPT_DECRYPT";
    private final List<SecretKeySpec> versions = new CopyOnWriteArrayList<>();

    CmkKey(String id) {
        this.id = id;
        rotate();
    }

    void rotate() {
        versions.add(new SecretKeySpec(Sm2Sender.random(32), "AES"));
    }

    byte[] encrypt(byte[] text, String context) {
        byte[] nonce = Sm2Sender.random(NONCE);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, versions.size() - 1, nonce, text, context);
        if (sealed == null) {
            throw new IllegalStateException();
        }
        return ByteBuffer.allocate(1 + NONCE + sealed.length)
                .put((byte) (versions.size() - 1))
                .put(nonce)
                .put(sealed)
                .array();
    }

    byte @Nullable [] decrypt(byte[] blob, String context) {
        if (blob.length < LEAST || blob[0] < 0 || blob[0] >= versions.size()) {
            return null;
        }
        byte[] nonce = Arrays.copyOfRange(blob, 1, 1 + NONCE);
        return crypt(Cipher.DECRYPT_MODE, blob[0], nonce, Arrays.copyOfRange(blob, 1 + NONCE, blob.length), context);
    }

    private byte @Nullable [] crypt(int mode, int version, byte[] nonce, byte[] text, String context) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, versions.get(version), new GCMParameterSpec(128, nonce));
            cipher.updateAAD((version + context).getBytes(UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException altered) {
            return null;
        }
    }
}

package dev.rowseal.second;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** The primitives, by Bouncy Castle, and joining bytes by way of hex. */
public final class SecondCrypto {

    private SecondCrypto() {}

    public static byte[] hmac(byte[] key, byte[] message) {
        HMac mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] out = new byte[32];
        mac.doFinal(out, 0);
        return out;
    }

    /** HKDF-Expand of one block: T(1) = HMAC(key, info | 01). */
    public static byte[] expand32(byte[] key, byte[] info) {
        return hmac(key, join(info, unhex("01")));
    }

    public static byte[] gcmSeal(byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
        try {
            return gcm(true, key, nonce, associatedData, plaintext);
        } catch (InvalidCipherTextException e) {
            throw new AssertionError(e);
        }
    }

    public static byte[] gcmOpen(byte[] key, byte[] nonce, byte[] associatedData, byte[] sealed) {
        try {
            return gcm(false, key, nonce, associatedData, sealed);
        } catch (InvalidCipherTextException e) {
            throw new SecondRefusal("tag");
        }
    }

    private static byte[] gcm(boolean seal, byte[] key, byte[] nonce, byte[] associatedData, byte[] input)
            throws InvalidCipherTextException {
        GCMModeCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
        gcm.init(seal, new AEADParameters(new KeyParameter(key), 128, nonce, associatedData));
        byte[] out = new byte[gcm.getOutputSize(input.length)];
        int made = gcm.processBytes(input, 0, input.length, out, 0);
        made += gcm.doFinal(out, made);
        return Arrays.copyOf(out, made);
    }

    public static byte[] join(byte[]... parts) {
        StringBuilder all = new StringBuilder();
        for (byte[] part : parts) {
            all.append(hex(part));
        }
        return unhex(all.toString());
    }

    public static byte[] number(long number, int bytes) {
        return unhex(String.format("%016x", number).substring(16 - 2 * bytes));
    }

    public static byte[] lp(byte[] bytes) {
        return join(number(bytes.length, 2), bytes);
    }

    public static byte[] lp(String text) {
        return lp(text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    public static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}

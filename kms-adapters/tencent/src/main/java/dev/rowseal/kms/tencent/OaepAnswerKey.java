package dev.rowseal.kms.tencent;

import dev.rowseal.kms.Kms;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;

/**
 * RSA-2048 or RSA-3072 with OAEP and SHA-256 (RFC 8017), opened by Bouncy Castle. The API's name does not say which hash the mask
 * function MGF1 takes, and implementations differ: SHA-256 is tried first, then SHA-1. The key pair lives for one call, so
 * that nobody can learn from what opens.
 */
final class OaepAnswerKey implements AnswerKey {

    private final Algorithm algorithm;
    private final RSAPrivateCrtKeyParameters own;
    private final String publicKey;

    private OaepAnswerKey(Algorithm algorithm, KeyPair pair) {
        this.algorithm = algorithm;
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) pair.getPrivate();
        this.own = new RSAPrivateCrtKeyParameters(
                key.getModulus(),
                key.getPublicExponent(),
                key.getPrivateExponent(),
                key.getPrimeP(),
                key.getPrimeQ(),
                key.getPrimeExponentP(),
                key.getPrimeExponentQ(),
                key.getCrtCoefficient());
        this.publicKey = AnswerKey.pem(pair.getPublic().getEncoded());
    }

    static OaepAnswerKey generate(Algorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(algorithm == Algorithm.RSAES_OAEP_SHA_256_3072 ? 3072 : 2048);
            return new OaepAnswerKey(algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has RSA", missing);
        }
    }

    @Override
    public Algorithm algorithm() {
        return algorithm;
    }

    @Override
    public String publicKey() {
        return publicKey;
    }

    @Override
    public boolean open(byte[] encrypted, ByteBuffer into) {
        if (encrypted.length != own.getModulus().bitLength() / 8) {
            return false;
        }
        for (Supplier<Digest> mask : List.<Supplier<Digest>>of(SHA256Digest::new, SHA1Digest::new)) {
            byte[] key = new byte[0];
            try {
                OAEPEncoding oaep = new OAEPEncoding(new RSABlindedEngine(), new SHA256Digest(), mask.get(), null);
                oaep.init(false, own);
                key = oaep.processBlock(encrypted, 0, encrypted.length);
                if (key.length == Kms.KEY_BYTES) {
                    AnswerKey.hand(key, into);
                    return true;
                }
            } catch (InvalidCipherTextException | RuntimeException altered) {
                continue;
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        }
        return false;
    }
}

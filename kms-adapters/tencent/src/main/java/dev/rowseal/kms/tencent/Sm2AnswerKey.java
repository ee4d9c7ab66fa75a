package dev.rowseal.kms.tencent;

import dev.rowseal.kms.Kms;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.jspecify.annotations.Nullable;

/** SM2 on the curve sm2p256v1 (GB/T 32918.5), by Bouncy Castle. */
final class Sm2AnswerKey implements AnswerKey {

    private static final X9ECParameters CURVE = GMNamedCurves.getByName("sm2p256v1");
    static final ECDomainParameters DOMAIN =
            new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());
    private static final int COORDINATE = 32;
    private static final int HASH = 32;

    /** SubjectPublicKeyInfo up to the point: id-ecPublicKey, sm2p256v1 (1.2.156.10197.1.301), a bit string of 65 bytes. */
    private static final byte[] BEFORE_POINT =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a811ccf5501822d034200");

    private final Algorithm algorithm;
    private final ECPrivateKeyParameters own;
    private final String publicKey;

    private Sm2AnswerKey(Algorithm algorithm, ECPrivateKeyParameters own, ECPublicKeyParameters theirs) {
        this.algorithm = algorithm;
        this.own = own;
        byte[] point = theirs.getQ().getEncoded(false);
        this.publicKey = AnswerKey.pem(ByteBuffer.allocate(BEFORE_POINT.length + point.length)
                .put(BEFORE_POINT)
                .put(point)
                .array());
    }

    static Sm2AnswerKey generate(Algorithm algorithm) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(DOMAIN, new SecureRandom()));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return new Sm2AnswerKey(
                algorithm, (ECPrivateKeyParameters) pair.getPrivate(), (ECPublicKeyParameters) pair.getPublic());
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
        byte[] raw = algorithm == Algorithm.SM2 ? raw(encrypted) : ofDer(encrypted);
        if (raw == null) {
            return false;
        }
        byte[] key = new byte[0];
        try {
            key = decrypt(own, raw);
            if (key.length != Kms.KEY_BYTES) {
                return false;
            }
            AnswerKey.hand(key, into);
            return true;
        } catch (InvalidCipherTextException | IllegalArgumentException altered) {
            return false;
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** What C1 | C3 | C2 says, C1 being the uncompressed point with its 04 before it. */
    static byte[] decrypt(ECPrivateKeyParameters key, byte[] raw) throws InvalidCipherTextException {
        SM2Engine engine = new SM2Engine(new SM3Digest(), SM2Engine.Mode.C1C3C2);
        engine.init(false, key);
        return engine.processBlock(raw, 0, raw.length);
    }

    /** With or without the 04 before the point: both are in use. */
    private static byte @Nullable [] raw(byte[] encrypted) {
        int length = 2 * COORDINATE + HASH + Kms.KEY_BYTES;
        if (encrypted.length == length + 1 && encrypted[0] == 4) {
            return encrypted;
        }
        return encrypted.length == length
                ? ByteBuffer.allocate(length + 1).put((byte) 4).put(encrypted).array()
                : null;
    }

    /** SEQUENCE { x INTEGER, y INTEGER, hash OCTET STRING, text OCTET STRING } as C1 | C3 | C2; null when it is none. */
    static byte @Nullable [] ofDer(byte[] der) {
        try {
            ByteBuffer in = ByteBuffer.wrap(der);
            if (in.get() != 0x30 || length(in) != in.remaining()) {
                return null;
            }
            byte[] x = coordinate(part(in, 0x02));
            byte[] y = coordinate(part(in, 0x02));
            byte[] hash = part(in, 0x04);
            byte[] text = part(in, 0x04);
            if (in.hasRemaining() || hash.length != HASH || text.length != Kms.KEY_BYTES) {
                return null;
            }
            return ByteBuffer.allocate(1 + 2 * COORDINATE + HASH + text.length)
                    .put((byte) 4)
                    .put(x)
                    .put(y)
                    .put(hash)
                    .put(text)
                    .array();
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException malformed) {
            return null;
        }
    }

    private static int length(ByteBuffer in) {
        int first = in.get() & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = in.get() & 0xFF;
        if (first != 0x81 || length < 0x80) {
            throw new IllegalArgumentException("a length that DER writes otherwise");
        }
        return length;
    }

    private static byte[] part(ByteBuffer in, int tag) {
        if (in.get() != tag) {
            throw new IllegalArgumentException("another type");
        }
        byte[] part = new byte[length(in)];
        in.get(part);
        return part;
    }

    /**
     * The 32 bytes of an integer that is never negative. The service's own sample writes 32 bytes where DER would want a
     * zero before them if the first bit is set; both are read.
     */
    private static byte[] coordinate(byte[] integer) {
        int from = integer.length == COORDINATE + 1 && integer[0] == 0 ? 1 : 0;
        int length = integer.length - from;
        if (length < 1 || length > COORDINATE) {
            throw new IllegalArgumentException("no coordinate");
        }
        byte[] out = new byte[COORDINATE];
        System.arraycopy(integer, from, out, COORDINATE - length, length);
        return out;
    }
}

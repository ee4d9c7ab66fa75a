package dev.rowseal.kms.tencent;

import dev.rowseal.failure.Misconfigured;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A key pair of this process, to whose public half the service encrypts the data key in its answer, so that it is in no
 * HTTP answer as it is ({@code EncryptionPublicKey}). Safe for use by many threads.
 */
interface AnswerKey {

    /** What answers are encrypted with, by the names that the API has for it. */
    enum Algorithm {
        /** SM2 (GB/T 32918.4) with SM3; the ciphertext as C1 | C3 | C2. */
        SM2,
        /** The same, as ASN.1 in DER (GB/T 35276). */
        SM2_C1C3C2_ASN1,
        /** RSA-2048 with OAEP (RFC 8017) and SHA-256. */
        RSAES_OAEP_SHA_256,
        /** The same with RSA-3072, for which the API has the same name. */
        RSAES_OAEP_SHA_256_3072;

        /** What the API calls it. */
        String apiName() {
            return this == RSAES_OAEP_SHA_256_3072 ? RSAES_OAEP_SHA_256.name() : name();
        }
    }

    Algorithm algorithm();

    /** The public half, as a SubjectPublicKeyInfo (RFC 5280) in PEM. */
    String publicKey();

    /**
     * Opens a data key into the next 32 bytes of a buffer and advances it.
     *
     * @return whether it was a data key, encrypted to this key pair; when not, the buffer is as it was
     */
    boolean open(byte[] encrypted, ByteBuffer into);

    /** A new key pair. */
    static AnswerKey generate(Algorithm algorithm) {
        return switch (algorithm) {
            case SM2, SM2_C1C3C2_ASN1 -> Sm2AnswerKey.generate(algorithm);
            case RSAES_OAEP_SHA_256, RSAES_OAEP_SHA_256_3072 -> OaepAnswerKey.generate(algorithm);
        };
    }

    /** The algorithm of a name. */
    static Algorithm algorithm(String name) {
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm.name().equals(name)) {
                return algorithm;
            }
        }
        if (name.equals("RSAES_PKCS1_V1_5") || name.equals("RSAES_OAEP_SHA_1")) {
            throw new Misconfigured(
                    name + " is not used for answers: the one tells whoever can ask often enough what it"
                            + " hides, the other rests on SHA-1; take SM2_C1C3C2_ASN1, SM2 or RSAES_OAEP_SHA_256");
        }
        throw new Misconfigured("answers can be encrypted with SM2_C1C3C2_ASN1, SM2, RSAES_OAEP_SHA_256 or, where the"
                + " service takes such a key, RSAES_OAEP_SHA_256_3072");
    }

    /** Byte by byte: what moves more at once passes through registers, which the JVM may save on a stack. */
    static void hand(byte[] key, ByteBuffer into) {
        for (byte b : key) {
            into.put(b);
        }
    }

    /** The PEM text (RFC 7468) of a public key. */
    static String pem(byte[] subjectPublicKeyInfo) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(subjectPublicKeyInfo)
                + "\n-----END PUBLIC KEY-----\n";
    }
}

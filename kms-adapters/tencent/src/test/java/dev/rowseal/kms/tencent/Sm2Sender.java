package dev.rowseal.kms.tencent;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.crypto.digests.SM3Digest;

/**
 * SM2 encryption from GB/T 32918.4, with an arithmetic of its own (affine, on the published parameters of the curve): a
 * second implementation beside Bouncy Castle's, which is used here for nothing but the hash SM3.
 */
final class Sm2Sender {

    private static final BigInteger P = hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF");
    private static final BigInteger A = P.subtract(BigInteger.valueOf(3));
    private static final BigInteger N = hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");
    private static final Point G = new Point(
            hex("32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"),
            hex("BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0"));
    private static final SecureRandom RANDOM = new SecureRandom();

    private Sm2Sender() {}

    record Point(BigInteger x, BigInteger y) {

        byte[] bytes() {
            return ByteBuffer.allocate(64).put(bytes32(x)).put(bytes32(y)).array();
        }
    }

    static BigInteger hex(String text) {
        return new BigInteger(text, 16);
    }

    static byte[] bytes32(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] out = new byte[32];
        int length = Math.min(32, signed.length);
        System.arraycopy(signed, signed.length - length, out, 32 - length, length);
        return out;
    }

    static Point point(byte[] xy) {
        return new Point(new BigInteger(1, Arrays.copyOf(xy, 32)), new BigInteger(1, Arrays.copyOfRange(xy, 32, 64)));
    }

    private static Point add(Point p, Point q) {
        BigInteger slope = p.equals(q)
                ? p.x.pow(2)
                        .multiply(BigInteger.valueOf(3))
                        .add(A)
                        .multiply(p.y.shiftLeft(1).modInverse(P))
                : q.y.subtract(p.y).multiply(q.x.subtract(p.x).mod(P).modInverse(P));
        BigInteger x = slope.pow(2).subtract(p.x).subtract(q.x).mod(P);
        return new Point(x, slope.multiply(p.x.subtract(x)).subtract(p.y).mod(P));
    }

    static Point times(BigInteger k, Point p) {
        Point sum = p;
        for (int bit = k.bitLength() - 2; bit >= 0; bit--) {
            sum = add(sum, sum);
            if (k.testBit(bit)) {
                sum = add(sum, p);
            }
        }
        return sum;
    }

    static Point publicOf(BigInteger own) {
        return times(own, G);
    }

    static byte[] sm3(byte[]... parts) {
        SM3Digest digest = new SM3Digest();
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return hash;
    }

    /** C1 (x and y), C3 and C2. */
    record Ciphertext(Point c1, byte[] c3, byte[] c2) {

        byte[] raw() {
            return ByteBuffer.allocate(96 + c2.length)
                    .put(c1.bytes())
                    .put(c3)
                    .put(c2)
                    .array();
        }

        /** DER, with integers as DER wants them or, as the service's sample has them, of 32 bytes always. */
        byte[] der(boolean integersOf32) {
            ByteArrayOutputStream inner = new ByteArrayOutputStream();
            for (BigInteger one : new BigInteger[] {c1.x, c1.y}) {
                write(inner, 0x02, integersOf32 ? bytes32(one) : one.toByteArray());
            }
            write(inner, 0x04, c3);
            write(inner, 0x04, c2);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            write(out, 0x30, inner.toByteArray());
            return out.toByteArray();
        }

        private static void write(ByteArrayOutputStream out, int tag, byte[] content) {
            out.write(tag);
            if (content.length > 127) {
                out.write(0x81);
            }
            out.write(content.length);
            out.writeBytes(content);
        }
    }

    static Ciphertext encrypt(Point to, byte[] text) {
        return encrypt(
                to,
                text,
                new BigInteger(1, random(32)).mod(N.subtract(BigInteger.TWO)).add(BigInteger.ONE));
    }

    static Ciphertext encrypt(Point to, byte[] text, BigInteger k) {
        Point shared = times(k, to);
        byte[] c2 = text.clone();
        byte[] mask = new byte[0];
        for (int i = 0; i < c2.length; i++) {
            if (i % 32 == 0) {
                mask = sm3(
                        shared.bytes(),
                        ByteBuffer.allocate(4).putInt(i / 32 + 1).array());
            }
            c2[i] ^= mask[i % 32];
        }
        return new Ciphertext(times(k, G), sm3(bytes32(shared.x), text, bytes32(shared.y)), c2);
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static byte[] ofHex(String text) {
        return HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT));
    }
}

package dev.rowseal.kms.tencent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.tencent.AnswerKey.Algorithm;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is encrypted to a key of this process: known answers, and second implementations. */
class AnswerKeyTest {

    private static byte[] ofPem(String pem) {
        String[] lines = pem.split("\n");
        assertThat(lines[0]).isEqualTo("-----BEGIN PUBLIC KEY-----");
        assertThat(lines[lines.length - 1]).isEqualTo("-----END PUBLIC KEY-----");
        return Base64.getDecoder().decode(String.join("", Arrays.copyOfRange(lines, 1, lines.length - 1)));
    }

    /** As a sender would: RSA by the JDK, with MGF1 over the hash named; SM2 by its own arithmetic. */
    private static boolean isRsa(Algorithm algorithm) {
        return algorithm.apiName().equals("RSAES_OAEP_SHA_256");
    }

    static byte[] encrypted(Algorithm algorithm, String pem, byte[] text, String form) throws Exception {
        byte[] info = ofPem(pem);
        if (isRsa(algorithm)) {
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(info));
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    key,
                    new OAEPParameterSpec("SHA-256", "MGF1", new MGF1ParameterSpec(form), PSource.PSpecified.DEFAULT));
            return cipher.doFinal(text);
        }
        Sm2Sender.Point point = Sm2Sender.point(Arrays.copyOfRange(info, info.length - 64, info.length));
        Sm2Sender.Ciphertext sent = Sm2Sender.encrypt(point, text);
        return algorithm == Algorithm.SM2 ? sent.raw() : sent.der(form.equals("sample"));
    }

    private static byte[] encrypted(AnswerKey to, byte[] text, String form) throws Exception {
        return encrypted(to.algorithm(), to.publicKey(), text, form);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void whatAnotherImplementationEncryptsIsOpened(Algorithm algorithm) throws Exception {
        boolean rsa = isRsa(algorithm);
        for (int i = 0; i < (rsa ? 2 : 20); i++) {
            AnswerKey key = AnswerKey.generate(algorithm);
            byte[] text = Sm2Sender.random(32);
            for (String form : rsa ? new String[] {"SHA-256", "SHA-1"} : new String[] {"der", "sample"}) {
                ByteBuffer into = ByteBuffer.allocate(40).position(4);
                assertThat(key.open(encrypted(key, text, form), into)).as(form).isTrue();
                assertThat(into.position()).isEqualTo(36);
                assertThat(Arrays.copyOfRange(into.array(), 4, 36)).isEqualTo(text);
            }
            if (algorithm == Algorithm.SM2) {
                byte[] raw = encrypted(key, text, "");
                byte[] marked = ByteBuffer.allocate(raw.length + 1)
                        .put((byte) 4)
                        .put(raw)
                        .array();
                assertThat(key.open(marked, ByteBuffer.allocate(32)))
                        .as("with its 04")
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void whatIsAlteredOrForAnotherIsNotOpened(Algorithm algorithm) throws Exception {
        Random random = new Random(7);
        AnswerKey key = AnswerKey.generate(algorithm);
        byte[] good = encrypted(key, Sm2Sender.random(32), "SHA-256");
        // Opening with RSA-3072 takes its time, and what is altered is refused by the same code as with RSA-2048.
        int flips = algorithm == Algorithm.RSAES_OAEP_SHA_256_3072 ? 5 : 60;
        for (int i = 0; i < flips; i++) {
            byte[] altered = good.clone();
            altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
            assertNotOpened(key, altered);
        }
        for (int length = 0; length < good.length; length += 1 + good.length * (flips == 60 ? 1 : 8) / 40) {
            assertNotOpened(key, Arrays.copyOf(good, length));
        }
        assertNotOpened(key, Arrays.copyOf(good, good.length + 1));
        assertNotOpened(AnswerKey.generate(algorithm), good);
        for (int size : new int[] {1, 16, 31, 33, 64}) {
            assertNotOpened(key, encrypted(key, Sm2Sender.random(size), "SHA-256"));
        }
    }

    private static void assertNotOpened(AnswerKey key, byte[] encrypted) {
        ByteBuffer into = ByteBuffer.allocate(40).position(4);
        assertThat(key.open(encrypted, into)).isFalse();
        assertThat(into.position()).isEqualTo(4);
        assertThat(into.array()).containsOnly(0);
    }

    /** GB/T 32918.5-2017, annex C: the example of encryption on the recommended curve. */
    @Test
    void theStandardsExampleIsOpenedByOneAndMadeByTheOther() throws Exception {
        BigInteger own = Sm2Sender.hex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");
        byte[] text = "encryption standard".getBytes(US_ASCII);
        byte[] raw = Sm2Sender.ofHex("04" + "04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73E8"
                + "58F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0"
                + "59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766"
                + "21886CA989CA9C7D58087307CA93092D651EFA");

        assertThat(Sm2AnswerKey.decrypt(new ECPrivateKeyParameters(own, Sm2AnswerKey.DOMAIN), raw))
                .isEqualTo(text);
        Sm2Sender.Ciphertext sent = Sm2Sender.encrypt(
                Sm2Sender.publicOf(own),
                text,
                Sm2Sender.hex("59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21"));
        assertThat(sent.raw()).isEqualTo(Arrays.copyOfRange(raw, 1, raw.length));
    }

    /** GB/T 32905-2016, annex A. */
    @Test
    void theHashIsTheStandards() {
        assertThat(HexFormat.of().formatHex(Sm2Sender.sm3("abc".getBytes(US_ASCII))))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }

    /** The shape of the sample in the service's documentation: 139 bytes, integers of 32 whatever their first bit. */
    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "7f", "80", "ff"})
    void theDocumentedShapeIsRead(String first) {
        String x = first + "11".repeat(31);
        String y = first + "22".repeat(31);
        byte[] der = HexFormat.of()
                .parseHex("308188" + "0220" + x + "0220" + y + "0420" + "33".repeat(32) + "0420" + "44".repeat(32));

        assertThat(der).hasSize(139);
        assertThat(HexFormat.of().formatHex(Objects.requireNonNull(Sm2AnswerKey.ofDer(der))))
                .isEqualTo("04" + x + y + "33".repeat(32) + "44".repeat(32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "3000", "308188", "30800000", "31060201010201010400", "308189"})
    void whatIsOfNoSuchShapeIsNotRead(String hex) {
        assertThat(Sm2AnswerKey.ofDer(HexFormat.of().parseHex(hex))).isNull();
    }

    @Test
    void everyCutOfASampleIsNotRead() {
        byte[] der = HexFormat.of()
                .parseHex("308188" + "0220" + "11".repeat(32) + "0220" + "22".repeat(32) + "0420" + "33".repeat(32)
                        + "0420" + "44".repeat(32));
        assertThat(Sm2AnswerKey.ofDer(der)).isNotNull();
        for (int length = 0; length < der.length; length++) {
            assertThat(Sm2AnswerKey.ofDer(Arrays.copyOf(der, length))).isNull();
        }
        assertThat(Sm2AnswerKey.ofDer(Arrays.copyOf(der, der.length + 1))).isNull();
    }

    @Test
    void weakPaddingsAreRefused() {
        for (String name : new String[] {"RSAES_PKCS1_V1_5", "RSAES_OAEP_SHA_1", "", "sm2", "NONE"}) {
            assertThatThrownBy(() -> AnswerKey.algorithm(name)).isInstanceOf(Misconfigured.class);
        }
        for (Algorithm algorithm : Algorithm.values()) {
            assertThat(AnswerKey.algorithm(algorithm.name())).isEqualTo(algorithm);
        }
    }
}

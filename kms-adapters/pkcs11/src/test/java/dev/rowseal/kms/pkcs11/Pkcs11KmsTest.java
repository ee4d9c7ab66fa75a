package dev.rowseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import dev.rowseal.kms.KmsProviders;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnSoftHsm
class Pkcs11KmsTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic", "public.patient", 1, "data");

    @SuppressWarnings("NullAway.Init") // by makeToken
    private static SoftHsm.Token token;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @BeforeAll
    static void makeToken() throws Exception {
        token = SoftHsm.token("particular");
        token.generate("kek");
    }

    private static Kms open(String uri) {
        return new Pkcs11KmsProvider(SoftHsm.knowing()).open(uri);
    }

    private static Wrapped wrap(Kms kms) {
        return kms.wrap(ByteBuffer.allocate(Kms.KEY_BYTES), CONTEXT);
    }

    private static void unwrap(Kms kms, Wrapped wrapped) {
        kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
    }

    @Test
    void isFoundByItsSchemeAndReadsNoPinBeforeItIsUsed() {
        try (Kms kms = KmsProviders.open(token.uri("kek"))) {
            assertThat(kms).isInstanceOf(Pkcs11Kms.class);
        }
    }

    /** The documented bytes, made by the token and taken apart by the JDK, with a key that both know. */
    @Test
    void theWrappingIsWhatTheDocumentationSays() throws Exception {
        byte[] kek = new byte[32];
        Arrays.fill(kek, (byte) 0x3C);
        token.put("known", kek);
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 0x5A);
        byte[] bytes;
        try (Kms kms = open(token.uri("known"))) {
            bytes = kms.wrap(ByteBuffer.wrap(key.clone()), CONTEXT).bytes();
        }
        ByteArrayOutputStream aad = new ByteArrayOutputStream();
        aad.writeBytes("rowseal/1 pkcs11\001".getBytes(StandardCharsets.US_ASCII));
        aad.writeBytes(CONTEXT.canonical());
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        gcm.init(Cipher.DECRYPT_MODE, new SecretKeySpec(kek, "AES"), new GCMParameterSpec(128, bytes, 1, 12));
        gcm.updateAAD(aad.toByteArray());

        assertThat(bytes).hasSize(61).startsWith(1);
        assertThat(gcm.doFinal(bytes, 13, 48)).isEqualTo(key);
    }

    @Test
    void aTokenIsFoundByItsDescription() throws Exception {
        SoftHsm.Token one = SoftHsm.token("single token;?");
        one.generate("kek");
        String label = "pkcs11:token=single%20token%3B%3F;";
        Wrapped wrapped;
        try (Kms bySlot = open(one.uri("kek"))) {
            wrapped = wrap(bySlot);
        }
        try (Kms byLabel = open(label + "manufacturer=SoftHSM%20project;object=kek?module-name=softhsm2");
                Kms both = open(label + "slot-id=" + one.slot() + ";object=kek?module-name=softhsm2")) {
            unwrap(byLabel, wrapped);
            one.logout();
            unwrap(byLabel, wrapped);
            unwrap(both, wrapped);
        }
    }

    @Test
    void aTokenIsNeverGuessed() {
        long slot = SoftHsm.token("twin").slot();
        try (Kms none = open("pkcs11:token=nobody;object=kek?module-name=softhsm2");
                Kms contradicting = open("pkcs11:token=lost;slot-id=" + slot + ";object=kek?module-name=softhsm2");
                Kms two = open("pkcs11:token=twin;object=kek?module-name=softhsm2");
                Kms any = open("pkcs11:object=kek?module-name=softhsm2")) {
            for (Kms kms : List.of(none, contradicting)) {
                assertThatThrownBy(kms::probe).isInstanceOf(Misconfigured.class).hasMessageContaining("no token");
            }
            assertThatThrownBy(two::probe)
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("2 tokens")
                    .hasMessageContaining("serial=");
            assertThatThrownBy(any::probe).isInstanceOf(Misconfigured.class).hasMessageContaining("7 tokens");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "256, true, true, taken out",
        "256, true, false, taken out",
        "256, false, false, taken out",
        "128, false, true, 256 bits"
    })
    void aKeyThatLeavesTheTokenOrIsShortIsRefused(int bits, boolean extractable, boolean sensitive, String why)
            throws Exception {
        String object = "bad" + bits + extractable + sensitive;
        token.generate(object, bits, "CKA_EXTRACTABLE = " + extractable + "\nCKA_SENSITIVE = " + sensitive + "\n");
        try (Kms kms = open(token.uri(object))) {
            assertThatThrownBy(() -> wrap(kms))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(why);
            assertThatThrownBy(kms::probe).isInstanceOf(Misconfigured.class);
        }
    }

    /** The token says no to this use of the key: that is no outage, and ends the use of what is cached at once. */
    @Test
    void aKeyThatMayNotEncryptOrDecryptIsRefused() throws Exception {
        String safe = "CKA_EXTRACTABLE = false\nCKA_SENSITIVE = true\n";
        token.generate("opens alone", 256, safe + "CKA_ENCRYPT = false\nCKA_DECRYPT = true\n");
        token.generate("seals alone", 256, safe + "CKA_ENCRYPT = true\nCKA_DECRYPT = false\n");
        try (Kms opens = open(token.uri("opens%20alone"));
                Kms seals = open(token.uri("seals%20alone"))) {
            ByteBuffer dek = ByteBuffer.allocate(Kms.KEY_BYTES);
            assertThatThrownBy(() -> opens.wrap(dek, CONTEXT))
                    .isInstanceOf(KeyRefused.class)
                    .hasMessageContaining("CKR_KEY_FUNCTION_NOT_PERMITTED")
                    .hasMessageContaining("CKA_ENCRYPT");
            assertThat(dek.position()).isZero();
            Wrapped wrapped = wrap(seals);
            ByteBuffer into = ByteBuffer.allocate(Kms.KEY_BYTES);
            assertThatThrownBy(() -> seals.unwrap(wrapped, CONTEXT, into))
                    .isInstanceOf(KeyRefused.class)
                    .hasMessageContaining("CKR_KEY_FUNCTION_NOT_PERMITTED");
            assertThat(into.position()).isZero();
            seals.probe();
        }
    }

    @Test
    void aKeyThatIsNotThereIsRefusedByName() {
        try (Kms kms = open(token.uri("nobody"))) {
            assertThatThrownBy(() -> wrap(kms)).isInstanceOf(KeyRefused.class).hasMessageContaining("nobody");
        }
    }

    @Test
    void aTokenThatWasLoggedOutIsLoggedInToAgain() throws Exception {
        try (Kms kms = open(token.uri("kek"))) {
            Wrapped wrapped = wrap(kms);
            token.logout();
            unwrap(kms, wrapped);
            token.logout();
            unwrap(kms, wrap(kms));
            token.logout();
            kms.probe();
        }
    }

    @Test
    void closingOneHandleLeavesTheOthersLoggedIn() {
        try (Kms first = open(token.uri("kek"))) {
            Wrapped wrapped = wrap(first);
            Kms second = open(token.uri("kek"));
            unwrap(second, wrapped);
            second.close();
            unwrap(first, wrapped);
        }
    }

    @Test
    void aWrongPinIsOfferedOnceAndAChangedOneIsTaken() throws Exception {
        SoftHsm.Token locked = SoftHsm.token("locked");
        locked.generate("kek");
        locked.logout();
        Path file = Files.writeString(folder.resolve("pin"), "hunter2-4711\n");
        Map<String, String> variables = new HashMap<>(Map.of(Pin.VARIABLE, SoftHsm.PIN));
        String uri = locked.uri("kek") + "&pin-source=file:" + file;
        try (Kms kms = new Pkcs11KmsProvider(variables::get).open(uri)) {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(kms::probe)
                        .isInstanceOf(Misconfigured.class)
                        .hasMessageContaining(file.toString())
                        .hasMessageContaining("not offered again")
                        .hasMessageNotContaining("hunter2");
            }
            Files.writeString(file, SoftHsm.PIN);
            unwrap(kms, wrap(kms));
        }
    }
}

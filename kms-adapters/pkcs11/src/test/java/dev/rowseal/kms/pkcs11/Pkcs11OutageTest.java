package dev.rowseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token that goes away under a process that uses it, and comes back. */
@OnSoftHsm
class Pkcs11OutageTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic", "public.patient", 1, "data");

    @SuppressWarnings("NullAway.Init") // by makeToken
    private static SoftHsm.Token token;

    private static final ByteBuffer KEY =
            ByteBuffer.allocate(Kms.KEY_BYTES).put(0, (byte) 0x5A).asReadOnlyBuffer();

    /** Tokens are found by a process of its own, which takes its time to begin on a machine that has much to do. */
    private static final Kms.Limits PATIENT = new Kms.Limits(Duration.ofMinutes(3), 3);

    private final Path here = SoftHsm.Installed.FOLDER.resolve("tokens");
    private final Path away = SoftHsm.Installed.FOLDER.resolve("tokens-away");

    @BeforeAll
    static void makeToken() throws Exception {
        token = SoftHsm.token("lost");
        token.generate("kek");
    }

    /** SoftHSM looks for its tokens once: one that went away is out until the library begins anew. */
    @AfterEach
    void comeBack() throws Exception {
        if (Files.exists(away)) {
            Files.move(away, here);
        }
        SoftHsm.restart();
    }

    private static Kms open(String how) {
        return new Pkcs11KmsProvider(SoftHsm.knowing())
                .open(
                        how.equals("slot") ? token.uri("kek") : "pkcs11:token=lost;object=kek?module-name=softhsm2",
                        PATIENT);
    }

    private static ByteBuffer unwrapped(Kms kms, Wrapped wrapped) {
        ByteBuffer key = ByteBuffer.allocate(Kms.KEY_BYTES);
        kms.unwrap(wrapped, CONTEXT, key);
        return key.flip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"slot", "label"})
    void aTokenThatIsOutIsUnavailableAndServesWhenItIsBack(String how) throws Exception {
        try (Kms kms = open(how)) {
            Wrapped wrapped = kms.wrap(KEY.duplicate(), CONTEXT);
            Files.move(here, away);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> unwrapped(kms, wrapped)).isInstanceOf(KeyUnavailable.class);
                assertThatThrownBy(() -> kms.wrap(KEY.duplicate(), CONTEXT)).isInstanceOf(KeyUnavailable.class);
                assertThatThrownBy(kms::probe).isInstanceOf(KeyUnavailable.class);
            }
            try (Kms another = open("slot")) {
                assertThatThrownBy(another::probe).isInstanceOf(KeyUnavailable.class);
            }

            comeBack();

            assertThat(unwrapped(kms, wrapped)).isEqualTo(KEY);
            kms.probe();
        }
    }

    @Test
    void aRestartIsNotNoticed() throws Exception {
        try (Kms kms = open("slot");
                Kms another = open("label")) {
            Wrapped wrapped = kms.wrap(KEY.duplicate(), CONTEXT);
            for (int i = 0; i < 3; i++) {
                SoftHsm.restart();
                assertThat(unwrapped(kms, wrapped)).isEqualTo(KEY);
                assertThat(unwrapped(another, wrapped)).isEqualTo(KEY);
            }
        }
    }

    @Test
    void aTokenThatWasNotThereYetServesWhenItIs() throws Exception {
        try (Kms kms = open("label")) {
            Files.move(here, away);
            assertThatThrownBy(kms::probe).isInstanceOf(Misconfigured.class).hasMessageContaining("no token");
            comeBack();
            kms.probe();
        }
    }

    /** An outage must not be taken for this, nor this for an outage: it ends the use of keys at once. */
    @Test
    void aKeyThatWasDeletedIsRefused() throws Exception {
        token.generate("deleted");
        try (Kms kms = new Pkcs11KmsProvider(SoftHsm.knowing()).open(token.uri("deleted"))) {
            Wrapped wrapped = kms.wrap(KEY.duplicate(), CONTEXT);
            token.delete("deleted");
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> unwrapped(kms, wrapped)).isInstanceOf(KeyRefused.class);
            }
        }
    }
}

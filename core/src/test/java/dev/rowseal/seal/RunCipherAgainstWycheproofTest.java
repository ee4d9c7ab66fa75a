package dev.rowseal.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.memory.Secret;
import dev.rowseal.second.SecondCrypto;
import dev.rowseal.shared.Wycheproof;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** AES-256-GCM as envelopes use it, key object and all, against the Wycheproof set. */
class RunCipherAgainstWycheproofTest {

    private static final RunId RUN = new RunId(1, 2);

    @Test
    void aesGcm() throws Exception {
        int run = 0;
        for (Wycheproof.Case test : Wycheproof.cases("aes_gcm")) {
            if (test.group().get("keySize").asInt() == 256
                    && test.group().get("ivSize").asInt() == 96
                    && test.group().get("tagSize").asInt() == 128) {
                check(test);
                run++;
            }
        }
        assertThat(run).isGreaterThan(50);
    }

    private static void check(Wycheproof.Case test) {
        byte[] message = test.bytes("msg");
        byte[] sealed = SecondCrypto.join(test.bytes("ct"), test.bytes("tag"));
        byte[] envelope = Envelope.blank(Envelope.SUITE_AES_GCM, 1, message.length);
        Envelope.putRunId(envelope, RUN);
        Envelope.putNonce(envelope, test.bytes("iv"));
        byte[] given = envelope.clone();
        System.arraycopy(sealed, 0, given, Envelope.ciphertext(), sealed.length);
        try (Secret unused = Secret.random()) {
            byte[] opened = cipher(unused, test).decrypt(test.bytes("aad"), given);
            if (test.valid()) {
                assertThat(opened).as(test.name()).isEqualTo(message);
                cipher(unused, test).encrypt(message, test.bytes("aad"), envelope);
                assertThat(Arrays.equals(envelope, given)).as(test.name()).isTrue();
            } else {
                assertThat(opened).as(test.name()).isNull();
            }
        }
    }

    private static RunCipher cipher(Secret unused, Wycheproof.Case test) {
        RunCipher cipher = new RunCipher(new RunKeys(unused));
        System.arraycopy(test.bytes("key"), 0, cipher.key().fill(), 0, RunKey.LENGTH);
        cipher.key().filled(RUN);
        return cipher;
    }
}

package dev.rowseal.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.memory.Secret;
import dev.rowseal.second.SecondCrypto;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What happens to nonces where the random bytes repeat: in a process image that is resumed twice, or by a broken generator. */
class NoncesTest {

    private static final ColumnContext COLUMN = ColumnContext.of("clinic", "patient", "ssn", ValueClass.TEXT);
    private static final ColumnContext OTHER = ColumnContext.of("clinic", "patient", "email", ValueClass.TEXT);

    @Test
    void aNonceIsTheHashOfRandomBytesPlaceAndValue() throws Exception {
        byte[] random = SecondCrypto.unhex("000102030405060708090a0b0c0d0e0f");
        byte[] plaintext = {1, 2, 3};
        byte[] place = {4, 5};
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(input);
        fields.write(random);
        fields.writeInt(place.length);
        fields.write(place);
        fields.write(plaintext);
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(input.toByteArray());
        assertThat(hedged(random, plaintext, place)).isEqualTo(Arrays.copyOf(expected, 12));
    }

    @Test
    void valuesThatShareTheRandomBytesHaveNoncesOfTheirOwn() {
        byte[] random = new byte[Nonces.HEDGE];
        Set<String> nonces = new HashSet<>();
        // What is the same when place and value are written one behind the other is among them.
        for (byte[][] pair : new byte[][][] {
            {{1}, {2, 3}}, {{1, 2}, {3}}, {{}, {1, 2, 3}}, {{1, 2, 3}, {}}, {{1}, {2, 4}}, {{0}, {}}, {{}, {0}}
        }) {
            assertThat(nonces.add(SecondCrypto.hex(hedged(random, pair[0], pair[1]))))
                    .isTrue();
        }
    }

    /** Two copies of one process go on with the same batch and the same run: what they seal must not meet. */
    @Test
    void whatTwoCopiesOfAProcessSealHasNoncesOfItsOwn() throws Exception {
        Thread alone = new Thread(() -> {
            try (DataKey key = DataKey.of(7, Secret.random(), RunLimits.DEFAULT)) {
                Set<String> nonces = new HashSet<>();
                Set<RunId> runs = new HashSet<>();
                List<byte[]> envelopes = new ArrayList<>();
                for (ColumnContext column : List.of(COLUMN, OTHER)) {
                    for (int row = 0; row < 10; row++) {
                        for (String value : List.of("078-05-1120", "078-05-1121", "")) {
                            dangerouslyRepeatTheRandomBytes();
                            byte[] envelope = Sealer.seal(key, column, row(row), new Value.Text(value), 0);
                            assertThat(nonces.add(SecondCrypto.hex(envelope).substring(38, 62)))
                                    .isTrue();
                            runs.add(Envelope.runId(envelope));
                            envelopes.add(envelope);
                        }
                    }
                }
                // The one thing that repeats is the same value in the same place.
                dangerouslyRepeatTheRandomBytes();
                assertThat(Sealer.seal(key, COLUMN, row(0), new Value.Text("078-05-1120"), 0))
                        .isEqualTo(envelopes.get(0));
                assertThat(runs).hasSize(1);
            }
        });
        List<Throwable> thrown = new ArrayList<>();
        alone.setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
        alone.start();
        alone.join();
        assertThat(thrown).isEmpty();
    }

    /** One copy begins a run with the bytes of which the other makes a nonce: the run's id stands in the cell. */
    @Test
    void aRunsIdDoesNotTellWhatItWasMadeOf() throws Exception {
        byte[] random = new byte[Nonces.HEDGE];
        Arrays.fill(random, (byte) 0x5a);
        byte[] input = Arrays.copyOf(random, Nonces.HEDGE + 4 + 3);
        System.arraycopy(new byte[] {'r', 'u', 'n'}, 0, input, Nonces.HEDGE + 4, 3);
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(input);
        Thread alone = new Thread(() -> {
            dangerouslyRepeatTheRandomBytes();
            byte[] id = new byte[12];
            Nonces.putRunId(id, 0, System.nanoTime());
            assertThat(id).isEqualTo(Arrays.copyOf(expected, 12));
        });
        List<Throwable> thrown = new ArrayList<>();
        alone.setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
        alone.start();
        alone.join();
        assertThat(thrown).isEmpty();
    }

    @Test
    void whatANonceWasMadeOfIsOverwritten() {
        byte[] batch = new byte[Nonces.BATCH];
        Arrays.fill(batch, (byte) 0x5a);
        Nonces nonces = new Nonces(batch, 0);
        nonces.hedged(new byte[] {1}, new byte[] {2}, new byte[12], 0, 1);
        byte[] expected = new byte[Nonces.BATCH];
        Arrays.fill(expected, Nonces.HEDGE, Nonces.BATCH, (byte) 0x5a);
        assertThat(batch).isEqualTo(expected);
    }

    private static byte[] hedged(byte[] random, byte[] plaintext, byte[] place) {
        byte[] nonce = new byte[12];
        new Nonces().hedged(random, 0, plaintext, place, nonce, 0);
        return nonce;
    }

    private static void dangerouslyRepeatTheRandomBytes() {
        while (Nonces.BATCHES.drain() != null) {
            // until the pool is empty
        }
        byte[] batch = new byte[Nonces.BATCH];
        Arrays.fill(batch, (byte) 0x5a);
        assertThat(Nonces.BATCHES.give(new Nonces(batch, System.nanoTime()))).isTrue();
    }

    private static RowId row(int id) {
        return RowId.of(List.of(new Value.Int(id)));
    }
}

package dev.rowseal.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.memory.Secret;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs end at their limits, run keys are kept and bounded, and close leaves nothing. */
class DataKeyTest {

    private static final ColumnContext COLUMN = ColumnContext.of("clinic", "patient", "ssn", ValueClass.TEXT);
    private static final RowId ROW = RowId.of(List.of(new Value.Int(42)));
    private static final Value VALUE = new Value.Text("078-05-1120");
    private static final Duration HOUR = Duration.ofHours(1);

    private int openBefore;

    @BeforeEach
    void count() {
        openBefore = Secret.open();
    }

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(Secret.open()).isEqualTo(openBefore);
    }

    @Test
    void aRunEndsAfterItsValues() {
        try (DataKey key = DataKey.of(1, Secret.random(), new RunLimits(10, HOUR, 1 << 20))) {
            Map<RunId, Integer> runs = new HashMap<>();
            for (int i = 0; i < 95; i++) {
                runs.merge(Envelope.runId(Sealer.seal(key, COLUMN, ROW, VALUE, 0)), 1, Integer::sum);
            }
            assertThat(runs).hasSize(10);
            assertThat(runs.values()).containsOnly(10, 5);
        }
    }

    @Test
    void oneValuePerRunDerivesAKeyForEach() {
        try (DataKey key = DataKey.of(1, Secret.random(), new RunLimits(1, HOUR, 1 << 20))) {
            List<byte[]> envelopes = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                envelopes.add(Sealer.seal(key, COLUMN, ROW, VALUE, 0));
            }
            assertThat(envelopes.stream().map(Envelope::runId).distinct()).hasSize(1000);
            assertThat(key.runKeys().size()).isBetween(200, RunKeys.SLOTS);
            // Most of these keys have been overwritten to make room: they are derived again.
            envelopes.forEach(envelope ->
                    assertThat(Sealer.open(key, COLUMN, ROW, envelope)).isEqualTo(VALUE));
        }
    }

    @Test
    void aRunEndsAfterItsBytes() {
        Run run = new Run(new RunLimits(100, HOUR, 1000), 0);
        assertThat(run.admit(600, 1)).isTrue();
        assertThat(run.admit(400, 1)).isTrue();
        assertThat(run.admit(1, 1)).isFalse();
    }

    @Test
    void aValueLargerThanARunHasOneForItself() {
        Run run = new Run(new RunLimits(100, HOUR, 1000), 0);
        assertThat(run.admit(5000, 1)).isTrue();
        assertThat(run.admit(1, 1)).isFalse();
        try (DataKey key = DataKey.of(1, Secret.random(), new RunLimits(100, HOUR, 1))) {
            byte[] one = Sealer.seal(key, COLUMN, ROW, VALUE, 0);
            byte[] other = Sealer.seal(key, COLUMN, ROW, VALUE, 0);
            assertThat(Envelope.runId(one)).isNotEqualTo(Envelope.runId(other));
        }
    }

    @Test
    void aRunEndsAtItsAgeAlsoWhereTheClockWraps() {
        for (long start : new long[] {0, Long.MAX_VALUE - 5}) {
            Run run = new Run(new RunLimits(100, Duration.ofNanos(10), 1000), start);
            assertThat(run.admit(1, start + 9)).isTrue();
            assertThat(run.admit(1, start + 10)).isFalse();
        }
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new RunLimits(0, HOUR, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunLimits((1 << 24) + 1, HOUR, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunLimits(1, Duration.ZERO, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunLimits(1, Duration.ofDays(2), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunLimits(1, HOUR, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyIdOutOfRangeIsRefusedAndTheSecretClosed() {
        for (long keyId : new long[] {0, -1, 1L << 32}) {
            assertThatThrownBy(() -> DataKey.of(keyId, Secret.random(), RunLimits.DEFAULT))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void closeOverwritesTheRunKeysAndRefusesFurtherUse() {
        DataKey key = DataKey.of(1, Secret.random(), RunLimits.DEFAULT);
        byte[] envelope = Sealer.seal(key, COLUMN, ROW, VALUE, 0);
        byte[] kept = key.runKeys().peek(Envelope.runId(envelope));
        assertThat(kept).isNotNull().isNotEqualTo(new byte[32]);
        key.close();
        key.close();
        assertThat(kept).isEqualTo(new byte[32]);
        assertThat(key.runKeys().size()).isZero();
        assertThatThrownBy(() -> Sealer.seal(key, COLUMN, ROW, VALUE, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Sealer.open(key, COLUMN, ROW, envelope)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRunKeyThatMakesRoomIsOverwritten() {
        try (Secret dek = Secret.random()) {
            RunKeys keys = new RunKeys(dek);
            RunKey key = new RunKey();
            RunId one = new RunId(1, 5);
            RunId sameSlot = new RunId(2, 5 + RunKeys.SLOTS);
            keys.load(one, key);
            byte[] kept = keys.peek(one);
            byte[] copy = key.getEncoded();
            assertThat(kept).isEqualTo(copy);
            keys.load(sameSlot, key);
            assertThat(kept).isEqualTo(new byte[32]);
            assertThat(key.getEncoded()).isNotEqualTo(copy);
            keys.load(one, key);
            assertThat(key.getEncoded()).isEqualTo(copy);
            keys.close();
        }
    }

    @Test
    void aWipedCipherHasNoKeyLeft() {
        try (Secret dek = Secret.random()) {
            RunCipher cipher = new RunCipher(new RunKeys(dek));
            byte[] envelope = Envelope.blank(Envelope.SUITE_AES_GCM, 1, 1);
            Envelope.putNonce(envelope, new byte[Envelope.NONCE_LENGTH]);
            cipher.encrypt(new byte[1], new byte[0], envelope);
            assertThat(cipher.key().isWiped()).isFalse();
            cipher.wipe();
            assertThat(cipher.key().isWiped()).isTrue();
            assertThat(cipher.key().isDestroyed()).isTrue();
            assertThatThrownBy(() -> cipher.key().getEncoded()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anotherClassThanTheColumnsIsRefused() {
        try (DataKey key = DataKey.of(1, Secret.random(), RunLimits.DEFAULT)) {
            assertThatThrownBy(() -> Sealer.seal(key, COLUMN, ROW, new Value.Int(7805), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("patient.ssn")
                    .hasMessageNotContaining("7805");
            assertThatThrownBy(() -> Sealer.seal(key, COLUMN, ROW, new Value.Text("\ud800"), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("patient.ssn");
        }
    }

    @Test
    void aPendingCellSaysSo() {
        try (DataKey key = DataKey.of(7, Secret.random(), RunLimits.DEFAULT)) {
            byte[] pending = Envelope.pending(7);
            assertThat(Envelope.looksSealed(pending)).isTrue();
            assertThat(Envelope.isPending(pending)).isTrue();
            assertThat(Envelope.keyId(pending)).isEqualTo(7);
            assertThat(Envelope.fromText(Envelope.toText(pending))).isEqualTo(pending);
            assertThatThrownBy(() -> Sealer.open(key, COLUMN, ROW, pending))
                    .isInstanceOf(NotAuthentic.class)
                    .hasMessageContaining("pending");
        }
    }
}

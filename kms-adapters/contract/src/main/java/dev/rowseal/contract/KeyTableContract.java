package dev.rowseal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.KeyTable;
import dev.rowseal.key.Purpose;
import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How rows change in a key table. The test of a table extends this and supplies an empty one. */
public abstract class KeyTableContract {

    private static final KeyOwner OWNER = new KeyOwner("clinic", "public.patient", Purpose.DATA);
    private static final int THREADS = 8;

    protected KeyTableContract() {}

    /** The table under test, empty when the test begins. */
    protected abstract KeyTable table();

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Wrapping wrapping(String kekUri, long seed) {
        return new Wrapping(kekUri, Long.toString(seed), bytes(seed, 60));
    }

    private static StoredKey key(long keyId, KeyOwner owner, int generation) {
        return new StoredKey(
                new KeyRecord(keyId, owner, generation, 1_700_000_000_000L),
                KeyState.ACTIVE,
                bytes(keyId, 32),
                List.of(wrapping("a:1", 1), wrapping("b:1", 2)),
                0,
                360_000,
                1);
    }

    private StoredKey inserted(long keyId) {
        StoredKey key = key(keyId, OWNER, 1);
        assertThat(table().insert(key)).isTrue();
        return key;
    }

    private static StoredKey next(
            StoredKey key, KeyState state, List<Wrapping> wrappings, long retiredAt, long maxLease) {
        return new StoredKey(key.record(), state, key.commitment(), wrappings, retiredAt, maxLease, key.revision() + 1);
    }

    private void isNow(StoredKey wanted) {
        StoredKey found = table().byId(wanted.record().keyId()).orElseThrow();
        assertThat(found).usingRecursiveComparison().isEqualTo(wanted);
    }

    @Test
    void everyFieldThatMayChangeChanges() {
        StoredKey key = inserted(7);
        StoredKey next = next(
                key,
                KeyState.RETIRED,
                List.of(wrapping("b:1", 3), wrapping("c:1", 4)),
                1_800_000_000_123L,
                86_400_000L);

        assertThat(table().change(key, next)).isTrue();
        isNow(next);
        StoredKey back = next(next, KeyState.ACTIVE, List.of(wrapping("b:1", 3)), 0, 0);
        assertThat(table().change(next, back)).isTrue();
        isNow(back);
    }

    @Test
    void whoReadAnotherRevisionChangesNothing() {
        StoredKey key = inserted(7);
        StoredKey first = next(key, KeyState.RETIRED, key.wrappings(), 5, 6);
        assertThat(table().change(key, first)).isTrue();

        StoredKey late = next(key, KeyState.ACTIVE, List.of(wrapping("c:1", 9)), 0, 0);
        assertThat(table().change(key, late)).isFalse();
        isNow(first);
        assertThat(table().change(first, next(first, KeyState.RETIRED, List.of(wrapping("a:1", 5)), 5, 6)))
                .isTrue();
        assertThat(table().change(first, next(first, KeyState.DESTROYED, List.of(), 5, 6)))
                .isFalse();
    }

    @Test
    void ofManyWhoReadTheSameRevisionOneChangesIt() throws Exception {
        StoredKey now = inserted(7);
        for (int round = 0; round < 10; round++) {
            StoredKey read = now;
            List<StoredKey> wanted = new ArrayList<>();
            List<Callable<Boolean>> attempts = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                // Each wants other wrappings, so that a mixture of two would show.
                StoredKey next = next(
                        read,
                        KeyState.ACTIVE,
                        List.of(wrapping("a:1", 100L * round + thread), wrapping("t:" + thread, thread)),
                        0,
                        thread);
                wanted.add(next);
                attempts.add(() -> table().change(read, next));
            }
            List<Boolean> won = atOnce(attempts);
            assertThat(Collections.frequency(won, true)).isEqualTo(1);
            now = wanted.get(won.indexOf(true));
            isNow(now);
        }
    }

    private static List<Boolean> atOnce(List<Callable<Boolean>> attempts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(attempts.size());
        try {
            List<Boolean> outcomes = new ArrayList<>();
            for (Future<Boolean> outcome : threads.invokeAll(attempts)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aTombstoneKeepsItsIdAndItsCommitment() {
        StoredKey key = inserted(7);
        StoredKey gone = next(key, KeyState.DESTROYED, List.of(), 5, 6);

        assertThat(table().change(key, gone)).isTrue();
        isNow(gone);
        assertThat(table().insert(key(7, OWNER, 2))).isFalse();
        assertThat(table().insert(key(8, OWNER, 1))).isFalse();
        assertThatThrownBy(() -> table().change(gone, next(gone, KeyState.ACTIVE, key.wrappings(), 0, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRowDoesNotBecomeAnothers() {
        StoredKey key = inserted(7);
        StoredKey other = key(8, OWNER, 2);
        StoredKey next = next(key, KeyState.ACTIVE, key.wrappings(), 0, 0);
        List<StoredKey> strange = List.of(
                next(other, KeyState.ACTIVE, key.wrappings(), 0, 0),
                new StoredKey(key.record(), KeyState.ACTIVE, bytes(1, 32), key.wrappings(), 0, 0, 2),
                new StoredKey(key.record(), KeyState.ACTIVE, key.commitment(), key.wrappings(), 0, 0, 3),
                next(key, KeyState.RETIRED, List.of(), 0, 0));
        for (StoredKey one : strange) {
            assertThatThrownBy(() -> table().change(key, one)).isInstanceOf(IllegalArgumentException.class);
        }
        isNow(key);
        assertThat(table().change(key, next)).isTrue();
    }

    @Test
    void aNamespaceHasItsKeysInOrder() {
        KeyOwner index = new KeyOwner("clinic", "email", Purpose.INDEX);
        KeyOwner elsewhere = new KeyOwner("clinic2", "public.patient", Purpose.DATA);
        table().insert(key(1, OWNER, 2));
        table().insert(key(2, OWNER, 1));
        table().insert(key(3, index, 1));
        table().insert(key(4, elsewhere, 1));

        assertThat(table().ofNamespace("clinic"))
                .extracting(key -> key.record().keyId())
                .containsExactly(3L, 2L, 1L);
        assertThat(table().ofNamespace("nobody")).isEmpty();
        assertThat(table().ofNamespace("clinic"))
                .allSatisfy(key -> assertThat(key.wrappings()).hasSize(2));
    }

    @Test
    void theClockGoesForward() {
        long before = table().now();
        assertThat(table().now()).isGreaterThanOrEqualTo(before);
        assertThat(before).isGreaterThan(1_700_000_000_000L);
    }
}

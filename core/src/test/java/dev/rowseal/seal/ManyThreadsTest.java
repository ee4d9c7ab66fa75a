package dev.rowseal.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.memory.Secret;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** One data key under many threads, and closed under them. */
class ManyThreadsTest {

    /** A generator that lives in the JVM's memory would be gone on with by each of two copies of it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void seedsAreTheKernelsWhateverTheJvmPrefers() {
        assertThat(Nonces.SEEDS.getAlgorithm()).isEqualTo("NativePRNGNonBlocking");
    }

    private static final ColumnContext COLUMN = ColumnContext.of("clinic", "patient", "visits", ValueClass.INTEGER);
    private static final int THREADS = 6;

    @Test
    void sealAndOpenFromManyThreads() throws Exception {
        Map<RunId, AtomicInteger> runs = new ConcurrentHashMap<>();
        Set<String> nonces = ConcurrentHashMap.newKeySet();
        RunLimits limits = new RunLimits(50, Duration.ofHours(1), 1 << 20);
        try (DataKey key = DataKey.of(7, Secret.random(), limits)) {
            inThreads(thread -> {
                Random random = new Random(thread);
                List<byte[]> mine = new ArrayList<>();
                for (int i = 0; i < 3000; i++) {
                    byte[] envelope = Sealer.seal(key, COLUMN, row(i), new Value.Int(thread * 10_000L + i), 0);
                    runs.computeIfAbsent(Envelope.runId(envelope), id -> new AtomicInteger())
                            .incrementAndGet();
                    assertThat(nonces.add(runAndNonce(envelope))).isTrue();
                    mine.add(envelope);
                    int earlier = random.nextInt(mine.size());
                    assertThat(Sealer.open(key, COLUMN, row(earlier), mine.get(earlier)))
                            .isEqualTo(new Value.Int(thread * 10_000L + earlier));
                }
            });
        }
        assertThat(nonces).hasSize(THREADS * 3000);
        assertThat(runs.values()).allSatisfy(values -> assertThat(values.get()).isLessThanOrEqualTo(50));
        assertThat(runs).hasSizeGreaterThanOrEqualTo(THREADS * 3000 / 50);
    }

    /** What was sealed while the key was closed opens under the right key: nobody sealed under zeros. */
    @Test
    void closeUnderUseNeverSealsUnderAnotherKey() throws Exception {
        byte[] dek = new byte[32];
        new Random(20261125).nextBytes(dek);
        ConcurrentLinkedQueue<byte[]> sealed = new ConcurrentLinkedQueue<>();
        AtomicInteger refused = new AtomicInteger();
        for (int round = 0; round < 150; round++) {
            RunLimits limits = new RunLimits(round % 3 == 0 ? 1 : 20, Duration.ofHours(1), 1 << 20);
            DataKey key = DataKey.of(7, Secret.take(ByteBuffer.wrap(dek.clone())), limits);
            byte[] given = Sealer.seal(key, COLUMN, row(0), new Value.Int(1), 0);
            inThreads(thread -> {
                if (thread == 0) {
                    Thread.sleep(0, 200_000);
                    key.close();
                    return;
                }
                try {
                    while (true) {
                        sealed.add(Sealer.seal(key, COLUMN, row(0), new Value.Int(1), 0));
                        assertThat(Sealer.open(key, COLUMN, row(0), given)).isEqualTo(new Value.Int(1));
                    }
                } catch (IllegalStateException e) {
                    refused.incrementAndGet();
                }
            });
            assertThat(key.runKeys().size()).isZero();
        }
        assertThat(refused).hasValue(150 * (THREADS - 1));
        assertThat(sealed).isNotEmpty();
        try (DataKey key = DataKey.of(7, Secret.take(ByteBuffer.wrap(dek.clone())), RunLimits.DEFAULT)) {
            sealed.forEach(envelope ->
                    assertThat(Sealer.open(key, COLUMN, row(0), envelope)).isEqualTo(new Value.Int(1)));
        }
    }

    /** Threads that take one another's place in the table of run keys still get their own run's key, whole. */
    @Test
    void aRunKeyIsWholeThoughItIsOverwrittenMeanwhile() throws Exception {
        try (Secret dek = Secret.random()) {
            RunKeys keys = new RunKeys(dek);
            inThreads(thread -> {
                RunId id = new RunId(thread % 2, 7);
                byte[] right = dek.expand(id.info(), RunKey.LENGTH);
                RunKey key = new RunKey();
                for (int i = 0; i < 100_000; i++) {
                    keys.load(id, key);
                    assertThat(Arrays.equals(key.getEncoded(), right)).isTrue();
                }
            });
            keys.close();
        }
    }

    @Test
    void noncesNeverRepeat() throws Exception {
        Set<RunId> all = ConcurrentHashMap.newKeySet();
        inThreads(thread -> {
            Set<RunId> mine = new HashSet<>();
            for (int i = 0; i < 50_000; i++) {
                assertThat(mine.add(RunId.random(System.nanoTime()))).isTrue();
            }
            all.addAll(mine);
        });
        assertThat(all).hasSize(THREADS * 50_000);
    }

    @Test
    void aBatchOfNoncesIsThrownAwayWhenItIsOld() {
        Nonces nonces = new Nonces();
        int half = Nonces.BATCH / 2 / Nonces.HEDGE;
        Set<String> made = new HashSet<>();
        for (long now : new long[] {0, 100_000_001L, 100_000_002L}) {
            for (int i = 0; i < half; i++) {
                byte[] nonce = new byte[Envelope.NONCE_LENGTH];
                nonces.hedged(new byte[1], new byte[1], nonce, 0, now);
                assertThat(made.add(dev.rowseal.second.SecondCrypto.hex(nonce))).isTrue();
            }
        }
        // Had the batch been kept, it would be used up already and another one half used by now.
        assertThat(nonces.isUsedUp()).isTrue();
    }

    private interface Task {
        void run(int thread) throws Exception;
    }

    private static void inThreads(Task task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                tasks.add(() -> {
                    task.run(number);
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static RowId row(int number) {
        return RowId.of(List.of(new Value.Int(number)));
    }

    private static String runAndNonce(byte[] envelope) {
        return dev.rowseal.second.SecondCrypto.hex(envelope).substring(14, 62);
    }
}

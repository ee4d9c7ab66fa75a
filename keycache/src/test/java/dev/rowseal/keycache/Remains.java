package dev.rowseal.keycache;

import dev.rowseal.key.Lease;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.ColumnContext;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.IndexKey;
import dev.rowseal.seal.RowId;
import dev.rowseal.seal.RunLimits;
import dev.rowseal.seal.Sealer;
import dev.rowseal.value.Equality;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The process whose memory {@link RemainsTest} reads: seals, opens and indexes known values under known keys in several threads while
 * garbage is collected, evicts the keys, collects, has its heap be used again, and waits in between.
 *
 * <p>The values are such that no object of the application's has them as our buffers do: a text that is UTF-16 in a {@code String}
 * and UTF-8 in ours, numbers that the machine keeps the other way round.
 */
final class Remains {

    static final int KEYS = 200;
    static final int THREADS = 4;
    private static final int ROUNDS = 3;
    private static final int RUN_ID = 7;
    private static final int RUN_ID_END = 19;
    // Several runs of each key, so that run keys take each other's place.
    private static final RunLimits LIMITS = new RunLimits(4, RunLimits.DEFAULT.age(), RunLimits.DEFAULT.bytes());

    private final Set<String> runs = ConcurrentHashMap.newKeySet();
    private final LeasedKeys keys = LeasedKeys.shared(Duration.ofMinutes(5));

    private Remains() {}

    /** What the n-th key is made of. Wiped by whoever takes it. */
    static ByteBuffer dek(int key) {
        byte[] bytes = new byte[Secret.LENGTH];
        new Random(20261129L + key).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** What is sealed under the n-th key in a text column. */
    static String text(int key) {
        return random(1_000_000L + key);
    }

    /** What is sealed under the n-th key in a column of numbers. */
    static UUID uuid(int key) {
        Random random = new Random(2_000_000L + key);
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** What is sealed under the n-th key in a column of integers: positive, all eight bytes of it. */
    static long integer(int key) {
        return new Random(3_000_000L + key).nextLong() & Long.MAX_VALUE | 1L << 62;
    }

    /** What is looked for under the n-th index key, and is nowhere else. */
    static String looked(int key) {
        return random(4_000_000L + key);
    }

    /** Ideographs, three bytes each in UTF-8, two in a String; and an end that makes it shorter than the JDK reserves for it. */
    private static String random(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            text.append((char) (0x4E00 + random.nextInt(20_000)));
        }
        return text.append("abcd").toString();
    }

    public static void main(String[] arguments) throws Exception {
        new Remains().live();
    }

    private void live() throws Exception {
        // Daemons: where one fails, the process ends and says why.
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        });
        for (int round = 0; round < ROUNDS; round++) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread * KEYS / THREADS;
                done.add(threads.submit(() -> work(first)));
            }
            System.gc();
            for (Future<?> one : done) {
                one.get();
            }
        }
        runs.forEach(System.out::println);
        say("used");
        keys.close();
        say("evicted " + Secret.open());
        fill();
        say("reused");
    }

    /** Every thread uses every key, each beginning with another. */
    private void work(int first) {
        for (int i = 0; i < KEYS; i++) {
            int at = (first + i) % KEYS;
            try (Lease<DataKey> lease = keys.lease(
                    Identities.identity(at + 1),
                    DataKey.class,
                    () -> DataKey.of(at + 1L, Secret.take(dek(at)), LIMITS))) {
                use(lease.key(), at, new Value.Text(text(at)));
                use(lease.key(), at, new Value.Uuid(uuid(at)));
                use(lease.key(), at, new Value.Int(integer(at)));
            }
            try (Lease<IndexKey> lease = keys.lease(
                    Identities.identity(KEYS + at + 1), IndexKey.class, () -> IndexKey.of(Secret.take(dek(at)), "g"))) {
                lease.key().blindIndex(new Value.Text(looked(at)), Equality.EXACT);
                lease.key().blindIndex(new Value.Text(looked(at)), Equality.CASE_INSENSITIVE);
            }
        }
    }

    private void use(DataKey key, int at, Value value) {
        ColumnContext column = ColumnContext.of("clinic", "t", "c" + value.valueClass(), value.valueClass());
        RowId row = RowId.of(List.of(new Value.Int(at)));
        byte[] envelope = Sealer.seal(key, column, row, value, value.valueClass() == ValueClass.TEXT ? 8 : 0);
        if (!Sealer.open(key, column, row, envelope).equals(value)) {
            throw new IllegalStateException("another value");
        }
        runs.add("run " + at + " " + HexFormat.of().formatHex(Arrays.copyOfRange(envelope, RUN_ID, RUN_ID_END)));
    }

    /** Takes what is free of the heap, and so overwrites what was there; then lets go of it. */
    private static void fill() {
        List<byte[]> all = new ArrayList<>();
        for (int size = 1 << 17; size >= 1 << 8; size >>= 1) {
            try {
                while (true) {
                    all.add(new byte[size]);
                }
            } catch (OutOfMemoryError full) {
                // Smaller ones may still fit.
                continue;
            }
        }
        if (all.isEmpty()) {
            throw new IllegalStateException("nothing was free");
        }
        all.clear();
    }

    private static void say(String state) throws IOException {
        System.out.println(state);
        System.out.flush();
        if (System.in.read() < 0) {
            System.exit(1);
        }
    }
}

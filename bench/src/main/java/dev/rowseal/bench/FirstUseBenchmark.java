package dev.rowseal.bench;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Lease;
import dev.rowseal.keycache.LeasedKeys;
import dev.rowseal.keytable.JdbcKeyTable;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.RunLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * The first use of a key that is there and that nobody has in memory: until the last of eight threads that come at once has
 * it, and for one thread alone. It reads the key table (H2 in memory) and calls the KMS (a keystore) once for the key, which is
 * counted: eight threads take what one takes, and not eight times that. By percentiles; a KMS over a network adds its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Threads(1)
@SuppressWarnings("NullAway.Init") // by setUp
public class FirstUseBenchmark {

    private static final int STAMPEDE = 8;

    private Clinic clinic;
    private JdbcKeyTable table;
    private ExecutorService threads;
    private KeyRing ring;
    private long unwraps;

    /** Has the key made. */
    @Setup
    public void setUp() throws Exception {
        clinic = new Clinic();
        table = clinic.keyTable();
        threads = Executors.newFixedThreadPool(STAMPEDE);
        forget();
        lease();
        ring.close();
    }

    /** A ring, and as the only one a cache, without keys. */
    @Setup(Level.Invocation)
    public void forget() {
        ring = new KeyRing(
                new KeyPolicy("bench", clinic.kek(), List.of()),
                table,
                LeasedKeys.shared(Duration.ofMinutes(5)),
                RunLimits.DEFAULT,
                Clock.systemUTC());
        unwraps = Events.count(Event.KEY_UNWRAPPED);
    }

    /** Ends the ring, with whom the cache ends; fails where the key did not cost one call. */
    @TearDown(Level.Invocation)
    public void requireOneCall() {
        ring.close();
        long calls = Events.count(Event.KEY_UNWRAPPED) - unwraps;
        if (calls != 1) {
            throw new IllegalStateException("a key cost " + calls + " calls of the KMS");
        }
    }

    /** Ends the rest. */
    @TearDown
    public void tearDown() throws Exception {
        threads.shutdown();
        clinic.close();
    }

    /** Alone. */
    @Benchmark
    public long byOneThread() {
        return lease();
    }

    /** Until the last of eight has it. */
    @Benchmark
    public long byEightThreads() throws Exception {
        List<Callable<Long>> uses = new ArrayList<>();
        for (int i = 0; i < STAMPEDE; i++) {
            uses.add(this::lease);
        }
        long ids = 0;
        for (Future<Long> use : threads.invokeAll(uses)) {
            ids += use.get();
        }
        return ids;
    }

    private long lease() {
        try (Lease<DataKey> lease = ring.sealing("public.patient")) {
            return lease.key().keyId();
        }
    }
}

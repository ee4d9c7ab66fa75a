package dev.rowseal.bench;

import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Lease;
import dev.rowseal.keycache.LeasedKeys;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.RunLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** A cached data key, lent and given back: what every statement that seals does first and last. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // by setUp
public class KeyLeaseBenchmark {

    private Clinic clinic;
    private KeyRing ring;

    /** Has the key made, unwrapped and cached. */
    @Setup
    public void setUp() throws Exception {
        clinic = new Clinic();
        ring = new KeyRing(
                new KeyPolicy("bench", clinic.kek(), List.of()),
                clinic.keyTable(),
                LeasedKeys.shared(Duration.ofMinutes(5)),
                RunLimits.DEFAULT,
                Clock.systemUTC());
        lease();
    }

    /** Ends the ring. */
    @TearDown
    public void tearDown() throws Exception {
        ring.close();
        clinic.close();
    }

    /** By one thread. */
    @Benchmark
    @Threads(1)
    public long byOneThread() {
        return lease();
    }

    /** By eight, of the same key. */
    @Benchmark
    @Threads(8)
    public long byEightThreads() {
        return lease();
    }

    private long lease() {
        try (Lease<DataKey> lease = ring.sealing("public.patient")) {
            return lease.key().keyId();
        }
    }
}

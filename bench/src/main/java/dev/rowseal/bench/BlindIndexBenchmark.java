package dev.rowseal.bench;

import dev.rowseal.memory.Secret;
import dev.rowseal.seal.IndexKey;
import dev.rowseal.value.Equality;
import dev.rowseal.value.Value;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The blind index of a mail address. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // by setUp
public class BlindIndexBenchmark {

    /** What counts as equal. */
    @Param({"EXACT", "CASE_INSENSITIVE"})
    public Equality equality;

    private final Value value = new Value.Text("Ann.Example@example.org");
    private IndexKey key;

    /** Makes a key. */
    @Setup
    public void setUp() {
        try (Secret dek = Secret.random()) {
            key = IndexKey.of(dek, "email");
        }
    }

    /** Wipes it. */
    @TearDown
    public void tearDown() {
        key.close();
    }

    /** Value to index. */
    @Benchmark
    public byte[] blindIndex() {
        return key.blindIndex(value, equality);
    }
}

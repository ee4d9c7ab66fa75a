package dev.rowseal.bench;

import dev.rowseal.memory.Secret;
import dev.rowseal.seal.ColumnContext;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.RowId;
import dev.rowseal.seal.RunLimits;
import dev.rowseal.seal.Sealer;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.util.List;
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

/** A value into its envelope and back, under a key that is at hand and the run limits of a policy that says nothing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // by setUp
public class SealingBenchmark {

    private static final ColumnContext COLUMN = ColumnContext.of("bench", "public.patient", "notes", ValueClass.TEXT);
    private static final RowId ROW = RowId.of(List.of(new Value.Int(4711)));

    /** How many bytes the text has. */
    @Param({"16", "1024"})
    public int bytes;

    private DataKey key;
    private Value value;
    private byte[] envelope;

    /** Makes a key. */
    @Setup
    public void setUp() {
        key = DataKey.of(1, Secret.random(), RunLimits.DEFAULT);
        value = new Value.Text("x".repeat(bytes));
        envelope = Sealer.seal(key, COLUMN, ROW, value, 0);
    }

    /** Wipes it. */
    @TearDown
    public void tearDown() {
        key.close();
    }

    /** Value to envelope. */
    @Benchmark
    public byte[] seal() {
        return Sealer.seal(key, COLUMN, ROW, value, 0);
    }

    /** Envelope to value. */
    @Benchmark
    public Value open() {
        return Sealer.open(key, COLUMN, ROW, envelope);
    }
}

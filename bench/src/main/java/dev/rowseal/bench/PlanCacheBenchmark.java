package dev.rowseal.bench;

import dev.rowseal.plan.PlanCache;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The plan of a SELECT that was planned before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlanCacheBenchmark {

    private static final List<String> PATH = List.of("PUBLIC");
    private static final Object HOME = new Object();
    private static final long VERSION = 1;

    private final String sql =
            "SELECT p.id, p.ssn, p.notes FROM patient p JOIN visit v ON v.patient = p.id WHERE p.ssn = ?";
    private final PlanCache<String> plans = new PlanCache<>(1 << 20);

    /** With the one plan. */
    public PlanCacheBenchmark() {
        plans.keep(sql, HOME, PATH, VERSION, "the plan");
    }

    /** By the same text, whose hash the JVM remembers: a constant of the application. */
    @Benchmark
    public @Nullable String hit() {
        return plans.find(sql, HOME, PATH, VERSION);
    }

    /** By an equal text that was made anew: a query builder's. */
    @Benchmark
    public @Nullable String hitByAnotherString() {
        return plans.find(new StringBuilder(sql).toString(), HOME, PATH, VERSION);
    }
}

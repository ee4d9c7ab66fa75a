package dev.rowseal.bench;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;

/** What counting costs those who are counted. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventsBenchmark {

    /** By one thread. */
    @Benchmark
    @Threads(1)
    public void countedByOneThread() {
        Events.counted(Event.CACHE_HIT);
    }

    /** By eight, of the same event. */
    @Benchmark
    @Threads(8)
    public void countedByEightThreads() {
        Events.counted(Event.CACHE_HIT);
    }
}

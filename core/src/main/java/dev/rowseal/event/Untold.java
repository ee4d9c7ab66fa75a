package dev.rowseal.event;

import dev.rowseal.kms.Kms;
import dev.rowseal.memory.MemoryProtection;
import java.util.ArrayList;
import java.util.List;

/**
 * What one thread has to tell of keys, kept back until the thread holds nothing that another one waits for. A log handler is
 * the application's: it may write to a database through Rowseal, and so wait for the very key that it is told of. What
 * happens is counted and recorded at once; {@link #close} logs it. Nothing here fails because a log handler does. Not
 * thread-safe; whoever makes one closes it.
 */
public final class Untold implements AutoCloseable {

    private record Line(Event event, Kms.KeyContext key, String about, long nanos) {}

    private final List<Line> lines = new ArrayList<>(2);

    /** As {@link Events#ofKey}. */
    public void ofKey(Event event, Kms.KeyContext key, String about) {
        add(new Line(event, key, about, -1));
    }

    /**
     * A KMS was called for a key.
     *
     * @param about the KEK's URI, and how it ended
     * @param begun {@link System#nanoTime} when it began
     */
    public void ofCall(Event event, Kms.KeyContext key, String about, long begun) {
        add(new Line(event, key, about, System.nanoTime() - begun));
    }

    private void add(Line line) {
        Events.counted(line.event());
        FlightRecording.key(line.event(), line.key(), line.about(), Math.max(0, line.nanos()));
        lines.add(line);
    }

    /**
     * Logs what was kept back, in its order. Throws nothing, also where memory or the stack ends before a handler is called: who
     * closes this may have a lease to hand on, which nobody else would close. What could not be told is counted.
     */
    @Override
    public void close() {
        for (int i = 0; i < lines.size(); i++) {
            log(lines.get(i));
        }
        lines.clear();
        try {
            Telling.guarded(MemoryProtection::tell);
        } catch (Throwable exhausted) {
            Events.counted(Event.UNTOLD);
        }
    }

    private static void log(Line line) {
        try {
            AuditLog.log(line.event(), line.key(), line.about(), line.nanos());
        } catch (Throwable exhausted) {
            Events.counted(Event.UNTOLD);
        }
    }
}

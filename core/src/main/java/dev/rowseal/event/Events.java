package dev.rowseal.event;

import dev.rowseal.kms.Kms;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Where everything that is worth telling is told: it is counted, logged to the platform's logger {@code dev.rowseal.audit}, and
 * recorded where the JDK has its Flight Recorder. For the whole process; safe for use by many threads; takes no lock. Telling
 * never fails, whatever the application's log handlers do; they are called by the thread to which it happened, which must
 * hold nothing that another thread waits for: whoever does keeps it {@link Untold} for the time.
 */
public final class Events {

    private static final LongAdder[] COUNTS =
            Stream.generate(LongAdder::new).limit(Event.values().length).toArray(LongAdder[]::new);

    static {
        FlightRecording.begin();
    }

    private Events() {}

    /** How often each thing has happened in this process since it began; a copy. */
    public static Map<Event, Long> counts() {
        Map<Event, Long> counts = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            counts.put(event, count(event));
        }
        return counts;
    }

    /** How often something has happened in this process since it began. */
    public static long count(Event event) {
        return COUNTS[event.ordinal()].sum();
    }

    /** Counts what happens too often to be told one by one. */
    public static void counted(Event event) {
        COUNTS[event.ordinal()].increment();
    }

    /**
     * Something happened to a key.
     *
     * @param key which
     * @param about what about it: a KEK's URI, the kind of a failure, a cause; never a secret
     */
    public static void ofKey(Event event, Kms.KeyContext key, String about) {
        counted(event);
        AuditLog.log(event, key, about, -1);
        FlightRecording.key(event, key, about, 0);
    }

    /**
     * A statement was refused or failed.
     *
     * @param message the failure's own, which names columns and clauses and holds no value
     */
    public static void ofStatement(Event event, String message) {
        counted(event);
        AuditLog.log(event, message);
        FlightRecording.statement(event, message);
    }
}

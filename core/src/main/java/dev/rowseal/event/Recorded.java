package dev.rowseal.event;

import dev.rowseal.kms.Kms;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The events as the JDK's Flight Recorder has them. Loaded only where there is one. */
final class Recorded {

    private Recorded() {}

    /** Something that happened to a key. */
    @Name("dev.rowseal.Key")
    @Label("Key")
    @Category("Rowseal")
    @Description("A key was wrapped, unwrapped, made, rewrapped, retired, destroyed or evicted, or a KMS failed")
    @StackTrace(false)
    static final class KeyEvent extends jdk.jfr.Event {
        @Label("Event")
        @Nullable
        String event;

        @Label("Namespace")
        @Nullable
        String namespace;

        @Label("Owner")
        @Nullable
        String owner;

        @Label("Key id")
        long keyId;

        @Label("Purpose")
        @Nullable
        String purpose;

        @Label("About")
        @Nullable
        String about;

        @Label("Time of the call")
        @Timespan(Timespan.NANOSECONDS)
        long call;
    }

    /** A statement that was refused, or found something that is not authentic. */
    @Name("dev.rowseal.Statement")
    @Label("Statement")
    @Category("Rowseal")
    @Description("A statement was refused, or came upon a value or key that it could not use")
    static final class StatementEvent extends jdk.jfr.Event {
        @Label("Event")
        @Nullable
        String event;

        @Label("About")
        @Nullable
        String about;
    }

    /** How the cache of keys did in the last minute. */
    @Name("dev.rowseal.Cache")
    @Label("Cache of keys")
    @Category("Rowseal")
    @Period("60 s")
    @StackTrace(false)
    static final class CacheEvent extends jdk.jfr.Event {
        @Label("Hits since the last one")
        long hits;

        @Label("Misses since the last one")
        long misses;
    }

    /** What the counters were when the cache was last recorded; the recorder's own thread reads and writes it. */
    private static long hits;

    private static long misses;

    static void begin() {
        FlightRecorder.addPeriodicEvent(CacheEvent.class, Recorded::cache);
    }

    private static synchronized void cache() {
        long hitsNow = Events.count(Event.CACHE_HIT);
        long missesNow = Events.count(Event.CACHE_MISS);
        CacheEvent event = new CacheEvent();
        event.hits = hitsNow - hits;
        event.misses = missesNow - misses;
        event.commit();
        hits = hitsNow;
        misses = missesNow;
    }

    static void key(Event what, Kms.KeyContext key, String about, long nanos) {
        KeyEvent event = new KeyEvent();
        if (event.isEnabled()) {
            event.event = what.term();
            event.namespace = key.namespace();
            event.owner = key.owner();
            event.keyId = key.keyId();
            event.purpose = key.purpose();
            event.about = about;
            event.call = nanos;
            event.commit();
        }
    }

    static void statement(Event what, String message) {
        StatementEvent event = new StatementEvent();
        if (event.isEnabled()) {
            event.event = what.term();
            event.about = message;
            event.commit();
        }
    }
}

package dev.rowseal.event;

import dev.rowseal.kms.Kms;

/**
 * The way to the JDK's Flight Recorder, where there is one: a runtime image may lack its module. Costs a test of a flag while nothing is
 * recorded.
 */
final class FlightRecording {

    private static final boolean POSSIBLE =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightRecording() {}

    /** Has the cache's hits recorded once a minute, while anything is recorded. */
    static void begin() {
        if (POSSIBLE) {
            Recorded.begin();
        }
    }

    static void key(Event event, Kms.KeyContext key, String about, long nanos) {
        if (POSSIBLE) {
            Recorded.key(event, key, about, nanos);
        }
    }

    static void statement(Event event, String message) {
        if (POSSIBLE) {
            Recorded.statement(event, message);
        }
    }
}

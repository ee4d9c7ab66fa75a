package dev.rowseal.event;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls the application's log handlers so that none can do harm: what one throws is counted and goes no further, since a
 * statement, or a key, must not be lost for a line of a log. What a handler itself causes by using Rowseal is not told to it
 * again, or it would go on for ever. Safe for use by many threads.
 */
final class Telling {

    /** The threads that are in a handler now. */
    private static final Set<Thread> THREADS = ConcurrentHashMap.newKeySet();

    private Telling() {}

    static void guarded(Runnable telling) {
        Thread thread = Thread.currentThread();
        if (!THREADS.add(thread)) {
            Events.counted(Event.UNTOLD);
            return;
        }
        try {
            telling.run();
        } catch (Throwable anything) {
            // Errors too: a handler's missing class, or its assertion, is no reason to fail a statement.
            Events.counted(Event.UNTOLD);
        } finally {
            THREADS.remove(thread);
        }
    }
}

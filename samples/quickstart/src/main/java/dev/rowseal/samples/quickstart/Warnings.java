package dev.rowseal.samples.quickstart;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Holds back what Rowseal logs, so that it is shown where a reader is told about it. Closing ends that. */
final class Warnings implements AutoCloseable {

    // Kept here: the log manager itself holds loggers weakly.
    private final Logger logger = Logger.getLogger("dev.rowseal");
    private final Set<String> held = new LinkedHashSet<>();
    private final boolean usedParents = logger.getUseParentHandlers();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                hold(new SimpleFormatter().formatMessage(entry));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    Warnings() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    private synchronized void hold(String message) {
        held.add(message);
    }

    /** What was logged since the last time, each message once. */
    synchronized List<String> taken() {
        List<String> taken = List.copyOf(held);
        held.clear();
        return taken;
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(usedParents);
    }
}

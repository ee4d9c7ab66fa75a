package dev.rowseal.kms.contract;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Reads what is logged at every level while a test runs, by the adapter and by the JDK below it: what goes through {@link
 * System.Logger} ends in java.util.logging, unless the class path says otherwise.
 */
public final class LogWatch {

    // Of everything that has a logger, these would have the reason to print what goes over a wire.
    private final List<Logger> loggers =
            List.of(Logger.getLogger(""), Logger.getLogger("jdk"), Logger.getLogger("sun"));
    private final List<Level> before = new ArrayList<>();
    private final StringWriter told = new StringWriter();

    private final Handler reader = new Handler() {
        @Override
        public synchronized void publish(LogRecord record) {
            told.append(new SimpleFormatter().formatMessage(record)).append('\n');
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(told));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Reads nothing yet. */
    public LogWatch() {}

    /** Reads from now on. */
    public void begin() {
        before.clear();
        for (Logger logger : loggers) {
            before.add(logger.getLevel());
            logger.setLevel(Level.ALL);
        }
        reader.setLevel(Level.ALL);
        loggers.get(0).addHandler(reader);
    }

    /** All that was logged since, as text; reads no more. */
    public String end() {
        loggers.get(0).removeHandler(reader);
        for (int i = 0; i < loggers.size(); i++) {
            loggers.get(i).setLevel(before.get(i));
        }
        return told.toString();
    }
}

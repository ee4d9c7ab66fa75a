package dev.rowseal.contract;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** An application's handler of Rowseal's audit log, at every level, until it is closed. */
public final class LogListener implements AutoCloseable {

    private static final Logger AUDIT = Logger.getLogger("dev.rowseal.audit");

    private final Level before = AUDIT.getLevel();
    private final Handler handler;

    /** @param heard is given each line, in the thread that tells it */
    public LogListener(Consumer<String> heard) {
        this.handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                heard.accept(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        AUDIT.setLevel(Level.ALL);
        AUDIT.addHandler(handler);
    }

    @Override
    public void close() {
        AUDIT.removeHandler(handler);
        AUDIT.setLevel(before);
    }
}

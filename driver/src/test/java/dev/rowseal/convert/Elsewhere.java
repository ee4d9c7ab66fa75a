package dev.rowseal.convert;

import java.util.TimeZone;
import org.h2.util.DateTimeUtils;

/** Makes another time zone the JVM's, as both drivers take it for their sessions, until it is closed. */
final class Elsewhere implements AutoCloseable {

    private final TimeZone before = TimeZone.getDefault();

    Elsewhere(String zone) {
        set(TimeZone.getTimeZone(zone));
    }

    private static void set(TimeZone zone) {
        TimeZone.setDefault(zone);
        DateTimeUtils.resetCalendar();
    }

    @Override
    public void close() {
        set(before);
    }
}

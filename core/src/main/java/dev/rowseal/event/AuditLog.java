package dev.rowseal.event;

import dev.rowseal.kms.Kms;
import java.lang.System.Logger.Level;

/**
 * One line for each event, of the form {@code event=key.unwrapped namespace="clinic" owner="public.patient" key=17 purpose=data
 * about="…" micros=850}. What stands in quotes has neither quotes nor anything but printable ASCII, so that no name can begin a line or a
 * field of its own. Never throws: see {@link Telling}.
 */
final class AuditLog {

    private static final System.Logger LOG = System.getLogger("dev.rowseal.audit");

    private AuditLog() {}

    static void log(Event event, Kms.KeyContext key, String about, long nanos) {
        if (event.level() != Level.OFF) {
            Telling.guarded(() -> {
                if (LOG.isLoggable(event.level())) {
                    LOG.log(event.level(), line(event, key, about, nanos));
                }
            });
        }
    }

    static void log(Event event, String message) {
        if (event.level() != Level.OFF) {
            Telling.guarded(() -> {
                if (LOG.isLoggable(event.level())) {
                    LOG.log(event.level(), line(event, message));
                }
            });
        }
    }

    /** @param nanos how long the call took; negative where there was none */
    static String line(Event event, Kms.KeyContext key, String about, long nanos) {
        return "event=" + event.term() + " namespace=" + quoted(key.namespace()) + " owner=" + quoted(key.owner())
                + " key=" + key.keyId() + " purpose=" + quoted(key.purpose()) + " about=" + quoted(about)
                + (nanos < 0 ? "" : " micros=" + nanos / 1000);
    }

    static String line(Event event, String message) {
        return "event=" + event.term() + " about=" + quoted(message);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7E || c == '"' || c == '\\') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}

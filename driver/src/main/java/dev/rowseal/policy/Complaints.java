package dev.rowseal.policy;

import dev.rowseal.failure.Misconfigured;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, so that one start-up shows every mistake and not only the first. Not thread-safe. */
final class Complaints {

    private static final int MOST = 20;

    private final List<String> found = new ArrayList<>();

    /** Reads something; what is wrong with it is kept, and null comes back in its place. */
    <T> @Nullable T attempt(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Complaint complaint) {
            found.add(complaint.text());
            return null;
        }
    }

    void add(Position position, String message) {
        found.add(new Complaint(position, message).text());
    }

    /** Returns when nothing was wrong. */
    void raise() {
        if (found.isEmpty()) {
            return;
        }
        List<String> shown = found.subList(0, Math.min(MOST, found.size()));
        String rest = found.size() > MOST ? "\n… and " + (found.size() - MOST) + " more" : "";
        throw new Misconfigured(String.join("\n", shown) + rest);
    }
}

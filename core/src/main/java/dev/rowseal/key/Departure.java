package dev.rowseal.key;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A moment before values are sealed, and the keys that they are sealed under since, by which their arrival in the database is
 * judged: see {@link KeyRing#requireArrived}. For one use by one thread, as of a statement.
 */
public final class Departure {

    private final Freshness.Moment at;
    /** The last that was told, which is the only one as a rule; 0 where none was: ids begin at 1. */
    private long last;
    /** All, where there are several: a key was rotated meanwhile. */
    private @Nullable Set<Long> several;

    Departure(Freshness.Moment at) {
        this.at = at;
    }

    Freshness.Moment at() {
        return at;
    }

    /** A value is about to be sealed under a key. */
    void under(long keyId) {
        if (keyId == last) {
            return;
        }
        if (last != 0) {
            if (several == null) {
                several = new HashSet<>();
                several.add(last);
            }
            several.add(keyId);
        }
        last = keyId;
    }

    boolean isUnder(long keyId) {
        return keyId == last || several != null && several.contains(keyId);
    }

    /** Whether anything was sealed {@linkplain KeyRing#sealing(String, Departure) since}. */
    public boolean hasSealed() {
        return last != 0;
    }

    /** Takes over the keys of values that departed later, and are sent together with these. */
    public void join(Departure later) {
        if (later.several != null) {
            later.several.forEach(this::under);
        } else if (later.last != 0) {
            under(later.last);
        }
    }
}

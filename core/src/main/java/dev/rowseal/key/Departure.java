package dev.rowseal.key;

/**
 * A moment before values are sealed, by which their arrival in the database is judged: see {@link
 * KeyRing#requireArrived}. Immutable.
 */
public final class Departure {

    private final Freshness.Moment at;

    Departure(Freshness.Moment at) {
        this.at = at;
    }

    Freshness.Moment at() {
        return at;
    }
}

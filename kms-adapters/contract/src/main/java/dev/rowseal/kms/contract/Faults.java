package dev.rowseal.kms.contract;

import java.time.Duration;
import java.util.Optional;

/** How a test tells a loopback service to fail. Safe for use while calls are under way. */
public interface Faults {

    /** What goes wrong with a call that wraps, unwraps, generates or fetches, and with what is asked besides. */
    enum Fault {
        /** Too many calls; the service may say how long to wait. */
        THROTTLED,
        /** The service is there and cannot serve: an internal error, a sealed or standby server. */
        OUTAGE,
        /** The connection ends before an answer. */
        DISCONNECTED,
        /** No answer, nor an end of the connection, until {@link #heal}. */
        SILENT,
        /** The answer ends in the middle, as its announced length or its form tells. */
        HALF,
        /** What comes with a success is no answer of the service: a page of a proxy, noise, an empty body. */
        GARBAGE,
        /** A success whose key is of another size, or no key; or whose secret is another. */
        WRONG_KEY,
        /** The identity has no right. */
        DENIED,
        /** The KEK or secret is disabled, or pending deletion. */
        DISABLED,
        /** There is no such KEK or secret. */
        UNKNOWN
    }

    /** Whether the service can fail so; the tests of what it cannot are left out. */
    boolean knows(Fault fault);

    /** Fails the next calls so, beginning now. */
    void next(int calls, Fault fault);

    /**
     * From now on the service turns away whatever is more than so many requests a second, as its vendor does it ({@link Quota}), until
     * {@link #heal}.
     *
     * @param burst most requests at once
     * @return whether it does; the tests of what it cannot are left out
     */
    default boolean limit(double perSecond, int burst) {
        return false;
    }

    /** How many calls the quota has turned away since the service began. */
    default int turnedAway() {
        return 0;
    }

    /** Ends all faults and the quota, also of calls that wait. */
    void heal();

    /** How many calls a fault has struck since the service began. */
    int struck();

    /** How many calls have arrived since the service began, whatever they asked for. */
    int calls();

    /** How long the service asks for when it throttles; empty where it does not say. */
    Optional<Duration> asked();
}

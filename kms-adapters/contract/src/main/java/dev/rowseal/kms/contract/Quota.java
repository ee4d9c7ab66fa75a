package dev.rowseal.kms.contract;

/**
 * A loopback service's quota of requests: a token bucket, as the vendors describe theirs. It holds a number of tokens, is filled at an even rate,
 * and each request takes one; a request that finds none is turned away as the vendor does it. Without limit until it is told one. Safe for use by many threads.
 */
public final class Quota {

    private static final double NANOS = 1e9;

    private boolean limited;
    private double perSecond;
    private double most;
    private double tokens;
    private long filled;

    /** Without limit. */
    public Quota() {}

    /**
     * Begins to limit, with a full bucket.
     *
     * @param perSecond requests in a second, from 0, by which nothing is filled again
     * @param burst most requests at once, from 1
     */
    public synchronized void limit(double perSecond, int burst) {
        if (perSecond < 0 || burst < 1) {
            throw new IllegalArgumentException("a quota of " + perSecond + " requests a second, " + burst + " at once");
        }
        this.limited = true;
        this.perSecond = perSecond;
        this.most = burst;
        this.tokens = burst;
        this.filled = System.nanoTime();
    }

    /** Ends the limit. */
    public synchronized void lift() {
        limited = false;
    }

    /** Takes a token; false where there is none, and the request must be turned away. */
    public synchronized boolean take() {
        long now = System.nanoTime();
        tokens = Math.min(most, tokens + perSecond * (now - filled) / NANOS);
        filled = now;
        if (!limited) {
            return true;
        }
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}

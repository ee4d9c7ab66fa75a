package dev.rowseal.keycache;

import java.util.List;
import java.util.stream.Stream;

/**
 * A key in the cache: how old it is, who has used it, and therefore how long it stays. Asked by many threads; changed by one at
 * a time, which holds the map's lock of its identity ({@link Entries}).
 *
 * <h2>How long it stays</h2>
 *
 * <p>For the longest time, counted from its load, of those who have used it: not of all users there are, so that a neighbour who
 * keeps keys for a day does not keep what only others use. What takes its place counts from its own load, and is there no shorter
 * than its predecessor would have been, whoever loaded it: in an outage each user has what he would have had alone. It belongs to
 * its predecessor's users too until they leave, and is kept for the whole of their time once they use it themselves.
 *
 * <p>So no key is in memory for longer after its load than the longest time to live and grace of those who used it or its
 * predecessors. That says how long it is <em>there</em>; whom it serves each user's own {@link Times} say.
 */
final class Entry {

    private static final long SET_RIGHT = 1_000_000_000;

    private final LeasedKey key;
    private final long loadedAt;
    private final long loadedWall;
    private final double spread;
    private volatile Stay stay;
    private volatile boolean graceless;

    /** Replaced as a whole, so that who asks sees users and time that belong together. */
    private record Stay(List<Times> users, long keptNanos) {}

    /**
     * Takes over a key that is used by its loader.
     *
     * @param loadedAt when its load began, by the cache's ticker
     * @param loadedWall the same by the clock that goes on while the machine is suspended
     * @param spread 0 to 1: when it is due
     */
    Entry(LeasedKey key, Times loader, long loadedAt, long loadedWall, double spread) {
        this.key = key;
        this.loadedAt = loadedAt;
        this.loadedWall = loadedWall;
        this.spread = spread;
        this.stay = new Stay(List.of(loader), loader.keptNanos());
    }

    LeasedKey key() {
        return key;
    }

    /**
     * Its age in nanoseconds, by whichever clock says more: one may be set back, the other stands still in suspension. Where
     * one was set back, by more than clocks are set all the time, nobody knows: older than any may be.
     */
    long age(long now, long nowWall) {
        long wall = nowWall - loadedWall;
        return wall < -SET_RIGHT ? Long.MAX_VALUE : Math.max(now - loadedAt, wall);
    }

    boolean isDue(Times times, long age) {
        return times.isDue(age, spread);
    }

    /** Has it lent to nobody past his time, whatever comes: grace is for who met nothing but outages since its load. */
    void endGrace() {
        graceless = true;
    }

    boolean hasGrace() {
        return !graceless;
    }

    /** From its load to its end in the cache. */
    long keptNanos() {
        return stay.keptNanos;
    }

    /** Whether it is known that some use it, and it stays for as long as they may want it: as a rule. */
    boolean isKeptFor(Times times) {
        Stay now = stay;
        return now.keptNanos >= times.keptNanos() && now.users.contains(times);
    }

    /**
     * Some are about to use it, or its predecessor. Never brings back what is past its end.
     *
     * @param kept for how long they may want it, from its load
     */
    void useBy(Times user, long kept, long age) {
        Stay now = stay;
        if (age < now.keptNanos) {
            stay = new Stay(with(now.users, List.of(user)), Math.max(now.keptNanos, Math.min(kept, user.keptNanos())));
        }
    }

    /** Takes the place of another, which was loaded before. */
    void follow(Entry before, long ageBefore, long age) {
        Stay last = before.stay;
        Stay now = stay;
        if (ageBefore < last.keptNanos && age < now.keptNanos) {
            long kept = Math.min(age + (last.keptNanos - ageBefore), last.keptNanos);
            stay = new Stay(with(now.users, last.users), Math.max(now.keptNanos, kept));
        }
    }

    /** Some have left. Whether it is anybody's still. */
    boolean isUsedWithout(Times gone) {
        Stay now = stay;
        List<Times> others = now.users.stream().filter(user -> user != gone).toList();
        stay = new Stay(others, now.keptNanos);
        return !others.isEmpty();
    }

    private static List<Times> with(List<Times> users, List<Times> others) {
        return Stream.concat(users.stream(), others.stream()).distinct().toList();
    }
}

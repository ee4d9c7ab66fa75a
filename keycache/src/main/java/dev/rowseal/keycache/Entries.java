package dev.rowseal.keycache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.event.Untold;
import dev.rowseal.key.KeyIdentity;
import dev.rowseal.key.KeyRecord;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is in the cache, and when it goes: each key once, whoever uses it. What leaves is retired at once, in the thread that
 * caused it. Safe for use by many threads.
 *
 * <p>A key's time is changed, and a key put in another's place, under the map's lock of its identity. So what is replaced while
 * somebody has it kept for longer is seen by him, or he by it; and nobody has a key kept that is no longer there.
 */
final class Entries {

    private final Cache<KeyIdentity, Entry> cache;
    private final Ticker ticker;
    private final LongSupplier wall;
    private final Executor background;

    /**
     * None yet.
     *
     * @param wall a clock that goes on while the machine is suspended, in nanoseconds since any moment
     * @param background tells of keys that left
     */
    Entries(Ticker ticker, LongSupplier wall, Scheduler scheduler, Executor background) {
        this.ticker = ticker;
        this.wall = wall;
        this.background = background;
        this.cache = Caffeine.newBuilder()
                // Counted from the beginning of the load: the KMS may have decided then, and answered late.
                .expireAfter(Expiry.<KeyIdentity, Entry>writing(
                        (identity, entry) -> Duration.ofNanos(Math.max(0, entry.keptNanos() - age(entry)))))
                .ticker(ticker)
                // Without it an expired key would stay until somebody uses the cache again.
                .scheduler(scheduler)
                // Retiring is a few instructions; in another thread's queue a key would outlive its time.
                .executor(Runnable::run)
                .removalListener(this::retire)
                .build();
    }

    private void retire(@Nullable KeyIdentity identity, @Nullable Entry entry, RemovalCause cause) {
        // Null only in caches with weak references, which this is not.
        Objects.requireNonNull(entry).key().retire();
        Untold untold = new Untold();
        untold.ofKey(Event.CACHE_EVICTED, Objects.requireNonNull(identity).context(), cause.name());
        try {
            // Not here: in the cache's own locks, or in the timer of all the JVM.
            background.execute(untold::close);
        } catch (RejectedExecutionException tooMuch) {
            Events.counted(Event.UNTOLD);
        }
    }

    @Nullable
    Entry get(KeyIdentity identity) {
        return cache.getIfPresent(identity);
    }

    long age(Entry entry) {
        return entry.age(ticker.read(), wall.getAsLong());
    }

    /**
     * Puts a key in the place of its predecessor, which is retired by this; not where its load was given up. Whoever gives one up
     * says so before he looks for what is here, or loads another: either he sees this one, or this sees that.
     *
     * @return whether it was put there
     */
    boolean put(KeyIdentity identity, Entry entry, Times loader, Loading load) {
        Entry there = cache.asMap().compute(identity, (same, before) -> {
            if (load.isForgotten()) {
                return before;
            }
            if (before != null) {
                entry.follow(before, age(before), age(entry));
            }
            return entry;
        });
        if (there != entry) {
            return false;
        }
        leaveIfOver(identity, loader);
        return true;
    }

    /**
     * Notes that some are about to use a key, or what took its place meanwhile: it stays for as long as they may want it. No lock
     * and no write where that is so.
     *
     * @param age the key's, which is in their time or grace
     */
    void use(KeyIdentity identity, Entry entry, long age, Times user) {
        if (entry.isKeptFor(user)) {
            return;
        }
        long remaining = user.keptNanos() - age;
        cache.asMap().computeIfPresent(identity, (same, there) -> {
            long ageThere = age(there);
            // What took its place stays as long as the one that is used would have, and for the whole time when it is
            // used.
            there.useBy(user, there == entry ? user.keptNanos() : ageThere + remaining, ageThere);
            return there;
        });
        leaveIfOver(identity, user);
    }

    /** Either {@link #leave} saw what this thread put there, or this sees that they were leaving before it looked. */
    private void leaveIfOver(KeyIdentity identity, Times user) {
        if (user.isOver()) {
            leave(identity, user);
        }
    }

    /** Removes what nobody used but these users, who have left. */
    void leave(Times users) {
        identities().forEach(identity -> leave(identity, users));
    }

    private void leave(KeyIdentity identity, Times users) {
        cache.asMap().computeIfPresent(identity, (same, there) -> there.isUsedWithout(users) ? there : null);
    }

    /** Removes what is past its end. The timer stands still where the machine is suspended; the first load since comes here. */
    void removeOld() {
        cache.asMap().forEach((identity, entry) -> {
            if (age(entry) >= entry.keptNanos()) {
                cache.asMap().remove(identity, entry);
            }
        });
    }

    /** Ends the grace of a key, through whichever wrapping it was opened; what takes its place has its own. */
    void endGrace(KeyRecord record) {
        cache.asMap().forEach((identity, entry) -> {
            if (identity.record().equals(record)) {
                entry.endGrace();
            }
        });
    }

    void remove(KeyIdentity identity) {
        cache.invalidate(identity);
    }

    /** Removes this one, and nothing that took its place. */
    void remove(KeyIdentity identity, Entry entry) {
        cache.asMap().remove(identity, entry);
    }

    void removeAll() {
        cache.invalidateAll();
    }

    Set<KeyIdentity> identities() {
        return cache.asMap().keySet();
    }

    void cleanUp() {
        cache.cleanUp();
    }
}

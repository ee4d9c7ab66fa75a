package dev.rowseal.keycache;

import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.rowseal.kms.Kms;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who uses the one cache, and the threads that work for all in the background. What the last user with some times leaves is wiped
 * where no other used it; the last user of all has everything wiped and ends the threads. Safe for use by many threads.
 */
final class Shares {

    /** Of those who are there now; null where nobody is. */
    private @Nullable Common common;

    /** What all have in common, from the first who comes until the last has left. */
    private static final class Common {
        final Background background = new Background();
        final SharedKeys keys = new SharedKeys(
                Ticker.systemTicker(),
                () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
                Scheduler.systemScheduler(),
                background);
        final Thread atShutdown = new Thread(keys::close, "rowseal-wipe-keys");
        final Map<Said, Alike> users = new HashMap<>();
    }

    /** What users say of how long they keep keys, and how long they wait for one. */
    private record Said(Duration ttl, Duration grace, Kms.Limits limits) {}

    /** Users who say the same. */
    private static final class Alike {
        final Times times;
        int number;

        Alike(Said said) {
            this.times = new Times(said.ttl(), said.grace(), said.limits());
        }
    }

    /** One user's part. */
    record Share(SharedKeys keys, Times times, Executor background) {}

    synchronized Share join(Duration ttl, Duration grace, Kms.Limits limits) {
        Said said = new Said(ttl, grace, limits);
        Common joined = common;
        Alike alike = joined == null ? null : joined.users.get(said);
        if (alike == null) {
            alike = new Alike(said);
        }
        if (joined == null) {
            joined = new Common();
            Runtime.getRuntime().addShutdownHook(joined.atShutdown);
            common = joined;
        }
        joined.users.put(said, alike);
        alike.number++;
        return new Share(joined.keys, alike.times, joined.background);
    }

    /** To be called once for each {@link #join}. */
    void leave(Share share) {
        left(share.times()).run();
    }

    /** What is to be wiped now, outside the lock. */
    private synchronized Runnable left(Times times) {
        Common all = common;
        Said said = new Said(times.ttl(), times.grace(), times.limits());
        Alike alike = all == null ? null : all.users.get(said);
        if (all == null || alike == null || --alike.number > 0) {
            return () -> {};
        }
        // Who says the same and comes from now on has times of his own.
        all.users.remove(said);
        if (!all.users.isEmpty()) {
            return () -> all.keys.leave(times);
        }
        common = null;
        return () -> end(all);
    }

    private static void end(Common all) {
        forgetHook(all.atShutdown);
        all.keys.close();
        all.background.end();
    }

    private static void forgetHook(Thread hook) {
        try {
            // Left in place it would keep this class, and its class loader, for the life of the JVM.
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running or has run, and wipes as this close does.
            return;
        }
    }
}

package dev.rowseal.keycache;

import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who shares which keys, and the threads that work for all of them in the background. What the last user of some keys leaves
 * is wiped, and the last user of any ends the threads. Safe for use by many threads.
 */
final class Shares {

    private final Map<Times, Share> shares = new HashMap<>();
    private @Nullable Background background;

    /** How long keys are kept and, in an outage, lent. */
    record Times(Duration ttl, Duration grace) {}

    private static final class Share {
        final SharedKeys keys;
        final Thread atShutdown;
        int users;

        Share(Times times, Background background) {
            keys = new SharedKeys(
                    times.ttl(),
                    times.grace(),
                    Ticker.systemTicker(),
                    () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
                    Scheduler.systemScheduler(),
                    background);
            atShutdown = new Thread(keys::close, "rowseal-wipe-keys");
        }
    }

    /** @return what is made of the shared keys and the background */
    synchronized <T> T join(Times times, BiFunction<SharedKeys, Executor, T> user) {
        if (background == null) {
            background = new Background();
        }
        Share share = shares.get(times);
        if (share == null) {
            share = new Share(times, background);
            Runtime.getRuntime().addShutdownHook(share.atShutdown);
            shares.put(times, share);
        }
        share.users++;
        return user.apply(share.keys, background);
    }

    /** To be called once for each {@link #join}. */
    void leave(Times times) {
        Share last = left(times);
        if (last != null) {
            forgetHook(last.atShutdown);
            last.keys.close();
            endWhenUnused();
        }
    }

    private synchronized @Nullable Share left(Times times) {
        Share share = shares.get(times);
        if (share == null || --share.users > 0) {
            return null;
        }
        shares.remove(times);
        return share;
    }

    private synchronized void endWhenUnused() {
        if (shares.isEmpty() && background != null) {
            background.end();
            background = null;
        }
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

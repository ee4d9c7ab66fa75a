package dev.rowseal.memory;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whole pages outside the heap. On JDK 22 and later, where native access is granted, each is locked into memory (no
 * swap), left out of core dumps, and empty in a forked child; see {@link MemoryProtection}. Safe for use by many threads.
 */
final class Pages {

    private static final Logger LOG = System.getLogger(Pages.class.getName());
    private static final SystemCalls SYSTEM = SystemCalls.find();

    /** Bytes of a page. */
    static final int SIZE = SYSTEM.pageSize();

    private static MemoryProtection protection = SYSTEM.granted()
            ? new MemoryProtection(true, true, true, "")
            : new MemoryProtection(false, false, false, SYSTEM.reason());

    private static volatile @Nullable Level untold;
    private static boolean told;

    private Pages() {}

    /** A page of zeros for the life of the process. */
    static ByteBuffer allocate() {
        // Aligned pages of an ordinary direct buffer, so that Java 17 and 25 run the same code above this.
        ByteBuffer page =
                ByteBuffer.allocateDirect(2 * SIZE - 1).alignedSlice(SIZE).slice(0, SIZE);
        if (SYSTEM.granted()) {
            weaken(SYSTEM.protect(page));
        } else {
            toTell(Level.INFO);
        }
        return page;
    }

    /** The least protection of all pages so far. */
    static synchronized MemoryProtection protection() {
        return protection;
    }

    private static synchronized void weaken(MemoryProtection ofPage) {
        protection = protection.and(ofPage);
        if (!protection.locked()) {
            toTell(Level.WARNING);
        }
    }

    private static synchronized void toTell(Level level) {
        if (!told) {
            told = true;
            untold = level;
        }
    }

    /** Logs once, where there is anything to say, that pages are less protected than they could be. */
    static void tell() {
        if (untold == null) {
            return;
        }
        Level level = taken();
        if (level != null) {
            // Outside of the lock: a log handler may come to need a page.
            LOG.log(
                    level,
                    "memory of data keys can be swapped out: {0}",
                    protection().reason());
        }
    }

    private static synchronized @Nullable Level taken() {
        Level level = untold;
        untold = null;
        return level;
    }
}

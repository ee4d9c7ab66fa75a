package dev.rowseal.keycache;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One unwrapped key, from the moment it was loaded until it is wiped.
 *
 * <h2>What has to hold</h2>
 *
 * <ol>
 *   <li>A key is never wiped while a lease on it is open. A library that wipes under a user writes data under an
 *       all-zero key, and nobody notices until the data has to be read.
 *   <li>A key that is out of the cache is wiped, once, no later than its last lease is closed.
 *   <li>No lease begins on a key that is out of the cache, however long a thread has held a reference to it. Otherwise
 *       a busy application could keep an expired key alive for ever, one overlapping lease after the other.
 * </ol>
 *
 * <h2>States</h2>
 *
 * <p>All of it is in one integer: the sign bit says that the key is retired (out of the cache), the other 31 bits count
 * the open leases.
 *
 * <pre>
 *              acquire, release                       release
 *                 ┌──────┐                           ┌──────┐
 *   born ──► LIVE, n ≥ 1 ◄┘ ───── retire ─────► RETIRED, n ≥ 1 ◄┘
 *              │     ▲                               │
 *      release │     │ acquire                       │ release  (wipes)
 *              ▼     │                               ▼
 *            LIVE, 0 ─────────── retire ────────► RETIRED, 0
 *                                (wipes)
 * </pre>
 *
 * <p>A key is born with one lease, its loader's. Were it born with none, an eviction between the birth and the loader's
 * acquire could retire it first, and a loader in a storm of evictions might never get what it loaded.
 *
 * <h2>Why it is safe</h2>
 *
 * <p>Every step is one atomic read-modify-write of the integer, so all steps on one key have one order.
 *
 * <p><em>Wiped once.</em> RETIRED, 0 is entered by exactly one step: the retire that finds LIVE, 0, or the release that
 * finds RETIRED, 1. Nothing leaves it: acquire refuses retired keys, retire finds the bit set, and there is no lease
 * left to release (a lease releases once, whoever closes it and however often). The one step that enters it wipes.
 *
 * <p><em>Not under a user.</em> A user stands between its acquire and its release, and the count is at least 1
 * meanwhile. What a user reads from the key happens before its release, the release before the wipe: the steps on one
 * atomic variable give that order between threads, so no read of a user can see a zero of the wipe.
 *
 * <p><em>Not after retirement.</em> The bit is never cleared, and acquire looks at the same value that it replaces.
 *
 * <h2>Races, one by one</h2>
 *
 * <ul>
 *   <li><em>Acquire against retire.</em> Whichever is first: either the lease is counted and retire does not wipe, or
 *       the bit is set and acquire says no; the caller asks the cache again and loads anew.
 *   <li><em>Release against retire</em> with one lease open: release first gives LIVE, 0 and retire wipes; retire first
 *       gives RETIRED, 1 and release wipes. Both cannot, and one must.
 *   <li><em>Two retires</em> (expiry meets purge): the second finds the bit set and does nothing.
 *   <li><em>Evicted while loading</em>: the load is marked, and its thread takes the key out of the cache as soon as it has put
 *       it there, so retire finds the loader's lease and the loader's release wipes.
 * </ul>
 *
 * <p>A reference count in which the cache itself holds one reference would be shorter and break the third rule: threads
 * that hold a reference could go on acquiring after the cache let go, as long as their leases overlap.
 */
final class LeasedKey {

    private static final int RETIRED = Integer.MIN_VALUE;
    private static final int MOST_LEASES = Integer.MAX_VALUE;

    private final AutoCloseable key;
    private final AtomicInteger state = new AtomicInteger(1);

    /** Takes over a key, with one lease open, which the caller has to release. */
    LeasedKey(AutoCloseable key) {
        this.key = key;
    }

    AutoCloseable key() {
        return key;
    }

    /** Opens a lease, unless the key is retired. */
    boolean acquire() {
        int seen = state.get();
        while (seen >= 0) {
            if (seen == MOST_LEASES) {
                throw new IllegalStateException(
                        "more leases on one key than can be counted; they are not being closed");
            }
            int witness = state.compareAndExchange(seen, seen + 1);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    /** Closes a lease. To be called once for each. */
    void release() {
        if (state.decrementAndGet() == RETIRED) {
            wipe(key);
        }
    }

    /** Ends the acquiring of leases for good. */
    void retire() {
        if (state.getAndUpdate(seen -> seen | RETIRED) == 0) {
            wipe(key);
        }
    }

    static void wipe(AutoCloseable key) {
        try {
            key.close();
        } catch (RuntimeException unexpected) {
            throw unexpected;
        } catch (Exception unexpected) {
            throw new IllegalStateException("a key could not be wiped", unexpected);
        }
    }
}

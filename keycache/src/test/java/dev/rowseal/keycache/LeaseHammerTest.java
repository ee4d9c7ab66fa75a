package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each step of {@link LeasedKey} against each that it can meet, on a fresh key each time, by two threads: whoever has a
 * lease sees a key that is not wiped, and each key is wiped once. {@code -Drowseal.races} says how often (400,000 for each pair).
 */
@Timeout(3_600)
class LeaseHammerTest {

    private static final long RACES = Long.getLong("rowseal.races", 400_000);
    // Few, so that both threads are at the same key often; many, so that they seldom wait for each other.
    private static final int BATCH = 128;
    // Who shares the one processor with the other only keeps it from coming.
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

    private static final int REFUSED = 0;
    private static final int WHOLE = 1;
    private static final int TORN = 2;

    /** Plain fields: what one thread sees of the other's it owes to the leases. */
    private static final class Wiped implements AutoCloseable {

        private int bytes = 42;
        private int wipes;

        @Override
        public void close() {
            bytes = 0;
            wipes++;
        }
    }

    private record Race(Wiped key, LeasedKey leased) {

        static Race fresh() {
            Wiped key = new Wiped();
            return new Race(key, new LeasedKey(key));
        }

        int use() {
            return leased.acquire() ? lookAndRelease() : REFUSED;
        }

        int lookAndRelease() {
            boolean whole = key.bytes == 42;
            leased.release();
            return whole ? WHOLE : TORN;
        }

        int retire() {
            leased.retire();
            return WHOLE;
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // of lambdas that capture nothing
    private enum Pair {
        /** The loader's lease ends while the key is evicted. */
        LOADER_AND_EVICTION(Race::lookAndRelease, Race::retire, false),
        /** A user comes while the key is evicted; the loader is still there. */
        USER_AND_EVICTION(Race::use, Race::retire, true),
        /** A user comes while the loader goes, then the key is evicted. */
        USER_AND_LOADER(
                Race::use,
                race -> {
                    int seen = race.lookAndRelease();
                    race.retire();
                    return seen;
                },
                false),
        /** Two users, the second of whom evicts. */
        USER_AND_USER(
                Race::use,
                race -> {
                    int seen = race.use();
                    race.retire();
                    return seen;
                },
                true),
        /** Expiry meets a purge. */
        EVICTION_AND_EVICTION(Race::retire, Race::retire, true);

        private final ToIntFunction<Race> one;
        private final ToIntFunction<Race> other;
        /** Whether the loader's lease ends before the two begin. */
        private final boolean loaded;

        Pair(ToIntFunction<Race> one, ToIntFunction<Race> other, boolean loaded) {
            this.one = one;
            this.other = other;
            this.loaded = loaded;
        }
    }

    private final Race[] races = new Race[BATCH];
    private final int[] ones = new int[BATCH];
    private final int[] others = new int[BATCH];
    private final AtomicInteger turn = new AtomicInteger();
    private volatile int begun = -1;

    @ParameterizedTest
    @EnumSource
    void noUserSeesAWipedKeyAndEachIsWipedOnce(Pair pair) throws Exception {
        long[] seen = new long[3];
        int rounds = Math.toIntExact(RACES / BATCH);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> second = thread.submit(() -> {
                for (int round = 0; round < rounds; round++) {
                    await(3 * round + 1);
                    begun = round;
                    for (int i = 0; i < BATCH; i++) {
                        others[i] = pair.other.applyAsInt(races[i]);
                    }
                    turn.incrementAndGet();
                }
            });
            for (int round = 0; round < rounds; round++) {
                begin(pair);
                turn.incrementAndGet();
                awaitOther(round);
                for (int i = 0; i < BATCH; i++) {
                    ones[i] = pair.one.applyAsInt(races[i]);
                }
                turn.incrementAndGet();
                await(3 * round + 3);
                for (int i = 0; i < BATCH; i++) {
                    seen[ones[i]]++;
                    seen[others[i]]++;
                    if (races[i].key.wipes != 1) {
                        throw new AssertionError("wiped " + races[i].key.wipes + " times");
                    }
                }
            }
            second.get();
        } finally {
            thread.shutdownNow();
        }
        assertThat(seen[TORN]).as("wiped under a user").isZero();
        assertThat(seen[WHOLE]).isPositive();
        if (pair == Pair.USER_AND_EVICTION) {
            assertThat(seen[REFUSED]).as("both came first now and then").isBetween(1L, (long) rounds * BATCH - 1);
        }
    }

    private void begin(Pair pair) {
        for (int i = 0; i < BATCH; i++) {
            races[i] = Race.fresh();
            if (pair.loaded) {
                races[i].lookAndRelease();
            }
        }
    }

    /** Every other round, so that both come first now and then also where they share a processor. */
    private void awaitOther(int round) {
        for (int spins = 0; round % 2 == 1 && begun < round; spins++) {
            rest(spins);
        }
    }

    /** Gives the processor away where both threads have to share one. */
    private void await(int at) {
        for (int spins = 0; turn.get() < at; spins++) {
            rest(spins);
        }
    }

    private static void rest(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}

package dev.rowseal.keycache;

import static dev.rowseal.keycache.Identities.identity;
import static dev.rowseal.keycache.Identities.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Scheduler;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.Lease;
import dev.rowseal.memory.Secret;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users who keep keys for different times, and the one entry that they share. */
@Timeout(60)
class MixedTimesTest {

    /** 5 minutes, and 10 of grace. */
    private final Times brief = new Times(Duration.ofMinutes(5), Duration.ofMinutes(10));

    /** An hour, and two of grace. */
    private final Times longer = new Times(Duration.ofHours(1), Duration.ofHours(2));

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong wall = new AtomicLong();
    private final List<Runnable> scheduled = new ArrayList<>();
    private final Scheduler scheduler = (executor, command, delay, unit) -> {
        long at = nanos.get() + unit.toNanos(delay);
        scheduled.add(() -> {
            if (nanos.get() - at >= 0) {
                executor.execute(command);
            }
        });
        return new CompletableFuture<>();
    };
    private final SharedKeys keys = new SharedKeys(nanos::get, wall::get, scheduler, Runnable::run);
    private final AtomicInteger loads = new AtomicInteger();
    private volatile @Nullable RowsealFailure failure;
    private int openAtFirst;

    @BeforeEach
    void count() {
        openAtFirst = Secret.open();
    }

    @AfterEach
    void nothingLingers() {
        keys.close();
        assertThat(open()).isZero();
    }

    private int open() {
        return Secret.open() - openAtFirst;
    }

    private Secret load() {
        loads.incrementAndGet();
        RowsealFailure told = failure;
        if (told != null) {
            throw told;
        }
        return secret(1);
    }

    private Secret use(Times user) {
        try (Lease<Secret> lease = keys.lease(user, user, identity(1), Secret.class, this::load)) {
            return lease.key();
        }
    }

    private boolean isCached(Times user) {
        return keys.cached(user, identity(1), Secret.class)
                .map(lease -> {
                    lease.close();
                    return true;
                })
                .orElse(false);
    }

    private void outage() {
        failure = new KeyUnavailable("out");
    }

    /** What the timer alone does meanwhile, minute by minute. */
    private void later(Duration by) {
        for (long minute = by.toMinutes(); minute > 0; minute--) {
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            List.copyOf(scheduled).forEach(Runnable::run);
        }
    }

    @Test
    void costOneCallAndOneKeyInMemory() {
        Secret loaded = use(brief);
        assertThat(use(longer)).isSameAs(loaded);
        assertThat(loads).hasValue(1);
        assertThat(open()).isEqualTo(1);
    }

    @Test
    void eachJudgesItsAgeByItsOwnTime() {
        Secret first = use(longer);
        use(brief);
        later(Duration.ofMinutes(5));
        assertThat(isCached(brief)).isFalse();
        assertThat(use(longer)).isSameAs(first);
        assertThat(loads).hasValue(1);

        Secret second = use(brief);
        assertThat(loads).hasValue(2);
        assertThat(use(longer)).as("the newer one").isSameAs(second);
        assertThat(open()).isEqualTo(1);

        later(Duration.ofMinutes(59));
        assertThat(isCached(brief)).isFalse();
        assertThat(use(longer)).isSameAs(second);
        later(Duration.ofMinutes(1));
        assertThat(isCached(longer)).isFalse();
        use(longer);
        assertThat(loads).hasValue(3);
    }

    @Test
    void eachFindsItDueByItsOwnTime() {
        use(longer);
        later(Duration.ofMinutes(2));
        for (Times user : List.of(brief, longer)) {
            assertThat(keys.refresh(user, user, identity(1), Secret.class, this::load))
                    .isTrue();
            try (Lease<Secret> lease =
                    keys.cached(user, identity(1), Secret.class).orElseThrow()) {
                assertThat(lease.isDue()).isFalse();
            }
        }
        assertThat(loads).hasValue(1);
        later(Duration.ofMinutes(2));
        try (Lease<Secret> lease =
                keys.cached(longer, identity(1), Secret.class).orElseThrow()) {
            assertThat(lease.isDue()).isFalse();
        }
        try (Lease<Secret> lease = keys.cached(brief, identity(1), Secret.class).orElseThrow()) {
            assertThat(lease.isDue()).isTrue();
        }
        keys.refresh(longer, longer, identity(1), Secret.class, this::load);
        assertThat(loads).hasValue(1);
        keys.refresh(brief, brief, identity(1), Secret.class, this::load);
        assertThat(loads).hasValue(2);
    }

    @Test
    void inAnOutageEachHasItsOwnGrace() {
        Secret loaded = use(longer);
        outage();
        later(Duration.ofMinutes(14));
        assertThat(use(brief)).isSameAs(loaded);
        later(Duration.ofMinutes(1));
        assertThatThrownBy(() -> use(brief)).isSameAs(failure);
        assertThat(use(longer)).isSameAs(loaded);
        later(Duration.ofMinutes(164));
        assertThat(use(longer)).isSameAs(loaded);
        assertThatThrownBy(() -> use(brief)).isInstanceOf(KeyUnavailable.class);
        later(Duration.ofMinutes(1));
        assertThatThrownBy(() -> use(longer)).isInstanceOf(KeyUnavailable.class);
        assertThat(open()).isZero();
    }

    /** Who is refused nothing himself has no key of those that another was refused. */
    @Test
    void aRefusalEndsItForAll() {
        use(longer);
        later(Duration.ofMinutes(5));
        failure = new KeyRefused("denied");
        assertThatThrownBy(() -> use(brief)).isSameAs(failure);
        assertThat(isCached(longer)).isFalse();
        assertThat(open()).isZero();
    }

    @Test
    void whatOneAloneUsedGoesAfterHisTime() {
        use(brief);
        keys.lease(longer, longer, identity(2), Secret.class, () -> secret(2)).close();
        later(Duration.ofMinutes(14));
        assertThat(open()).isEqualTo(2);
        later(Duration.ofMinutes(2));
        assertThat(open()).as("the other's").isEqualTo(1);
    }

    @Test
    void whatBothUsedStaysForTheLongerTimeFromItsLoadOn() {
        use(brief);
        later(Duration.ofMinutes(4));
        use(longer);
        outage();
        later(Duration.ofMinutes(175));
        assertThat(open()).isEqualTo(1);
        use(longer);
        later(Duration.ofMinutes(3));
        assertThat(open()).isZero();
    }

    @Test
    void whoComesInAnOutageIsLentWhatIsThereAndHasItKept() {
        Times patient = new Times(Duration.ofMinutes(1), Duration.ofHours(1));
        Secret loaded = use(brief);
        outage();
        later(Duration.ofMinutes(10));
        assertThat(use(patient)).isSameAs(loaded);
        later(Duration.ofMinutes(50));
        assertThat(use(patient)).isSameAs(loaded);
        later(Duration.ofMinutes(3));
        assertThat(open()).isZero();
    }

    /** Nobody loses to an outage what he would have had alone. */
    @Test
    void aReplacementIsThereForAsLongAsItsPredecessor() {
        use(longer);
        later(Duration.ofMinutes(5));
        Secret second = use(brief);
        outage();
        later(Duration.ofMinutes(174));
        assertThat(open()).isEqualTo(1);
        assertThat(use(longer)).isSameAs(second);
        later(Duration.ofMinutes(5));
        assertThat(use(longer))
                .as("he used the second, and so has it for all his time")
                .isSameAs(second);
        later(Duration.ofMinutes(3));
        assertThat(open()).isZero();
    }

    @Test
    void aReplacementIsKeptNoLongerForWhoUsedItsPredecessorAlone() {
        use(longer);
        for (int times = 0; times < 35; times++) {
            later(Duration.ofMinutes(5));
            use(brief);
        }
        assertThat(loads).hasValue(36);
        // The last was loaded after 175 minutes, and the first would have been there for 180.
        later(Duration.ofMinutes(14));
        assertThat(open()).isEqualTo(1);
        later(Duration.ofMinutes(3));
        assertThat(open()).isZero();
    }

    @Test
    void whatIsUsedWhileItIsReplacedHasItsSuccessorKept() {
        Entries entries = new Entries(nanos::get, wall::get, scheduler, Runnable::run);
        Entry first = new Entry(new LeasedKey(() -> {}), brief, nanos.get(), 0, 0);
        entries.put(identity(3), first, brief, new Loading(brief, brief, Duration.ZERO));
        later(Duration.ofMinutes(4));
        long age = entries.age(first);
        Entry second = new Entry(new LeasedKey(() -> {}), brief, nanos.get(), 0, 0);
        entries.put(identity(3), second, brief, new Loading(brief, brief, Duration.ZERO));
        entries.use(identity(3), first, age, longer);
        assertThat(second.keptNanos()).isEqualTo(Duration.ofMinutes(176).toNanos());
        entries.use(identity(3), second, 0, longer);
        assertThat(second.keptNanos()).isEqualTo(Duration.ofMinutes(180).toNanos());
    }

    /** The timer stood still; nobody is lent what should be gone. */
    @Test
    void whatWasToGoWhileTheMachineWasSuspendedIsNobodys() {
        use(brief);
        wall.addAndGet(Duration.ofMinutes(15).toNanos());
        assertThat(isCached(longer)).isFalse();
        assertThatThrownBy(() -> keys.lease(longer, longer, identity(1), Secret.class, () -> {
                    throw new KeyUnavailable("out");
                }))
                .isInstanceOf(KeyUnavailable.class);
        keys.purge(identity(1));
        use(longer);
        assertThat(loads).hasValue(2);
    }

    @Test
    void whatALeavingOneAloneUsedGoesAtOnce() {
        use(brief);
        keys.lease(brief, brief, identity(2), Secret.class, () -> secret(2)).close();
        use(longer);
        keys.leave(brief);
        assertThat(open()).isEqualTo(1);
        assertThat(isCached(longer)).isTrue();
        later(Duration.ofMinutes(58));
        assertThat(isCached(longer)).isTrue();
        keys.leave(longer);
        assertThat(open()).isZero();
    }

    @Test
    void whatALeavingOneLoadedStaysForWhoUsedItsPredecessor() {
        use(longer);
        later(Duration.ofMinutes(5));
        use(brief);
        keys.leave(brief);
        assertThat(isCached(longer)).isTrue();
        keys.leave(longer);
        assertThat(open()).isZero();
    }

    @Test
    void whatIsLoadedOrUsedWhileOneLeavesGoesWithHim() {
        Lease<Secret> lease = keys.lease(brief, brief, identity(1), Secret.class, () -> {
            keys.leave(brief);
            return load();
        });
        assertThat(isCached(longer)).isFalse();
        lease.key().copyTo(ByteBuffer.allocate(32));
        lease.close();
        assertThat(open()).isZero();

        use(longer);
        use(brief);
        keys.leave(longer);
        assertThat(open()).isZero();
    }

    @Test
    void ofManyOfBothThatAskOneLoads() throws Exception {
        int many = 64;
        CountDownLatch asking = new CountDownLatch(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<Lease<Secret>>> leases = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                Times user = i % 2 == 0 ? brief : longer;
                leases.add(threads.submit(() -> {
                    asking.countDown();
                    return keys.lease(user, user, identity(1), Secret.class, () -> {
                        await(asking);
                        return load();
                    });
                }));
            }
            for (Future<Lease<Secret>> lease : leases) {
                lease.get().close();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(loads).hasValue(1);
        assertThat(open()).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

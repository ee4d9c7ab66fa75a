package dev.rowseal.kms.aws;

import dev.rowseal.kms.contract.Faults;
import dev.rowseal.kms.contract.Quota;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** When the loopback service fails, and how; and what of its calls it counts. */
abstract class Failing implements Faults {

    /** How the next calls are answered, one by one. */
    final ConcurrentLinkedQueue<Instead> faults = new ConcurrentLinkedQueue<>();

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger struck = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final Quota quota = new Quota();
    private final AtomicInteger left = new AtomicInteger();
    private volatile Fault standing = Fault.OUTAGE;
    private volatile CountDownLatch end = new CountDownLatch(1);

    /** What happens to a call that has just arrived; null where it is answered as it deserves. */
    final @Nullable Instead arrived() {
        calls.incrementAndGet();
        Instead fault = faults.poll();
        if (fault == null && left.getAndUpdate(now -> Math.max(0, now - 1)) > 0) {
            struck.incrementAndGet();
            fault = Instead.of(standing);
        }
        if (fault == null && !quota.take()) {
            // one quota of an account and region for all symmetric operations together
            turnedAway.incrementAndGet();
            fault = Instead.error("ThrottlingException", 400);
        }
        return fault;
    }

    /** Until {@link #heal}. */
    final void hang() {
        try {
            end.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    final void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean knows(Fault fault) {
        return true;
    }

    @Override
    public void next(int calls, Fault fault) {
        standing = fault;
        left.set(calls);
    }

    @Override
    public boolean limit(double perSecond, int burst) {
        quota.limit(perSecond, burst);
        return true;
    }

    @Override
    public int turnedAway() {
        return turnedAway.get();
    }

    @Override
    public void heal() {
        quota.lift();
        left.set(0);
        end.countDown();
        end = new CountDownLatch(1);
    }

    @Override
    public int struck() {
        return struck.get();
    }

    @Override
    public int calls() {
        return calls.get();
    }

    /** AWS KMS does not say how long to wait. */
    @Override
    public Optional<Duration> asked() {
        return Optional.empty();
    }
}

package dev.rowseal.kms.vault;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.kms.Kms.Limits;
import java.time.Duration;
import java.util.Optional;

/** What is left of the time and the attempts that one call of the KMS was granted. Not thread-safe. */
final class Budget {

    private static final long FIRST_PAUSE_MILLIS = 100;

    private final long deadline;
    private int attempts;
    private long pause = FIRST_PAUSE_MILLIS;

    Budget(Limits limits) {
        this.deadline = System.nanoTime() + limits.timeout().toNanos();
        this.attempts = limits.attempts();
    }

    /** @throws KeyUnavailable if none is left */
    int millis() {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left < 1) {
            throw new KeyUnavailable("Vault did not answer in the time that a call may take");
        }
        return (int) left;
    }

    /**
     * Waits as long as the service asked for, or a short time that doubles, and says whether to try again. Where there is
     * no further attempt, or the wait would be longer than what is left, it says no at once.
     */
    boolean another(Optional<Duration> asked) {
        attempts--;
        long wait = Math.max(pause, asked.map(Duration::toMillis).orElse(0L));
        pause *= 2;
        if (attempts < 1 || (deadline - System.nanoTime()) / 1_000_000 <= wait) {
            return false;
        }
        try {
            Thread.sleep(wait);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

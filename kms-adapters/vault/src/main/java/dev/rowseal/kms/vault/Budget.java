package dev.rowseal.kms.vault;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.kms.Kms.Limits;
import dev.rowseal.kms.retry.Attempts;
import java.time.Duration;
import java.util.Optional;

/** What is left of the time and the attempts that one call of the KMS was granted. Not thread-safe. */
final class Budget {

    private final Attempts attempts;

    Budget(Limits limits) {
        this(new Attempts(limits));
    }

    private Budget(Attempts attempts) {
        this.attempts = attempts;
    }

    /** One attempt, of half the time that is left. */
    Budget half() {
        return new Budget(attempts.part(2));
    }

    /** @throws KeyUnavailable if none is left */
    int millis() {
        long left = attempts.timeLeft().toMillis();
        if (left < 1) {
            throw new KeyUnavailable("Vault did not answer in the time that a call may take");
        }
        return (int) left;
    }

    /** What is left; zero if none is. */
    Duration left() {
        return attempts.timeLeft();
    }

    /** As {@link Attempts#another}. */
    boolean another(Optional<Duration> asked) {
        return attempts.another(asked);
    }
}

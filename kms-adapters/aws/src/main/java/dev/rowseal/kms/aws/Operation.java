package dev.rowseal.kms.aws;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.retry.Attempts;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One operation of a KEK, which may take several calls of the service: all within one deadline, each tried as often as is granted, and never
 * sooner than the service asks. The SDK's own attempts know nothing of the call before, nor of what is left. Begins when it is made; for one
 * thread.
 */
final class Operation {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final KeyArn key;
    private final Kms.Limits limits;
    private final long deadline;

    Operation(KeyArn key, Kms.Limits limits) {
        this.key = key;
        this.limits = limits;
        this.deadline = System.nanoTime() + limits.timeout().toNanos();
    }

    /** A call of the service. */
    interface Call<T> {
        /** @param within to be put into the request: how long the call may take */
        T make(Consumer<AwsRequestOverrideConfiguration.Builder> within);
    }

    /**
     * Calls, and reads the answer.
     *
     * @param name the service's name for the call
     * @throws KeyUnavailable if it does not go well in time
     */
    <T> T call(String name, Call<T> call) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.compareTo(SHORTEST) < 0) {
            throw new KeyUnavailable("AWS KMS in " + key.region() + ": no time was left for " + name + " under " + key);
        }
        Attempts attempts = new Attempts(new Kms.Limits(left, limits.attempts()));
        while (true) {
            Duration patience = patience(attempts.timeLeft());
            RowsealFailure failure;
            try {
                return call.make(request -> request.apiCallTimeout(patience));
            } catch (SdkException failed) {
                failure = AwsFailure.of(failed, key, name);
            } catch (KeyUnavailable unusable) {
                failure = unusable;
            }
            if (!(failure instanceof KeyUnavailable passing) || !attempts.another(passing.retryAfter())) {
                throw failure;
            }
        }
    }

    /** One attempt leaves time for the others. */
    private Duration patience(Duration left) {
        Duration share = limits.timeout().dividedBy(limits.attempts());
        Duration shorter = share.compareTo(left) < 0 ? share : left;
        return shorter.compareTo(SHORTEST) < 0 ? SHORTEST : shorter;
    }
}

package dev.rowseal.key;

import dev.rowseal.kms.Kms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the application says about its keys. Immutable.
 *
 * @param namespace part of every key's context
 * @param kekUri the KEK that wraps new keys
 * @param unwrapKekUris further KEKs that may open wrappings, in the order in which to try them; none else ever does
 * @param rotateAfter the age at which a data key is followed by a new generation; empty for never by itself
 * @param limits what each call of a KMS may take
 */
public record KeyPolicy(
        String namespace,
        String kekUri,
        List<String> unwrapKekUris,
        Optional<Duration> rotateAfter,
        Kms.Limits limits) {

    public KeyPolicy {
        unwrapKekUris = List.copyOf(unwrapKekUris);
    }

    /** A policy with the limits of calls that a KMS has by default. */
    public KeyPolicy(String namespace, String kekUri, List<String> unwrapKekUris, Optional<Duration> rotateAfter) {
        this(namespace, kekUri, unwrapKekUris, rotateAfter, Kms.Limits.DEFAULT);
    }

    /** A policy without rotation by age. */
    public KeyPolicy(String namespace, String kekUri, List<String> unwrapKekUris) {
        this(namespace, kekUri, unwrapKekUris, Optional.empty());
    }

    /**
     * How much longer than keys are kept whoever destroys one waits: for statements and batches that were sealed and have
     * not come to the database yet, for the timer, and for clocks that do not run alike.
     */
    private static final Duration IN_FLIGHT = Duration.ofHours(1);

    /** What was sealed this long ago has not been given up; shorter than the above by what timers and clocks may be off. */
    static final Duration ARRIVES_WITHIN = Duration.ofMinutes(50);

    /**
     * How long a process that keeps unwrapped keys for some time may go on with a key after it last read the key's row,
     * in milliseconds.
     */
    static long maxLease(Duration kept) {
        return kept.plus(IN_FLIGHT).toMillis();
    }
}

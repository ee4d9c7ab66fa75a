package dev.rowseal.credentials;

import java.time.Duration;

/**
 * One secret of a secrets manager, which holds the user and the password of a database. Safe for use by many threads. The caller
 * closes it; {@link #fetch} throws {@link IllegalStateException} after that.
 */
public interface CredentialSource extends AutoCloseable {

    /**
     * Asks the secrets manager for what holds now. Keeps nothing: who calls twice asks twice. The messages and causes of its
     * failures hold no part of the secret.
     *
     * @return the caller closes it
     * @throws dev.rowseal.failure.KeyUnavailable if the same call may succeed later
     * @throws dev.rowseal.failure.KeyRefused if access is denied, or the secret is unknown, disabled or deleted
     * @throws dev.rowseal.failure.NotAuthentic if the answer is for another secret
     * @throws dev.rowseal.failure.Misconfigured if the set-up is wrong, or the secret is no user and password
     */
    Credentials fetch();

    @Override
    void close();

    /**
     * What a caller grants to one {@link #fetch}.
     *
     * @param timeout longest time until it returns or fails, with all attempts and the waiting between them; from 1 ms to 10
     *     minutes
     * @param attempts most attempts, the first included; 1 to 10. Only what is {@linkplain dev.rowseal.failure.KeyUnavailable
     *     unavailable} is tried again, and never sooner than the secrets manager asks for
     */
    record Limits(Duration timeout, int attempts) {

        /** Ten seconds, three attempts. */
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), 3);

        /** Throws {@link IllegalArgumentException} for what is out of range. */
        public Limits {
            if (timeout.compareTo(Duration.ofMillis(1)) < 0
                    || timeout.compareTo(Duration.ofMinutes(10)) > 0
                    || attempts < 1
                    || attempts > 10) {
                throw new IllegalArgumentException(
                        "a fetch of credentials takes 1 ms to 10 minutes and 1 to 10 attempts");
            }
        }
    }
}

package dev.rowseal.kms;

/**
 * Opens KEKs of one URI scheme. Found by {@link java.util.ServiceLoader}: an adapter declares it in its module
 * descriptor and in {@code META-INF/services}, with a public constructor without parameters. Stateless and safe for use
 * by many threads.
 */
public interface KmsProvider {

    /** The URI scheme that this provider serves, in lower case and without the colon: {@code local-kms}. */
    String scheme();

    /**
     * Opens the KEK that the URI names. May read files and the environment; leaves calls over a network to the first
     * wrap or unwrap, so that an outage never keeps an application from starting.
     *
     * @param kekUri begins with {@link #scheme()} and a colon; never holds a secret
     * @return the open KEK, which the caller closes
     * @throws dev.rowseal.failure.Misconfigured if the URI is malformed, or what it names cannot be used as it is
     */
    Kms open(String kekUri);

    /**
     * Opens the KEK as {@link #open(String)} does, so that each call of it keeps to what the caller grants. By default for
     * a KMS whose calls do not wait for anybody: the limits are of no use to it.
     */
    default Kms open(String kekUri, Kms.Limits limits) {
        return open(kekUri);
    }
}

package dev.rowseal.credentials;

/**
 * Opens sources of database credentials of one URI scheme. Found by {@link java.util.ServiceLoader}: an adapter declares it in
 * its module descriptor and in {@code META-INF/services}, with a public constructor without parameters. Stateless and safe for
 * use by many threads.
 */
public interface CredentialProvider {

    /** The URI scheme that this provider serves, in lower case and without the colon: {@code aws-secretsmanager}. */
    String scheme();

    /**
     * Opens the source that the URI names. May read files and the environment, and calls nobody.
     *
     * @param uri begins with {@link #scheme()} and a colon; never holds a secret
     * @param limits what each fetch may take
     * @return the open source, which the caller closes
     * @throws dev.rowseal.failure.Misconfigured if the URI is malformed, or what it names cannot be used as it is
     */
    CredentialSource open(String uri, CredentialSource.Limits limits);
}

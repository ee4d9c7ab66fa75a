package dev.rowseal.jdbc;

import dev.rowseal.credentials.CredentialProviders;
import dev.rowseal.credentials.CredentialSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The credentials of all databases of one {@link Connector}, by the URI of their secret. Safe for use by many threads; whoever made
 * it closes it.
 */
final class CredentialSources implements AutoCloseable {

    private final Map<String, SharedCredentials> byUri = new ConcurrentHashMap<>();

    /** The credentials behind a URI, which are closed with this. Calls nobody. */
    SharedCredentials of(String uri) {
        return byUri.computeIfAbsent(
                uri, named -> new SharedCredentials(CredentialProviders.open(named, CredentialSource.Limits.DEFAULT)));
    }

    @Override
    public void close() {
        byUri.values().forEach(SharedCredentials::close);
        byUri.clear();
    }
}

package dev.rowseal.kms.pkcs11;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProvider;

/**
 * Serves {@code pkcs11:} URIs (RFC 7512): a secret key in a token, found by its label. The PIN comes from the file that
 * {@code pin-source} names, or from the environment. Nothing is loaded, and no PIN is read, before the first call. Safe for
 * use by many threads.
 */
public final class Pkcs11KmsProvider implements KmsProvider {

    private final Surroundings surroundings;

    /** For the {@link java.util.ServiceLoader}. */
    public Pkcs11KmsProvider() {
        this(Surroundings::ofProcess);
    }

    Pkcs11KmsProvider(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String scheme() {
        return Pkcs11Uri.SCHEME;
    }

    @Override
    public Kms open(String kekUri) {
        return open(kekUri, Kms.Limits.DEFAULT);
    }

    @Override
    public Kms open(String kekUri, Kms.Limits limits) {
        Pkcs11Uri uri = Pkcs11Uri.parse(kekUri);
        return new Pkcs11Kms(new TokenKey(uri, new Pin(uri, surroundings)), new BoundedCalls(uri.place(), limits));
    }
}

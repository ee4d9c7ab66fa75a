package dev.rowseal.kms.vault;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProvider;
import java.util.function.LongSupplier;

/**
 * Serves {@code hcvault://<host>[:port]/<mount>/<key>}: a key of Vault's Transit engine. How this process shows who it is
 * comes from its environment; see {@link Identity}. Files are read, and calls made, when a key is first needed. Safe for use
 * by many threads.
 */
public final class VaultKmsProvider implements KmsProvider {

    private final Surroundings surroundings;
    private final LongSupplier clock;

    /** For the {@link java.util.ServiceLoader}. */
    public VaultKmsProvider() {
        this(Surroundings::ofProcess, System::nanoTime);
    }

    VaultKmsProvider(Surroundings surroundings, LongSupplier clock) {
        this.surroundings = surroundings;
        this.clock = clock;
    }

    @Override
    public String scheme() {
        return VaultUri.SCHEME;
    }

    @Override
    public Kms open(String kekUri) {
        return open(kekUri, Kms.Limits.DEFAULT);
    }

    @Override
    public Kms open(String kekUri, Kms.Limits limits) {
        VaultUri uri = VaultUri.parse(kekUri);
        Identity identity = Identity.of(surroundings);
        Wire wire = new Wire(uri, surroundings);
        return new VaultKms(kekUri, uri, new Client(wire, new Login(identity, wire, clock)), limits);
    }
}

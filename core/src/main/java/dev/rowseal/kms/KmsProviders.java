package dev.rowseal.kms;

import dev.rowseal.failure.Misconfigured;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the KMS adapter for a KEK URI. Safe for use by many threads. */
public final class KmsProviders {

    private KmsProviders() {}

    /** Opens a KEK as {@link #open(String, Kms.Limits, ClassLoader)} does, within {@link Kms.Limits#DEFAULT}. */
    public static Kms open(String kekUri) {
        return open(kekUri, Kms.Limits.DEFAULT, KmsProvider.class.getClassLoader());
    }

    /**
     * Opens a KEK through the adapter that serves its URI's scheme: the one that the thread's context class loader sees, else the
     * one that a further class loader does, else Rowseal's own.
     *
     * @param limits what each call of the KEK may take
     * @param further null for that of the system
     * @return the open KEK, which the caller closes
     * @throws Misconfigured if the URI has no scheme, or no adapter on the class or module path serves it; the message
     *     names the artifact to add
     */
    public static Kms open(String kekUri, Kms.Limits limits, @Nullable ClassLoader further) {
        String scheme = Schemes.of(kekUri);
        return find(scheme, Thread.currentThread().getContextClassLoader())
                .or(() -> find(scheme, further))
                .or(() -> find(scheme, KmsProvider.class.getClassLoader()))
                .orElseThrow(() -> Schemes.unserved(scheme))
                .open(kekUri, limits);
    }

    private static Optional<KmsProvider> find(String scheme, @Nullable ClassLoader loader) {
        return ServiceLoader.load(KmsProvider.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.scheme().equals(scheme))
                .findFirst();
    }
}

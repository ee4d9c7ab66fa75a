package dev.rowseal.kms;

import dev.rowseal.failure.Misconfigured;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the KMS adapter for a KEK URI. Safe for use by many threads. */
public final class KmsProviders {

    // RFC 3986, section 3.1
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

    private static final Map<String, String> ARTIFACTS = Map.of(
            "local-kms", "dev.rowseal:rowseal-kms-local",
            "aws-kms", "dev.rowseal:rowseal-kms-aws",
            "tencent-kms", "dev.rowseal:rowseal-kms-tencent",
            "pkcs11", "dev.rowseal:rowseal-kms-pkcs11",
            "hcvault", "dev.rowseal:rowseal-kms-vault");

    private KmsProviders() {}

    /** Opens a KEK as {@link #open(String, Kms.Limits)} does, within {@link Kms.Limits#DEFAULT}. */
    public static Kms open(String kekUri) {
        return open(kekUri, Kms.Limits.DEFAULT);
    }

    /**
     * Opens a KEK through the adapter that serves its URI's scheme.
     *
     * @param limits what each call of the KEK may take
     * @return the open KEK, which the caller closes
     * @throws Misconfigured if the URI has no scheme, or no adapter on the class or module path serves it; the message
     *     names the artifact to add
     */
    public static Kms open(String kekUri, Kms.Limits limits) {
        String scheme = schemeOf(kekUri);
        return find(scheme, Thread.currentThread().getContextClassLoader())
                .or(() -> find(scheme, KmsProvider.class.getClassLoader()))
                .orElseThrow(() -> new Misconfigured(noAdapter(scheme)))
                .open(kekUri, limits);
    }

    private static String schemeOf(String kekUri) {
        Matcher matcher = SCHEME.matcher(kekUri);
        if (!matcher.matches()) {
            // The text is not repeated: what has no scheme may be a secret in the wrong place.
            throw new Misconfigured("a KEK must be named by a URI with a scheme, such as local-kms:./dev-keys.p12");
        }
        return matcher.group(1).toLowerCase(Locale.ROOT);
    }

    private static Optional<KmsProvider> find(String scheme, @Nullable ClassLoader loader) {
        return ServiceLoader.load(KmsProvider.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.scheme().equals(scheme))
                .findFirst();
    }

    private static String noAdapter(String scheme) {
        String artifact = ARTIFACTS.get(scheme);
        return artifact != null
                ? "no KMS adapter for " + scheme + ": add " + artifact + " to the class path"
                : "no KMS adapter for the scheme " + scheme + "; known schemes are "
                        + String.join(", ", ARTIFACTS.keySet().stream().sorted().toList());
    }
}

package dev.rowseal.credentials;

import dev.rowseal.failure.Misconfigured;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the adapter of a secrets manager for the URI of a secret. Safe for use by many threads. */
public final class CredentialProviders {

    // RFC 3986, section 3.1
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

    private static final Map<String, String> ARTIFACTS = Map.of(
            "aws-secretsmanager", "dev.rowseal:rowseal-credentials-aws",
            "tencent-ssm", "dev.rowseal:rowseal-credentials-tencent");

    private CredentialProviders() {}

    /**
     * Opens a source through the adapter that serves its URI's scheme.
     *
     * @param limits what each fetch may take
     * @return the open source, which the caller closes
     * @throws Misconfigured if the URI has no scheme, or no adapter on the class or module path serves it; the message names the
     *     artifact to add
     */
    public static CredentialSource open(String uri, CredentialSource.Limits limits) {
        String scheme = schemeOf(uri);
        return find(scheme, Thread.currentThread().getContextClassLoader())
                .or(() -> find(scheme, CredentialProvider.class.getClassLoader()))
                .orElseThrow(() -> new Misconfigured(noAdapter(scheme)))
                .open(uri, limits);
    }

    private static String schemeOf(String uri) {
        Matcher matcher = SCHEME.matcher(uri);
        if (!matcher.matches()) {
            // The text is not repeated: what has no scheme may be a secret in the wrong place.
            throw new Misconfigured("credentials must be named by a URI with a scheme, such as"
                    + " aws-secretsmanager://eu-central-1/clinic-db");
        }
        return matcher.group(1).toLowerCase(Locale.ROOT);
    }

    private static Optional<CredentialProvider> find(String scheme, @Nullable ClassLoader loader) {
        return ServiceLoader.load(CredentialProvider.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.scheme().equals(scheme))
                .findFirst();
    }

    private static String noAdapter(String scheme) {
        String artifact = ARTIFACTS.get(scheme);
        return artifact != null
                ? "no adapter for credentials from " + scheme + ": add " + artifact + " to the class path"
                : "no adapter for credentials from the scheme " + scheme + "; known schemes are "
                        + String.join(", ", ARTIFACTS.keySet().stream().sorted().toList());
    }
}

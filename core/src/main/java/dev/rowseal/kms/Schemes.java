package dev.rowseal.kms;

import dev.rowseal.failure.Misconfigured;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schemes of KEK URIs, and which artifact of the house serves which: for the message where its adapter is missing. */
final class Schemes {

    // RFC 3986, section 3.1
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

    private static final Map<String, String> ARTIFACTS = Map.of(
            "local-kms", "dev.rowseal:rowseal-kms-local",
            "aws-kms", "dev.rowseal:rowseal-kms-aws",
            "tencent-kms", "dev.rowseal:rowseal-kms-tencent",
            "pkcs11", "dev.rowseal:rowseal-kms-pkcs11",
            "hcvault", "dev.rowseal:rowseal-kms-vault");

    private Schemes() {}

    /** In lower case. */
    static String of(String kekUri) {
        Matcher matcher = SCHEME.matcher(kekUri);
        if (!matcher.matches()) {
            // The text is not repeated: what has no scheme may be a secret in the wrong place.
            throw new Misconfigured("a KEK must be named by a URI with a scheme, such as local-kms:./dev-keys.p12");
        }
        return matcher.group(1).toLowerCase(Locale.ROOT);
    }

    static Misconfigured unserved(String scheme) {
        String artifact = ARTIFACTS.get(scheme);
        String known = String.join(", ", ARTIFACTS.keySet().stream().sorted().toList());
        return new Misconfigured(
                artifact != null
                        ? "no KMS adapter for " + scheme + ": add " + artifact + " to the class path"
                        : "no KMS adapter for the scheme " + scheme + "; known schemes are " + known);
    }
}

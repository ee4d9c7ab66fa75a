package dev.rowseal.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the URI of a key-encryption key. Which schemes exist is for the KMS adapters on the class path to say. */
final class KekUri {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:[^\\p{Cntrl}]+");

    private static final Pattern USER = Pattern.compile("[^:]+://[^/?#]*@.*");

    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

    private static final int MOST_CHARACTERS = 2048;

    private KekUri() {}

    /** @throws Complaint when it has no scheme or holds a secret; the message does not repeat it */
    static String read(Yaml.Text node, String what) {
        String uri = node.text();
        if (!SCHEME.matcher(uri).matches() || uri.length() > MOST_CHARACTERS) {
            throw new Complaint(
                    node.position(),
                    what + " is not the URI of a key; write a scheme and what the KMS wants after it, for example"
                            + " local-kms:./dev-keys.p12");
        }
        boolean pkcs11 = uri.regionMatches(true, 0, "pkcs11:", 0, 7);
        if (hasUser(uri) || hasSecretAttribute(uri.substring(uri.indexOf(':') + 1), pkcs11)) {
            throw new Complaint(
                    node.position(),
                    what + " has a password, PIN or token in it: a secret must not stand in a configuration; give it"
                            + " to the KMS by its environment variable or file, and change it, because it has been"
                            + " written down");
        }
        return uri;
    }

    /** Whether a URI has user information before its host. */
    static boolean hasUser(String uri) {
        return USER.matcher(uri).matches();
    }

    /** Whether any of a URI's attributes has the name of a secret. */
    static boolean hasSecretAttribute(String attributes, boolean pkcs11) {
        for (String attribute : attributes.split("[?&;#]", -1)) {
            int equals = attribute.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String name = unescape(attribute.substring(0, equals));
            // RFC 7512 §2.3: the attribute "token" is the label of a token, not a secret.
            if (Secrets.isNameOfOne(name) && !(pkcs11 && name.equals("token"))) {
                return true;
            }
        }
        return false;
    }

    private static String unescape(String name) {
        return ESCAPE.matcher(name)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }
}

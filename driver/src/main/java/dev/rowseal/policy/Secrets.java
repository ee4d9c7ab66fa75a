package dev.rowseal.policy;

import java.util.Locale;
import java.util.Set;

/** Recognises by its name what must not stand in a configuration: people put passwords where keys are configured. */
final class Secrets {

    private static final Set<String> WHOLE = Set.of("pin", "pwd", "pass", "token", "auth");

    private static final Set<String> PART = Set.of(
            "password",
            "passwd",
            "passphrase",
            "secret",
            "pinvalue",
            "credential",
            "apikey",
            "accesskey",
            "privatekey",
            "accesstoken",
            "authtoken",
            "sessiontoken",
            "securitytoken");

    private Secrets() {}

    /** Whether a key or attribute of this name holds a secret, by the words in it, in any spelling. */
    static boolean isNameOfOne(String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return WHOLE.contains(letters) || PART.stream().anyMatch(letters::contains);
    }
}

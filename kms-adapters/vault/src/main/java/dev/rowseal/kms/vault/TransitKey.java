package dev.rowseal.kms.vault;

import dev.rowseal.failure.Misconfigured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Vault says of a key.
 *
 * @param derived whether a key of its own is derived for each context
 * @param newest the version that wraps now
 * @param leaves whether the key itself can be had from Vault
 */
record TransitKey(boolean derived, long newest, boolean leaves) {

    private static final Set<String> AEAD_256 = Set.of("aes256-gcm96", "chacha20-poly1305");

    private static final Pattern WRAPPING = Pattern.compile("vault:v([1-9][0-9]{0,8}):([A-Za-z0-9+/]+={0,2})");

    private static final int MOST_BYTES = 512;

    /**
     * @throws IOException if it is no description of a key
     * @throws Misconfigured if the key cannot bind a context, or wraps with less than 256 bits
     */
    static TransitKey of(Json answer, String name) throws IOException {
        String type = answer.text("data.type");
        long newest = answer.number("data.latest_version");
        String derived = answer.text("data.derived");
        if (type.isEmpty() || newest < 1 || !(derived.equals("true") || derived.equals("false"))) {
            throw new IOException("no description of a key");
        }
        if (!AEAD_256.contains(type)) {
            throw new Misconfigured("the Vault key " + name + " must be of type aes256-gcm96 or chacha20-poly1305");
        }
        if (answer.text("data.convergent_encryption").equals("true")) {
            throw new Misconfigured(
                    "the Vault key " + name + " must not use convergent encryption: equal keys would show");
        }
        boolean leaves = answer.text("data.exportable").equals("true")
                || answer.text("data.allow_plaintext_backup").equals("true");
        return new TransitKey(derived.equals("true"), newest, leaves);
    }

    /**
     * Refuses a key that can be had from Vault for what is wrapped from now on. What it wrapped already opens, or there would
     * be no way to another key: neither setting can be taken back.
     */
    void requireKept(String name) {
        if (leaves) {
            throw new Misconfigured(
                    "the Vault key " + name + " must not be exportable, nor allow_plaintext_backup: a KEK"
                            + " stays inside of Vault; make another as kek, list this one under unwrap, and rewrap");
        }
    }

    /** The parameter that binds a context. */
    String contextName() {
        return derived ? "context" : "associated_data";
    }

    /**
     * The version that a wrapping names. Only Vault's own spelling is one: its decoder passes over stray bits and line
     * ends, so that many texts would open as the same wrapping.
     */
    static Optional<Long> version(byte[] wrapping) {
        if (wrapping.length > MOST_BYTES) {
            return Optional.empty();
        }
        Matcher matcher = WRAPPING.matcher(new String(wrapping, StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        byte[] encoded = matcher.group(2).getBytes(StandardCharsets.US_ASCII);
        try {
            byte[] canonical = Base64.getEncoder().encode(Base64.getDecoder().decode(encoded));
            return Arrays.equals(canonical, encoded) ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}

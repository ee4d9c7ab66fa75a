package dev.rowseal.memory;

import dev.rowseal.fields.Fields;

/**
 * Nonces for adapters that wrap data keys with AES-GCM (NIST SP 800-38D) by themselves. They are not to repeat under one
 * KEK for two data keys, and a process image that is resumed twice must not make them: so the random bytes are the
 * system's, asked for at each call and kept nowhere, and what is bound to the key goes into it ({@code HKDF-Expand} of RFC 5869 under
 * them). Safe for use by many threads.
 */
public final class WrappingNonce {

    /** Its size in bytes. */
    public static final int LENGTH = 12;

    private WrappingNonce() {}

    /**
     * A nonce for one wrapping.
     *
     * @param associatedData what the wrapping is bound to: the adapter's label and the key context, which is one data
     *     key's alone
     */
    public static byte[] of(byte[] associatedData) {
        byte[] info = new Fields()
                .ascii("rowseal/1 wrapping nonce")
                .raw(associatedData)
                .bytes();
        try (Secret random = Secret.random()) {
            return random.expand(info, LENGTH);
        }
    }
}

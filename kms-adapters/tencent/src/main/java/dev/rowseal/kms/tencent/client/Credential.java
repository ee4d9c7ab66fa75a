package dev.rowseal.kms.tencent.client;

import java.time.Instant;

/**
 * What requests are signed with.
 *
 * @param token empty for a long-term key
 * @param until when it expires; {@link Instant#MAX} where nobody says
 */
record Credential(String secretId, String secretKey, String token, Instant until) {

    @Override
    public String toString() {
        return "Credential[]";
    }
}

package dev.rowseal.kms.vault;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.kms.Kms.Limits;
import dev.rowseal.tls.KeyedRequest;
import java.util.Arrays;

/** Calls of Vault's API with a token, within limits, tried again where that may help. Safe for use by many threads. */
final class Client {

    private final Wire wire;
    private final Login login;

    Client(Wire wire, Login login) {
        this.wire = wire;
        this.login = login;
    }

    String where() {
        return wire.where();
    }

    void close() {
        login.close();
    }

    Budget budget(Limits limits) {
        return new Budget(limits);
    }

    /**
     * Calls until there is an answer that means something: a success, or a refusal of what was asked (400, 404).
     *
     * @return the answer, which the caller closes
     * @throws KeyRefused if this identity may not do so
     * @throws KeyUnavailable if Vault does not serve in the time and the attempts that are left
     */
    Answer call(String method, String path, KeyedRequest body, Budget budget) {
        while (true) {
            try {
                return once(method, path, body, budget);
            } catch (KeyUnavailable unavailable) {
                if (!budget.another(unavailable.retryAfter())) {
                    throw unavailable;
                }
            }
        }
    }

    private Answer once(String method, String path, KeyedRequest body, Budget budget) {
        boolean again = true;
        while (true) {
            byte[] token = login.get(budget);
            try {
                Answer answer = wire.send(method, path, token, body, budget);
                if (answer.status() != 403) {
                    return meaningful(answer);
                }
                answer.close();
                // Vault says the same of a token that is over and of a right that is not given.
                if (!again || !login.refused(token)) {
                    throw new KeyRefused(wire.where() + " does not allow " + method + " " + path
                            + "; see the policy in docs/kms/vault.md");
                }
                again = false;
            } finally {
                Arrays.fill(token, (byte) 0);
            }
        }
    }

    private Answer meaningful(Answer answer) {
        int status = answer.status();
        if (status == 200 || status == 204 || status == 400 || status == 404) {
            return answer;
        }
        answer.close();
        if (status == 401 || status == 405) {
            throw new KeyRefused(wire.where() + " refuses the call with status " + status);
        }
        throw unavailable(wire, answer);
    }

    /** Throttled (429), sealed (503), behind (412), broken (5xx), or elsewhere (3xx, a standby that does not forward). */
    static KeyUnavailable unavailable(Wire wire, Answer answer) {
        int status = answer.status();
        String why = status == 429
                ? "limits calls"
                : status == 503
                        ? "is sealed or under maintenance"
                        : status / 100 == 3 ? "sends elsewhere, which is not followed; name the active node" : "fails";
        return new KeyUnavailable(
                wire.where() + " " + why + " (status " + status + ")",
                null,
                answer.retryAfter().orElse(null));
    }
}

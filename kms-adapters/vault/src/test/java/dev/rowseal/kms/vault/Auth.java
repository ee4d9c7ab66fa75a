package dev.rowseal.kms.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rowseal.kms.vault.LoopbackVault.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Vault's token store and two auth methods, with one role each. */
final class Auth {

    static final String ROLE_ID = "59d6d1ca-47bb-4e7e-a40b-8be3bc5a0ba8";
    static final String SECRET_ID = "84896a0c-1347-aa90-a4f6-aca8b7558780";
    static final String JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjbGluaWMifQ.c2lnbmF0dXJl";

    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    volatile int leaseSeconds = 3600;
    volatile boolean renewable = true;
    volatile boolean mayLookUp = true;

    /** Null unless logins and renewals are to be kept waiting for it. */
    volatile @Nullable CountDownLatch silence;

    /** A permit for each that waits. */
    final Semaphore waiting = new Semaphore(0);

    volatile Predicate<String> allowed = call -> true;

    /** A token that is good until it is revoked. */
    String issue() {
        String token = "hvs.loopback-" + made.incrementAndGet() + "-Zq3x";
        tokens.put(token, "");
        return token;
    }

    void revokeAll() {
        tokens.clear();
    }

    boolean mayUse(String token, String call) {
        return tokens.containsKey(token) && allowed.test(call);
    }

    Reply reply(String method, String path, String token, JsonNode body) {
        CountDownLatch silent = silence;
        if (silent != null) {
            waiting.release();
            LoopbackVault.await(silent);
        }
        if (method.equals("POST") && path.equals("approle/login")) {
            return ROLE_ID.equals(LoopbackVault.parameter(body, "role_id"))
                            && SECRET_ID.equals(LoopbackVault.parameter(body, "secret_id"))
                    ? lease(issue())
                    : Reply.error(400, "invalid role or secret ID");
        }
        if (method.equals("POST") && path.equals("kubernetes/login")) {
            return "clinic".equals(LoopbackVault.parameter(body, "role"))
                            && JWT.equals(LoopbackVault.parameter(body, "jwt"))
                    ? lease(issue())
                    : Reply.error(403, "permission denied");
        }
        if (!tokens.containsKey(token)) {
            return Reply.error(403, "permission denied", "invalid token");
        }
        return switch (method + " " + path) {
            case "GET token/lookup-self" ->
                mayLookUp
                        ? new Reply(
                                200,
                                Map.of(
                                        "data",
                                        Map.of("ttl", leaseSeconds, "renewable", renewable, "policies", List.of("a"))))
                        : Reply.error(403, "permission denied");
            case "POST token/renew-self" -> renewable ? lease(token) : Reply.error(400, "lease is not renewable");
            default -> Reply.error(404);
        };
    }

    private Reply lease(String token) {
        return new Reply(
                200,
                Map.of(
                        "auth",
                        Map.of("client_token", token, "lease_duration", leaseSeconds, "renewable", renewable),
                        "warnings",
                        List.of("a \"quoted\" wor\\d")));
    }
}

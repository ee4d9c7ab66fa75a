package dev.rowseal.kms.tencent;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.Kms;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Calls KMS, version 2019-01-18 of its API, within the limits of a call: signs, sends, tries again what is unavailable, and
 * finds the errors, which come with HTTP 200. Safe for use by many threads.
 */
final class Api {

    private static final String VERSION = "2019-01-18";
    private static final String SERVICE = "kms";
    private static final String JSON = "application/json; charset=utf-8";
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);

    private final URI endpoint;
    private final String host;
    private final KeyName key;
    private final Http http;
    private final Identity identity;
    private final Kms.Limits limits;

    /** @param host the name that is signed */
    Api(URI endpoint, String host, KeyName key, Http http, Identity identity, Kms.Limits limits) {
        this.endpoint = endpoint;
        this.host = host;
        this.key = key;
        this.http = http;
        this.identity = identity;
        this.limits = limits;
    }

    /**
     * The members of {@code Response}.
     *
     * @param body the request, in JSON; whoever has it overwrites it afterwards
     */
    Map<?, ?> call(String action, byte[] body) {
        long end = System.nanoTime() + limits.timeout().toNanos();
        Duration wait = FIRST_WAIT;
        for (int attempt = 1; ; attempt++) {
            try {
                // What is left is shared out, so that one silent attempt does not take it all.
                return once(action, body, left(end).dividedBy(limits.attempts() - attempt + 1L));
            } catch (KeyUnavailable out) {
                Duration asked = out.retryAfter().orElse(wait);
                if (attempt >= limits.attempts() || asked.compareTo(left(end)) >= 0 || !rest(asked)) {
                    throw out;
                }
                wait = wait.multipliedBy(2);
            }
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }

    /** Whether the wait came to its end: an interrupted thread waits no more. */
    private static boolean rest(Duration wait) {
        long until = System.nanoTime() + wait.toNanos();
        while (until - System.nanoTime() > 0) {
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(until - System.nanoTime());
        }
        return true;
    }

    private Map<?, ?> once(String action, byte[] body, Duration timeout) {
        Http.Answer answer = send(action, body, timeout);
        Duration retryAfter = retryAfter(answer);
        if (answer.status() != 200) {
            throw new KeyUnavailable(
                    "Tencent Cloud KMS, " + action + " under " + key + ": HTTP " + answer.status(), null, retryAfter);
        }
        Map<?, ?> response = Json.object(Json.object(new String(answer.body(), StandardCharsets.UTF_8)), "Response");
        if (response.isEmpty()) {
            throw unusable(action);
        }
        if (response.containsKey("Error")) {
            throw failure(response, action, retryAfter);
        }
        return response;
    }

    private RowsealFailure failure(Map<?, ?> response, String action, @Nullable Duration retryAfter) {
        Object code = Json.object(response, "Error").get("Code");
        String text = code instanceof String string ? string : "";
        if (TencentFailure.isOfIdentity(text)) {
            identity.forget();
        }
        return TencentFailure.of(text, response, key, action, retryAfter);
    }

    private Http.Answer send(String action, byte[] body, Duration timeout) {
        Credential credential = identity.current(timeout);
        Instant now = Instant.now();
        Map<String, String> signed = Map.of("Content-Type", JSON, "Host", host, "X-TC-Action", action);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", JSON);
        headers.put("X-TC-Action", action);
        headers.put("X-TC-Version", VERSION);
        headers.put("X-TC-Region", key.region());
        headers.put("X-TC-Timestamp", Long.toString(now.getEpochSecond()));
        if (!credential.token().isEmpty()) {
            headers.put("X-TC-Token", credential.token());
        }
        headers.put("Authorization", Tc3.authorization(credential, SERVICE, signed, body, now));
        try {
            return http.post(endpoint, headers, body, timeout);
        } catch (IOException failed) {
            throw new KeyUnavailable("Tencent Cloud KMS, " + action + " under " + key + ": " + failed.getMessage());
        }
    }

    private static @Nullable Duration retryAfter(Http.Answer answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,5}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(null);
    }

    /** For an answer that is none of the API's. */
    KeyUnavailable unusable(String action) {
        return new KeyUnavailable(
                "Tencent Cloud KMS answered " + action + " under " + key + " in another form than its API has");
    }
}

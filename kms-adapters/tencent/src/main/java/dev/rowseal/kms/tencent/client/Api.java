package dev.rowseal.kms.tencent.client;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.tls.KeyedRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Calls one service within the limits of a call: signs, sends, tries again what is unavailable, and finds the errors, which come with
 * HTTP 200. Safe for use by many threads.
 */
public final class Api {

    private static final String JSON = "application/json; charset=utf-8";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final Service service;
    private final URI endpoint;
    private final String host;
    private final Http http;
    private final Identity identity;
    private final Duration timeout;
    private final int attempts;

    /**
     * @param host the name that is signed
     * @param timeout longest time of a call, with all its attempts
     * @param attempts most attempts
     */
    public Api(
            Service service, URI endpoint, String host, Http http, Identity identity, Duration timeout, int attempts) {
        this.service = service;
        this.endpoint = endpoint;
        this.host = host;
        this.http = http;
        this.identity = identity;
        this.timeout = timeout;
        this.attempts = attempts;
    }

    /**
     * The members of {@code Response}.
     *
     * @param body the request, in JSON
     */
    public Map<?, ?> call(String action, KeyedRequest body) {
        long end = System.nanoTime() + timeout.toNanos();
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                // What is left is shared out, so that one silent attempt does not take it all.
                return once(action, body, left(end).dividedBy(attempts - attempt + 1L));
            } catch (KeyUnavailable out) {
                // Those who were turned away together do not come back together.
                Duration jitter = Duration.ofNanos(ThreadLocalRandom.current().nextLong(pause.toNanos()));
                Duration wait = out.retryAfter().orElse(Duration.ZERO).plus(jitter);
                if (attempt >= attempts || wait.compareTo(left(end)) >= 0 || !rest(wait)) {
                    throw out;
                }
                pause = pause.multipliedBy(2);
            }
        }
    }

    /** The same, of a request without a key. */
    public Map<?, ?> call(String action, Map<String, String> request) {
        return call(
                action, KeyedRequest.without(Json.written(request.entrySet()).getBytes(StandardCharsets.UTF_8)));
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

    private Map<?, ?> once(String action, KeyedRequest body, Duration timeout) {
        Http.Answer answer = send(action, body, timeout);
        Duration retryAfter = retryAfter(answer);
        if (answer.status() != 200) {
            throw new KeyUnavailable(service.called(action) + ": HTTP " + answer.status(), null, retryAfter);
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
        TencentError error = TencentError.of(
                code instanceof String string ? string : "", response, service.answered(action), retryAfter);
        if (error.isOfIdentity()) {
            identity.forget();
        }
        return service.sorting().of(error);
    }

    private Http.Answer send(String action, KeyedRequest body, Duration timeout) {
        Credential credential = identity.current(timeout);
        Instant now = Instant.now();
        Map<String, String> signed = Map.of("Content-Type", JSON, "Host", host, "X-TC-Action", action);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", JSON);
        headers.put("X-TC-Action", action);
        headers.put("X-TC-Version", service.version());
        headers.put("X-TC-Region", service.region());
        headers.put("X-TC-Timestamp", Long.toString(now.getEpochSecond()));
        if (!credential.token().isEmpty()) {
            headers.put("X-TC-Token", credential.token());
        }
        headers.put(
                "Authorization",
                body.<String>use(bytes -> Tc3.authorization(credential, service.name(), signed, bytes, now)));
        try {
            return http.post(endpoint, headers, body, timeout);
        } catch (IOException failed) {
            throw new KeyUnavailable(service.called(action) + ": " + failed.getMessage());
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
    public KeyUnavailable unusable(String action) {
        return new KeyUnavailable(service.answered(action) + " in another form than its API has");
    }
}

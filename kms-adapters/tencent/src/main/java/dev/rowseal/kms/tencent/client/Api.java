package dev.rowseal.kms.tencent.client;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.retry.Attempts;
import dev.rowseal.tls.KeyedRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls one service within the limits of a call: signs, sends, tries again what is unavailable, and finds the errors, which come with
 * HTTP 200. Safe for use by many threads.
 */
public final class Api {

    private static final String JSON = "application/json; charset=utf-8";

    private final Service service;
    private final URI endpoint;
    private final String host;
    private final Http http;
    private final Identity identity;
    private final Duration timeout;
    private final int attempts;

    /**
     * @param host the name that is signed
     * @param timeout longest time of a call, with all its attempts and with the fetching of credentials
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
        Attempts all = new Attempts(timeout, attempts);
        while (true) {
            try {
                // What is left is shared out, so that one silent attempt does not take it all.
                return once(action, body, all.part(all.left()));
            } catch (KeyUnavailable out) {
                if (!all.another(out.retryAfter())) {
                    throw out;
                }
            }
        }
    }

    /** The same, of a request without a key. */
    public Map<?, ?> call(String action, Map<String, String> request) {
        return call(
                action, KeyedRequest.without(Json.written(request.entrySet()).getBytes(StandardCharsets.UTF_8)));
    }

    private Map<?, ?> once(String action, KeyedRequest body, Attempts within) {
        Http.Answer answer = send(action, body, within);
        Duration retryAfter = retryAfter(answer);
        if (answer.status() == 401 || answer.status() == 403) {
            // The API says so with 200 and a code: this is a gateway's word. It is no outage, so nothing outlives it.
            throw new KeyRefused(service.called(action) + ": HTTP " + answer.status()
                    + ", from what stands before the service: look at proxies and at the endpoint's access policy");
        }
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

    private Http.Answer send(String action, KeyedRequest body, Attempts within) {
        Credential credential = identity.current(within);
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
            return http.post(endpoint, headers, body, within.timeLeft());
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

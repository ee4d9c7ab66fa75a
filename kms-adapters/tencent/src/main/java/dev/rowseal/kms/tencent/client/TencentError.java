package dev.rowseal.kms.tencent.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An error in an answer, as far as all services have the same. A code is a class and mostly a detail behind a dot. The service's own
 * message does not go on: it may repeat what was sent.
 *
 * @param code as it came
 * @param told service, action, subject, code and request, for a message
 * @param retryAfter how long the service asks to wait; null where it does not say
 */
public record TencentError(
        String code, String told, @Nullable Duration retryAfter) {

    private static final Set<String> OUTAGE = Set.of(
            "UnsupportedOperation.ServiceTemporaryUnavailable",
            "FailedOperation",
            "ResourceInsufficient",
            "ServiceUnavailable",
            "ActionOffline");

    private static final List<String> THROTTLED = List.of("RequestLimitExceeded", "LimitExceeded");

    private static final List<String> REFUSED = List.of(
            "AuthFailure", "UnauthorizedOperation", "ResourceUnavailable", "ResourceNotFound", "OperationDenied");

    private static final List<String> MISTAKEN = List.of(
            "InvalidParameter",
            "InvalidParameterValue",
            "MissingParameter",
            "UnknownParameter",
            "UnsupportedOperation",
            "UnsupportedRegion",
            "UnsupportedProtocol",
            "InvalidAction",
            "InvalidRequest",
            "NoSuchVersion");

    /** @param answer the members of {@code Response} */
    static TencentError of(String code, Map<?, ?> answer, String answered, @Nullable Duration retryAfter) {
        return new TencentError(code, answered + " with " + shown(code) + request(answer), retryAfter);
    }

    /** Whether the credential is not taken. */
    boolean isOfIdentity() {
        return isOf("AuthFailure");
    }

    public boolean isThrottling() {
        return isOf(THROTTLED);
    }

    /** Whether the service cannot serve now. */
    public boolean isOutage() {
        return OUTAGE.contains(code) || isOf("InternalError");
    }

    /** Whether this identity may not, or what is asked for is not there or not enabled. */
    public boolean isRefusal() {
        return isOf(REFUSED);
    }

    /** Whether the request is one that the service does not take. */
    public boolean isMistake() {
        return isOf(MISTAKEN);
    }

    private boolean isOf(String type) {
        return code.equals(type) || code.startsWith(type + ".");
    }

    private boolean isOf(List<String> types) {
        return types.stream().anyMatch(this::isOf);
    }

    /** The answer is from outside, and a message goes into logs: only what a code can be. */
    private static String shown(String code) {
        return code.matches("[A-Za-z0-9_.]{1,100}") ? code : "an unreadable error";
    }

    private static String request(Map<?, ?> answer) {
        return answer.get("RequestId") instanceof String id && id.matches("[A-Za-z0-9-]{1,64}")
                ? ", request " + id
                : "";
    }
}

package dev.rowseal.kms.tencent;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sorts error codes of the API (common ones, and those of KMS 2019-01-18) into the house's failures. A code is a class and
 * mostly a detail behind a dot. The service's own message does not go on: it may repeat what was sent.
 */
final class TencentFailure {

    private static final Set<String> NOT_AUTHENTIC =
            Set.of("FailedOperation.DecryptError", "InvalidParameterValue.InvalidCiphertext");

    private static final Set<String> OUTAGE = Set.of(
            "UnsupportedOperation.ServiceTemporaryUnavailable",
            "FailedOperation",
            "ResourceInsufficient",
            "ServiceUnavailable",
            "ActionOffline");

    private static final List<String> THROTTLED = List.of("RequestLimitExceeded", "LimitExceeded");

    private static final List<String> REFUSED = List.of(
            "AuthFailure", "UnauthorizedOperation", "ResourceUnavailable", "ResourceNotFound", "OperationDenied");

    private static final List<String> MISCONFIGURED = List.of(
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

    private TencentFailure() {}

    /** Whether a code says that the credential is not taken. */
    static boolean isOfIdentity(String code) {
        return isOf(code, "AuthFailure");
    }

    private static boolean isOf(String code, String type) {
        return code.equals(type) || code.startsWith(type + ".");
    }

    private static boolean isOf(String code, List<String> types) {
        return types.stream().anyMatch(type -> isOf(code, type));
    }

    /** The failure that an error in an answer is. */
    static RowsealFailure of(String code, Map<?, ?> answer, KeyName key, String action, @Nullable Duration retryAfter) {
        String what =
                "Tencent Cloud KMS answered " + action + " under " + key + " with " + shown(code) + request(answer);
        if (NOT_AUTHENTIC.contains(code)) {
            return new NotAuthentic(what + ": the wrapping is of another key or another context, or was altered");
        }
        if (isOf(code, THROTTLED)) {
            return new KeyUnavailable(what + ": throttled", null, retryAfter);
        }
        if (OUTAGE.contains(code) || isOf(code, "InternalError")) {
            return new KeyUnavailable(what, null, retryAfter);
        }
        if (isOf(code, REFUSED)) {
            return new KeyRefused(what + ": look at the key's state and region and at the role's CAM policy");
        }
        if (isOf(code, MISCONFIGURED)) {
            return new Misconfigured(what + ": the KEK must be a symmetric key for ENCRYPT_DECRYPT of that region");
        }
        return new KeyRefused(what);
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

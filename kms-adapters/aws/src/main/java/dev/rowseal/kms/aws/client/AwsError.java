package dev.rowseal.kms.aws.client;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * An error that a service of AWS answered, as far as all of them answer alike. Throttling and denial have codes and no exception classes
 * of their own. Of the SDK's exception nothing but this goes on: its message may repeat what was sent.
 *
 * @param code what the service calls it, or words of ours where that cannot be read
 * @param status of HTTP
 * @param requestId empty where there is none
 * @param retryAfter how long the service asks to wait; null where it does not say
 */
public record AwsError(
        String code, int status, String requestId, @Nullable Duration retryAfter) {

    private static final Set<String> REFUSED = Set.of(
            "AccessDeniedException",
            "AccessDenied",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "ExpiredTokenException",
            "ExpiredToken",
            "OptInRequired",
            "NotAuthorized");

    private static final Set<String> THROTTLED = Set.of(
            "ThrottlingException",
            "Throttling",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "RequestLimitExceeded",
            "TooManyRequestsException",
            "LimitExceededException",
            "SlowDown",
            "PriorRequestNotComplete");

    private static final Set<String> OUTAGE = Set.of(
            "InternalFailure",
            "InternalError",
            "ServiceUnavailable",
            "ServiceUnavailableException",
            "RequestTimeout",
            "RequestTimeoutException");

    public static AwsError of(AwsServiceException answer) {
        return new AwsError(code(answer), answer.statusCode(), requestId(answer), retryAfter(answer));
    }

    /**
     * What failed where no service answered.
     *
     * @param what names service, operation and subject
     */
    public static RowsealFailure withoutAnswer(Throwable failed, String what) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof RowsealFailure ours) {
                return ours;
            }
        }
        String why = failed instanceof ApiCallTimeoutException || failed instanceof ApiCallAttemptTimeoutException
                ? "no answer in time"
                : "no usable answer (" + root(failed).getClass().getSimpleName() + ")";
        return new KeyUnavailable(what + ": " + why);
    }

    private static Throwable root(Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Whether this identity may not. */
    public boolean isRefusal() {
        return REFUSED.contains(code);
    }

    public boolean isThrottling() {
        return THROTTLED.contains(code) || status == 429;
    }

    /** Whether the service cannot serve now. */
    public boolean isOutage() {
        return OUTAGE.contains(code) || status >= 500;
    }

    /** For a message: code, status and request. */
    public String told() {
        return code + ", HTTP " + status + (requestId.isEmpty() ? "" : ", request " + requestId);
    }

    /** The answer is from outside, and a message goes into logs: only what a code can be. */
    private static String code(AwsServiceException answer) {
        String code = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        return code != null && code.matches("[A-Za-z0-9.]{1,80}") ? code : "an unreadable error";
    }

    private static String requestId(AwsServiceException answer) {
        String id = answer.requestId();
        return id != null && id.matches("[A-Za-z0-9-]{1,64}") ? id : "";
    }

    private static @Nullable Duration retryAfter(AwsServiceException answer) {
        if (answer.awsErrorDetails() == null || answer.awsErrorDetails().sdkHttpResponse() == null) {
            return null;
        }
        return answer.awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,5}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(null);
    }
}

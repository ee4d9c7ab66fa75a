package dev.rowseal.kms.aws;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * Sorts what the SDK throws into the house's failures, by the error codes of the AWS KMS API Reference: throttling and
 * denial have codes and no exception classes of their own. Neither the SDK's exception nor its message goes on: they may
 * repeat what was sent.
 */
final class AwsFailure {

    private static final Set<String> NOT_AUTHENTIC = Set.of("InvalidCiphertextException", "IncorrectKeyException");

    private static final Set<String> REFUSED = Set.of(
            "AccessDeniedException",
            "AccessDenied",
            "DisabledException",
            "NotFoundException",
            "KMSInvalidStateException",
            "InvalidGrantTokenException",
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

    private static final Set<String> MISCONFIGURED = Set.of(
            "InvalidKeyUsageException", "InvalidArnException", "ValidationException", "UnsupportedOperationException");

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
            "KMSInternalException",
            "KeyUnavailableException",
            "DependencyTimeoutException",
            "InternalFailure",
            "InternalError",
            "ServiceUnavailable",
            "ServiceUnavailableException",
            "RequestTimeout",
            "RequestTimeoutException",
            "CloudHsmClusterNotActiveException",
            "CloudHsmClusterInvalidConfigurationException",
            "XksKeyInvalidConfigurationException");

    private AwsFailure() {}

    /** What failed, as the house's own failure. */
    static RowsealFailure of(Throwable failed, KeyArn key, String operation) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof RowsealFailure ours) {
                return ours;
            }
        }
        if (failed instanceof AwsServiceException answer) {
            return ofAnswer(answer, key, operation);
        }
        String why = failed instanceof ApiCallTimeoutException || failed instanceof ApiCallAttemptTimeoutException
                ? "no answer in time"
                : "no usable answer (" + root(failed).getClass().getSimpleName() + ")";
        return new KeyUnavailable("AWS KMS in " + key.region() + ", " + operation + " under " + key + ": " + why);
    }

    private static Throwable root(Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static RowsealFailure ofAnswer(AwsServiceException answer, KeyArn key, String operation) {
        String code = code(answer);
        String what = "AWS KMS answered " + operation + " under " + key + " with " + code + ", HTTP "
                + answer.statusCode() + request(answer);
        if (NOT_AUTHENTIC.contains(code)) {
            return new NotAuthentic(what + ": the wrapping is of another KMS key or another context, or was altered");
        }
        if (REFUSED.contains(code)) {
            return new KeyRefused(what + ": look at the key's state, its key policy and the role's IAM policy");
        }
        if (MISCONFIGURED.contains(code)) {
            return new Misconfigured(what + ": the KEK must be a symmetric key for ENCRYPT_DECRYPT");
        }
        if (THROTTLED.contains(code) || answer.statusCode() == 429) {
            return new KeyUnavailable(what + ": throttled", null, retryAfter(answer));
        }
        if (OUTAGE.contains(code) || answer.statusCode() >= 500) {
            return new KeyUnavailable(what, null, retryAfter(answer));
        }
        return new KeyRefused(what);
    }

    /** The answer is from outside, and a message goes into logs: only what a code can be. */
    private static String code(AwsServiceException answer) {
        String code = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        return code != null && code.matches("[A-Za-z0-9.]{1,80}") ? code : "an unreadable error";
    }

    private static String request(AwsServiceException answer) {
        String id = answer.requestId();
        return id != null && id.matches("[A-Za-z0-9-]{1,64}") ? ", request " + id : "";
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

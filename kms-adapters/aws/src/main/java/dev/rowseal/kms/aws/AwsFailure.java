package dev.rowseal.kms.aws;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.aws.client.AwsError;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Sorts what the SDK throws into the house's failures, by the error codes of the AWS KMS API Reference. */
final class AwsFailure {

    private static final Set<String> NOT_AUTHENTIC = Set.of("InvalidCiphertextException", "IncorrectKeyException");

    private static final Set<String> REFUSED =
            Set.of("DisabledException", "NotFoundException", "KMSInvalidStateException", "InvalidGrantTokenException");

    private static final Set<String> MISCONFIGURED = Set.of(
            "InvalidKeyUsageException", "InvalidArnException", "ValidationException", "UnsupportedOperationException");

    private static final Set<String> OUTAGE = Set.of(
            "KMSInternalException",
            "KeyUnavailableException",
            "DependencyTimeoutException",
            "CloudHsmClusterNotActiveException",
            "CloudHsmClusterInvalidConfigurationException",
            "XksKeyInvalidConfigurationException");

    private AwsFailure() {}

    /** What failed, as the house's own failure. */
    static RowsealFailure of(Throwable failed, KeyArn key, String operation) {
        return failed instanceof AwsServiceException answer
                ? ofAnswer(AwsError.of(answer), key, operation)
                : AwsError.withoutAnswer(failed, "AWS KMS in " + key.region() + ", " + operation + " under " + key);
    }

    private static RowsealFailure ofAnswer(AwsError error, KeyArn key, String operation) {
        String what = "AWS KMS answered " + operation + " under " + key + " with " + error.told();
        if (NOT_AUTHENTIC.contains(error.code())) {
            return new NotAuthentic(what + ": the wrapping is of another KMS key or another context, or was altered");
        }
        if (error.isRefusal() || REFUSED.contains(error.code())) {
            return new KeyRefused(what + ": look at the key's state, its key policy and the role's IAM policy");
        }
        if (MISCONFIGURED.contains(error.code())) {
            return new Misconfigured(what + ": the KEK must be a symmetric key for ENCRYPT_DECRYPT");
        }
        if (error.isThrottling()) {
            return new KeyUnavailable(what + ": throttled", null, error.retryAfter());
        }
        if (error.isOutage() || OUTAGE.contains(error.code())) {
            return new KeyUnavailable(what, null, error.retryAfter());
        }
        return new KeyRefused(what);
    }
}

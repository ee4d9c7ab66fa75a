package dev.rowseal.credentials.aws;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.aws.client.AwsError;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Sorts what the SDK throws into the house's failures, by the error codes of the Secrets Manager API Reference. */
final class SecretFailure {

    /** InvalidRequestException is what a secret answers that is to be deleted. */
    private static final Set<String> REFUSED = Set.of(
            "ResourceNotFoundException", "InvalidRequestException", "DecryptionFailure", "DecryptionFailureException");

    private static final Set<String> MISCONFIGURED = Set.of("InvalidParameterException", "ValidationException");

    private static final Set<String> OUTAGE = Set.of("InternalServiceError", "InternalServiceErrorException");

    private SecretFailure() {}

    static RowsealFailure of(Throwable failed, SecretName name) {
        return failed instanceof AwsServiceException answer
                ? ofAnswer(AwsError.of(answer), name)
                : AwsError.withoutAnswer(
                        failed, "AWS Secrets Manager in " + name.region() + ", GetSecretValue of " + name);
    }

    private static RowsealFailure ofAnswer(AwsError error, SecretName name) {
        String what = "AWS Secrets Manager answered GetSecretValue of " + name + " with " + error.told();
        if (error.isRefusal() || REFUSED.contains(error.code())) {
            return new KeyRefused(what + ": look whether the secret is there and not to be deleted, and at the role's"
                    + " secretsmanager:GetSecretValue and the kms:Decrypt of the secret's key");
        }
        if (MISCONFIGURED.contains(error.code())) {
            return new Misconfigured(what);
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

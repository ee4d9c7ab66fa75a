package dev.rowseal.kms.tencent;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.tencent.client.TencentError;
import java.util.Set;

/** Sorts error codes of the API (common ones, and those of KMS 2019-01-18) into the house's failures. */
final class TencentFailure {

    private static final Set<String> NOT_AUTHENTIC =
            Set.of("FailedOperation.DecryptError", "InvalidParameterValue.InvalidCiphertext");

    private TencentFailure() {}

    /** The failure that an error in an answer is. */
    static RowsealFailure of(TencentError error) {
        String what = error.told();
        if (NOT_AUTHENTIC.contains(error.code())) {
            return new NotAuthentic(what + ": the wrapping is of another key or another context, or was altered");
        }
        if (error.isThrottling()) {
            return new KeyUnavailable(what + ": throttled", null, error.retryAfter());
        }
        if (error.isOutage()) {
            return new KeyUnavailable(what, null, error.retryAfter());
        }
        if (error.isRefusal()) {
            return new KeyRefused(what + ": look at the key's state and region and at the role's CAM policy");
        }
        if (error.isMistake()) {
            return new Misconfigured(what + ": the KEK must be a symmetric key for ENCRYPT_DECRYPT of that region");
        }
        return new KeyRefused(what);
    }
}

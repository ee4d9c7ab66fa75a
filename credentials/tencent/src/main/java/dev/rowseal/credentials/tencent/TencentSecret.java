package dev.rowseal.credentials.tencent;

import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.credentials.Credentials;
import dev.rowseal.credentials.SecretText;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.tencent.client.Api;
import dev.rowseal.kms.tencent.client.TencentError;
import java.util.LinkedHashMap;
import java.util.Map;

/** One version of one secret, in the form in which the service writes those of databases. */
final class TencentSecret implements CredentialSource {

    private static final String ACTION = "GetSecretValue";

    private final SecretName name;
    private final Api api;
    private volatile boolean closed;

    TencentSecret(SecretName name, Api api) {
        this.name = name;
        this.api = api;
    }

    @Override
    public Credentials fetch() {
        if (closed) {
            throw new IllegalStateException("this source of credentials is closed");
        }
        Map<String, String> request = new LinkedHashMap<>();
        request.put("SecretName", name.name());
        request.put("VersionId", name.version());
        Map<?, ?> answer = api.call(ACTION, request);
        if (!(answer.get("SecretName") instanceof String answered)
                || !(answer.get("VersionId") instanceof String version)) {
            throw api.unusable(ACTION);
        }
        boolean isOther = !name.version().equals(SecretName.CURRENT) && !version.equals(name.version());
        if (!answered.equals(name.name()) || isOther) {
            throw new NotAuthentic("Tencent Cloud SSM answered for another secret than " + name);
        }
        Credentials read = answer.get("SecretString") instanceof String text
                ? SecretText.read(text, "UserName", "Password", shown(version))
                : null;
        if (read == null) {
            throw new Misconfigured(
                    "the secret " + name + " is no JSON object with a UserName and a Password, as the service"
                            + " writes it for a database");
        }
        return read;
    }

    /** It goes into a log, and is from outside. */
    private static String shown(String version) {
        return version.matches("[A-Za-z0-9_.-]{1,64}") ? version : "";
    }

    /** Sorts error codes of the API (common ones, and those of SSM 2019-09-23) into the house's failures. */
    static RowsealFailure failure(TencentError error) {
        String what = error.told();
        if (error.isThrottling()) {
            return new KeyUnavailable(what + ": throttled", null, error.retryAfter());
        }
        if (error.isOutage()) {
            return new KeyUnavailable(what, null, error.retryAfter());
        }
        if (error.isMistake()) {
            return new Misconfigured(what);
        }
        return new KeyRefused(
                what + ": look whether the secret and its version are there and enabled, and at the role's"
                        + " ssm:GetSecretValue");
    }

    @Override
    public void close() {
        closed = true;
    }
}

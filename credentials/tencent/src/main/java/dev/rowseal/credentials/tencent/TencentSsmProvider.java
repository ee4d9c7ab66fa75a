package dev.rowseal.credentials.tencent;

import dev.rowseal.credentials.CredentialProvider;
import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.tencent.client.Api;
import dev.rowseal.kms.tencent.client.Http;
import dev.rowseal.kms.tencent.client.Identity;
import dev.rowseal.kms.tencent.client.Service;
import dev.rowseal.kms.tencent.client.Surroundings;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code tencent-ssm://<region>/<secret name>[?version=<version>]}: a secret of the Secrets Manager of Tencent Cloud with the
 * members {@code UserName} and {@code Password}. As whom is said as for {@code tencent-kms:}: the CAM role of this instance or temporary
 * credentials from the environment. Opening calls nobody. Safe for use by many threads.
 */
public final class TencentSsmProvider implements CredentialProvider {

    static final String HOST_VARIABLE = "ROWSEAL_TENCENT_SSM_HOST";
    static final String HOST_PROPERTY = "rowseal.tencent-ssm.host";

    private static final String HOST = "ssm.tencentcloudapi.com";
    private static final String A_HOST = "ssm(\\.[a-z0-9-]{1,40}){0,3}\\.tencentcloudapi\\.com";

    private final Surroundings surroundings;
    private final @Nullable URI endpoint;
    private final @Nullable URI metadata;

    /** For the {@link java.util.ServiceLoader}. */
    public TencentSsmProvider() {
        this(Surroundings.PROCESS, null, null);
    }

    /** For tests: a service and a metadata service elsewhere. */
    TencentSsmProvider(Surroundings surroundings, @Nullable URI endpoint, @Nullable URI metadata) {
        this.surroundings = surroundings;
        this.endpoint = endpoint;
        this.metadata = metadata;
    }

    @Override
    public String scheme() {
        return SecretName.SCHEME;
    }

    @Override
    public CredentialSource open(String uri, CredentialSource.Limits limits) {
        SecretName name = SecretName.ofUri(uri);
        String host = host();
        Http http = new Http();
        Identity identity =
                metadata == null ? new Identity(surroundings, http) : new Identity(surroundings, http, metadata);
        Service service = new Service(
                "ssm", "Tencent Cloud SSM", "2019-09-23", name.region(), "of " + name, TencentSecret::failure);
        URI to = endpoint == null ? URI.create("https://" + host + "/") : endpoint;
        String signed = endpoint == null ? host : endpoint.getAuthority();
        return new TencentSecret(
                name, new Api(service, to, signed, http, identity, limits.timeout(), limits.attempts()));
    }

    private String host() {
        String value = surroundings.variable(HOST_VARIABLE);
        value = value == null || value.isBlank() ? surroundings.property(HOST_PROPERTY) : value;
        String host = value == null || value.isBlank() ? HOST : value.strip();
        if (!host.matches(A_HOST)) {
            throw new Misconfigured(HOST_VARIABLE + " must name a Secrets Manager host of Tencent Cloud's API, such as "
                    + HOST + ", ssm.intl.tencentcloudapi.com or ssm.internal.tencentcloudapi.com");
        }
        return host;
    }
}

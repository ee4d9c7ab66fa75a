package dev.rowseal.kms.tencent;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProvider;
import dev.rowseal.kms.tencent.client.Api;
import dev.rowseal.kms.tencent.client.Http;
import dev.rowseal.kms.tencent.client.Identity;
import dev.rowseal.kms.tencent.client.Service;
import dev.rowseal.kms.tencent.client.Surroundings;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code tencent-kms://<region>/<key id>}: a symmetric key (CMK) of the Tencent Cloud Key Management Service, with
 * the CAM role of this instance or temporary credentials from the environment. Opening calls nobody. Safe for use by many
 * threads.
 */
public final class TencentKmsProvider implements KmsProvider {

    static final String HOST_VARIABLE = "ROWSEAL_TENCENT_KMS_HOST";
    static final String HOST_PROPERTY = "rowseal.tencent-kms.host";
    static final String ANSWERS_VARIABLE = "ROWSEAL_TENCENT_KMS_ANSWERS";
    static final String ANSWERS_PROPERTY = "rowseal.tencent-kms.answers";

    private static final String HOST = "kms.tencentcloudapi.com";
    private static final String A_HOST = "kms(\\.[a-z0-9-]{1,40}){0,3}\\.tencentcloudapi\\.com";

    private final Surroundings surroundings;
    private final @Nullable URI endpoint;
    private final @Nullable URI metadata;

    /** For the {@link java.util.ServiceLoader}. */
    public TencentKmsProvider() {
        this(Surroundings.PROCESS, null, null);
    }

    /** For tests: a service and a metadata service elsewhere. */
    TencentKmsProvider(Surroundings surroundings, @Nullable URI endpoint, @Nullable URI metadata) {
        this.surroundings = surroundings;
        this.endpoint = endpoint;
        this.metadata = metadata;
    }

    @Override
    public String scheme() {
        return KeyName.SCHEME;
    }

    @Override
    public Kms open(String kekUri) {
        return open(kekUri, Kms.Limits.DEFAULT);
    }

    @Override
    public Kms open(String kekUri, Kms.Limits limits) {
        KeyName key = KeyName.ofUri(kekUri)
                .orElseThrow(() -> new Misconfigured("tencent-kms: needs the form tencent-kms://<region>/<key id>"));
        String host = given(HOST_VARIABLE, HOST_PROPERTY, HOST);
        if (!host.matches(A_HOST)) {
            throw new Misconfigured(HOST_VARIABLE + " must name a KMS host of Tencent Cloud's API, such as " + HOST
                    + ", kms.intl.tencentcloudapi.com or kms.internal.tencentcloudapi.com");
        }
        AnswerKey.Algorithm answers = AnswerKey.algorithm(
                given(ANSWERS_VARIABLE, ANSWERS_PROPERTY, AnswerKey.Algorithm.SM2_C1C3C2_ASN1.name()));
        Http http = new Http();
        Identity identity =
                metadata == null ? new Identity(surroundings, http) : new Identity(surroundings, http, metadata);
        URI to = endpoint == null ? URI.create("https://" + host + "/") : endpoint;
        String signed = endpoint == null ? host : endpoint.getAuthority();
        Service service =
                new Service("kms", "Tencent Cloud KMS", "2019-01-18", key.region(), "under " + key, TencentFailure::of);
        Api api = new Api(service, to, signed, http, identity, limits.timeout(), limits.attempts());
        return new TencentKms(key, api, answers);
    }

    private String given(String variable, String property, String otherwise) {
        String value = surroundings.variable(variable);
        value = value == null || value.isBlank() ? surroundings.property(property) : value;
        return value == null || value.isBlank() ? otherwise : value.strip();
    }
}

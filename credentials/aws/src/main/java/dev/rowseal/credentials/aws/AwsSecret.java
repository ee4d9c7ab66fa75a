package dev.rowseal.credentials.aws;

import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.credentials.Credentials;
import dev.rowseal.credentials.SecretText;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.aws.client.TemporaryCredentials;
import dev.rowseal.kms.aws.client.Wire;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/** The version AWSCURRENT of one secret, in the form in which the rotation of Amazon RDS writes it. */
final class AwsSecret implements CredentialSource {

    private final SecretName name;
    private final SecretsManagerClient client;
    private final TemporaryCredentials identity;
    private final Wire wire;
    private volatile boolean closed;

    AwsSecret(SecretName name, SecretsManagerClient client, TemporaryCredentials identity, Wire wire) {
        this.name = name;
        this.client = client;
        this.identity = identity;
        this.wire = wire;
    }

    @Override
    public Credentials fetch() {
        if (closed) {
            throw new IllegalStateException("this source of credentials is closed");
        }
        GetSecretValueResponse answer = ask();
        if (answer.arn() == null || answer.name() == null) {
            throw new KeyUnavailable(
                    "AWS Secrets Manager in " + name.region() + " answered in another form than its API has");
        }
        if (!name.isAnsweredBy(answer.arn(), answer.name())) {
            throw new NotAuthentic("AWS Secrets Manager answered for another secret than " + name);
        }
        String version = answer.versionId() == null ? "" : answer.versionId();
        Credentials read = answer.secretString() == null
                ? null
                : SecretText.read(answer.secretString(), "username", "password", version);
        if (read == null) {
            throw new Misconfigured("the secret " + name
                    + " is no JSON object with a username and a password, as Amazon RDS" + " writes it");
        }
        return read;
    }

    private GetSecretValueResponse ask() {
        try {
            return client.getSecretValue(request -> request.secretId(name.id()).versionStage("AWSCURRENT"));
        } catch (SdkException failed) {
            throw SecretFailure.of(failed, name);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            client.close();
            identity.close();
            wire.close(); // it was given to the client, which therefore leaves it open
        }
    }
}

package dev.rowseal.kms.aws.client;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials of the SDK's default chain, refused when they are long-term: the access keys of an IAM user or of the
 * account's root, which have no session token and never expire, outlive whoever stole them. Safe for use by many
 * threads; whoever opens it closes it.
 */
public final class TemporaryCredentials implements AwsCredentialsProvider, SdkAutoCloseable {

    public static final String ALLOW_VARIABLE = "ROWSEAL_AWS_KMS_ALLOW_LONG_TERM_KEYS";
    public static final String ALLOW_PROPERTY = "rowseal.aws-kms.allow-long-term-keys";

    private final AwsCredentialsProvider chain;
    private final boolean longTermToo;

    public TemporaryCredentials(AwsCredentialsProvider chain, Surroundings surroundings) {
        this.chain = chain;
        this.longTermToo = "true".equals(surroundings.variable(ALLOW_VARIABLE))
                || "true".equals(surroundings.property(ALLOW_PROPERTY));
    }

    /** Those of the default chain. */
    public static TemporaryCredentials ofDefaultChain(Surroundings surroundings) {
        return new TemporaryCredentials(DefaultCredentialsProvider.builder().build(), surroundings);
    }

    @Override
    public AwsCredentials resolveCredentials() {
        AwsCredentials credentials = found();
        if (!longTermToo && !(credentials instanceof AwsSessionCredentials)) {
            throw new Misconfigured("the AWS credentials found are a long-term access key of an IAM user; give the"
                    + " application a role (instance profile, task role, pod identity, web identity) or temporary"
                    + " credentials with a session token. For a test set-up, " + ALLOW_VARIABLE + "=true or the system"
                    + " property " + ALLOW_PROPERTY + "=true allows them");
        }
        return credentials;
    }

    private AwsCredentials found() {
        try {
            return chain.resolveCredentials();
        } catch (SdkException none) {
            // What the chain says of each of its sources may name files and addresses, and is the SDK's own log's.
            throw new KeyUnavailable("the default chain gives no AWS credentials now (environment, web identity,"
                    + " profile, container, instance role): give the application a role, or wait until the one that gives"
                    + " them out is back; the SDK's log at DEBUG says what each source answered");
        }
    }

    @Override
    public void close() {
        if (chain instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception failed) {
                throw new IllegalStateException("the AWS credentials cannot be closed", failed);
            }
        }
    }
}

/** aws-secretsmanager: user and password of the database from AWS Secrets Manager. */
module dev.rowseal.credentials.aws {
    requires static org.jspecify;
    requires transitive dev.rowseal.core;
    requires dev.rowseal.kms.aws;
    requires software.amazon.awssdk.auth;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.retries;
    requires software.amazon.awssdk.retries.api;
    requires software.amazon.awssdk.services.secretsmanager;
    requires software.amazon.awssdk.utils;

    exports dev.rowseal.credentials.aws;

    provides dev.rowseal.credentials.CredentialProvider with
            dev.rowseal.credentials.aws.AwsSecretsManagerProvider;
}

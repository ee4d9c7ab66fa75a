/** aws-kms: keys of the AWS Key Management Service. */
@SuppressWarnings("module") // a module that need not be there
module dev.rowseal.kms.aws {
    requires static org.jspecify;
    requires transitive dev.rowseal.core;
    requires software.amazon.awssdk.auth;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.retries;
    requires software.amazon.awssdk.retries.api;
    requires software.amazon.awssdk.services.kms;
    requires software.amazon.awssdk.utils;

    exports dev.rowseal.kms.aws;
    exports dev.rowseal.kms.aws.client to
            dev.rowseal.credentials.aws;

    provides dev.rowseal.kms.KmsProvider with
            dev.rowseal.kms.aws.AwsKmsProvider;
}

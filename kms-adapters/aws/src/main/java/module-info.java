/** aws-kms: keys of the AWS Key Management Service. */
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

    provides dev.rowseal.kms.KmsProvider with
            dev.rowseal.kms.aws.AwsKmsProvider;
}

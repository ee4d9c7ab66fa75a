/** tencent-ssm: user and password of the database from the Secrets Manager of Tencent Cloud. */
module dev.rowseal.credentials.tencent {
    requires static org.jspecify;
    requires transitive dev.rowseal.core;
    requires dev.rowseal.kms.tencent;

    exports dev.rowseal.credentials.tencent;

    provides dev.rowseal.credentials.CredentialProvider with
            dev.rowseal.credentials.tencent.TencentSsmProvider;
}

/** Sealing and opening, row ids, blind indexes, the key model, the SPIs of KMSs and of secrets managers: everything but JDBC and SQL. */
module dev.rowseal.core {
    requires static jdk.jfr;
    requires static org.jspecify;

    exports dev.rowseal.credentials;
    exports dev.rowseal.event;
    exports dev.rowseal.failure;
    exports dev.rowseal.key;
    exports dev.rowseal.kms;
    exports dev.rowseal.kms.retry;
    exports dev.rowseal.memory;
    exports dev.rowseal.seal;
    exports dev.rowseal.tls to
            dev.rowseal.kms.aws,
            dev.rowseal.kms.tencent,
            dev.rowseal.kms.vault;
    exports dev.rowseal.value;

    uses dev.rowseal.credentials.CredentialProvider;
    uses dev.rowseal.kms.KmsProvider;
}

/** local-kms: a PKCS12 keystore as KMS, for development and single machines. */
module dev.rowseal.kms.local {
    requires static org.jspecify;
    requires transitive dev.rowseal.core;

    exports dev.rowseal.kms.local;

    provides dev.rowseal.kms.KmsProvider with
            dev.rowseal.kms.local.LocalKmsProvider;
}

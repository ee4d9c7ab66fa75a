/** pkcs11: a key in an HSM as KMS, through the PKCS#11 provider of the JDK. */
module dev.rowseal.kms.pkcs11 {
    requires static org.jspecify;
    requires transitive dev.rowseal.core;
    requires jdk.crypto.cryptoki;

    exports dev.rowseal.kms.pkcs11;

    provides dev.rowseal.kms.KmsProvider with
            dev.rowseal.kms.pkcs11.Pkcs11KmsProvider;
}

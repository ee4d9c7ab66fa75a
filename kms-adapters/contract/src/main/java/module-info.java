/**
 * The contracts that every KMS adapter, every adapter of a secrets manager and every key table pass, and a KMS in memory that passes
 * its own. For tests only.
 */
@SuppressWarnings("module") // the names of JUnit's and AssertJ's modules are theirs
module dev.rowseal.kms.contract {
    requires static org.jspecify;
    requires transitive dev.rowseal.core;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires org.junit.jupiter.params;
    requires java.logging;

    exports dev.rowseal.contract;
    exports dev.rowseal.credentials.contract;
    exports dev.rowseal.kms.contract;

    provides dev.rowseal.credentials.CredentialProvider with
            dev.rowseal.credentials.contract.MemorySecret.Provider;
    provides dev.rowseal.kms.KmsProvider with
            dev.rowseal.kms.contract.MemoryKmsProvider;
}

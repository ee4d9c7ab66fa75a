/** hcvault: the Transit secrets engine of HashiCorp Vault as KMS. */
module dev.rowseal.kms.vault {
    requires static org.jspecify;
    requires transitive dev.rowseal.core;

    exports dev.rowseal.kms.vault;

    provides dev.rowseal.kms.KmsProvider with
            dev.rowseal.kms.vault.VaultKmsProvider;
}

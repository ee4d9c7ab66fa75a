/** Sealing and opening, row ids, blind indexes, the key model and the KMS SPI: everything but JDBC and SQL. */
module dev.rowseal.core {
    requires static jdk.jfr;
    requires static org.jspecify;

    exports dev.rowseal.event;
    exports dev.rowseal.failure;
    exports dev.rowseal.key;
    exports dev.rowseal.kms;
    exports dev.rowseal.memory;
    exports dev.rowseal.seal;
    exports dev.rowseal.value;

    uses dev.rowseal.kms.KmsProvider;
}

/** tencent-kms: keys of the Tencent Cloud Key Management Service. */
module dev.rowseal.kms.tencent {
    requires static org.jspecify;
    requires transitive dev.rowseal.core;
    requires java.net.http;
    requires org.bouncycastle.provider;

    exports dev.rowseal.kms.tencent;

    provides dev.rowseal.kms.KmsProvider with
            dev.rowseal.kms.tencent.TencentKmsProvider;
}

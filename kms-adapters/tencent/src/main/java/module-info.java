/** tencent-kms: keys of the Tencent Cloud Key Management Service. */
@SuppressWarnings("module") // a module that need not be there
module dev.rowseal.kms.tencent {
    requires static org.jspecify;
    requires transitive dev.rowseal.core;
    requires java.net.http;
    requires org.bouncycastle.provider;

    exports dev.rowseal.kms.tencent;
    exports dev.rowseal.kms.tencent.client to
            dev.rowseal.credentials.tencent;

    provides dev.rowseal.kms.KmsProvider with
            dev.rowseal.kms.tencent.TencentKmsProvider;
}

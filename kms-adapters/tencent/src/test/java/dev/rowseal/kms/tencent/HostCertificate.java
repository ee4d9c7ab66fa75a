package dev.rowseal.kms.tencent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that its own key signed.
 *
 * @param store a PKCS12 keystore with both; as a truststore it trusts this certificate alone
 * @param pem the certificate alone, as clients take it that are told whom to trust by a file
 * @param context for the server that has one of its names, and for clients that trust it
 */
public record HostCertificate(Path store, Path pem, SSLContext context) {

    public static final String PASSWORD = "password";

    /** Makes one for some hosts, by the JDK's keytool, unless the folder has one. */
    public static HostCertificate in(Path folder, String... hosts)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("hosts.p12");
        if (!Files.exists(store)) {
            make(store, hosts);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        Path pem = Files.writeString(
                folder.resolve("hosts.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("server").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        return new HostCertificate(store, pem, context);
    }

    private static void make(Path store, String... hosts) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + hosts[0],
                        "-ext",
                        "san=dns:" + String.join(",dns:", hosts),
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
    }
}

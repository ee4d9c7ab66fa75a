package dev.rowseal.kms.aws;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for {@code localhost} that its own key signed: an RSA key, because with a curve's Bouncy Castle would want the curve
 * among the groups that it may use.
 *
 * @param store a PKCS12 keystore with both; as a truststore it trusts this certificate alone
 */
public record LocalhostCertificate(Path store) {

    public static final String PASSWORD = "password";

    /** Makes one by the JDK's keytool. */
    public static LocalhostCertificate in(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("localhost.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
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
        return new LocalhostCertificate(store);
    }

    /** Gives a context the certificate to show, and to trust. */
    public SSLContext init(SSLContext context) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        // The provider's own: Bouncy Castle's asks its managers of keys for more than the JDK's have names for.
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX", context.getProvider());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX", context.getProvider());
        trusted.init(keys);
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}

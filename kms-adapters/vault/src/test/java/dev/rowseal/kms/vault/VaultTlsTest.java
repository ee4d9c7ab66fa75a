package dev.rowseal.kms.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Vault that must prove who it is. */
class VaultTlsTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic", "public.patient", 1, "data");
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private final Map<String, String> variables =
            new HashMap<>(Map.of(Identity.ROLE_ID, Auth.ROLE_ID, Identity.SECRET_ID, Auth.SECRET_ID));

    /** A server whose certificate, which is its own authority and in a file, is for a name. */
    private LoopbackVault serverFor(String name) throws Exception {
        Path store = folder.resolve(name.replace(':', '-') + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "vault",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=vault",
                        "-ext",
                        "SAN=" + name)
                .redirectErrorStream(true)
                .start();
        byte[] said = keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor())
                .as(new String(said, java.nio.charset.StandardCharsets.UTF_8))
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        byte[] certificate = keys.getCertificate("vault").getEncoded();
        Path pem = Files.writeString(
                folder.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate)
                        + "\n-----END CERTIFICATE-----\n");
        variables.put(Wire.CA_FILE, pem.toString());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        LoopbackVault vault = new LoopbackVault(
                context.getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress()));
        vault.transit.create("rowseal", "aes256-gcm96", true);
        return vault;
    }

    private Kms open(LoopbackVault vault) {
        return new VaultKmsProvider(variables::get, System::nanoTime)
                .open("hcvault://127.0.0.1:" + vault.port() + "/transit/rowseal");
    }

    @Test
    void aServerWithACertificateOfTheNamedAuthorityIsSpokenTo() throws Exception {
        try (LoopbackVault vault = serverFor("ip:127.0.0.1");
                Kms kms = open(vault)) {
            Wrapped wrapped = kms.wrap(ByteBuffer.allocate(Kms.KEY_BYTES), CONTEXT);
            kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
            assertThat(vault.calls()).isGreaterThan(3);
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsTold() throws Exception {
        try (LoopbackVault vault = serverFor("ip:127.0.0.1")) {
            variables.remove(Wire.CA_FILE);
            try (Kms kms = open(vault)) {
                assertThatThrownBy(kms::probe).isInstanceOf(Misconfigured.class).hasMessageContaining(Wire.CA_FILE);
            }
            assertThat(vault.calls()).isZero();
        }
    }

    @Test
    void aServerWithTheCertificateOfAnotherIsToldNothing() throws Exception {
        try (LoopbackVault vault = serverFor("dns:vault.example.com");
                Kms kms = open(vault)) {
            assertThatThrownBy(kms::probe).isInstanceOf(Misconfigured.class);
            assertThat(vault.calls()).isZero();
        }
    }

    @Test
    void aFileWithoutCertificatesIsRefusedByName() throws Exception {
        try (LoopbackVault vault = serverFor("ip:127.0.0.1")) {
            Path file = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
            variables.put(Wire.CA_FILE, file.toString());
            try (Kms kms = open(vault)) {
                assertThatThrownBy(kms::probe).isInstanceOf(Misconfigured.class).hasMessageContaining(file.toString());
            }
        }
    }
}

package dev.rowseal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the JDK's own sockets. That nothing is left in memory, KeysInMemoryTest (integration-tests) sees. */
@Timeout(60)
class TlsConnectionTest {

    @SuppressWarnings("NullAway.Init") // by JUnit
    private static SSLContext context;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @SuppressWarnings("NullAway.Init")
    private SSLServerSocket server;

    private interface Served {
        void by(SSLSocket socket) throws IOException;
    }

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "password")
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "password".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "password".toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    @BeforeEach
    void listen() throws IOException {
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void serve(Served served) {
        threads.submit(() -> {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                served.by(socket);
            }
            return null;
        });
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private TlsConnection open(Socket socket, String host) throws IOException {
        return new TlsConnection(socket, context, host, server.getLocalPort());
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void whatIsSentComesBackHoweverLong(String version) throws IOException {
        server.setEnabledProtocols(new String[] {version});
        byte[] sent = random(200_000);
        serve(socket -> {
            byte[] heard = socket.getInputStream().readNBytes(sent.length);
            socket.getOutputStream().write(heard, 0, 1);
            socket.getOutputStream().write(heard, 1, heard.length - 1);
        });
        try (Socket socket = connected();
                TlsConnection tls = open(socket, "localhost")) {
            tls.output().write(sent);

            assertThat(tls.input().readNBytes(sent.length)).isEqualTo(sent);
            assertThat(tls.input().read()).as("the end that TLS has").isEqualTo(-1);
            assertThat(tls.input().read()).as("again").isEqualTo(-1);
        }
    }

    /** TLS 1.3 (RFC 8446, section 4.6): tickets and new keys may come at any time, and new keys are answered. */
    @Test
    void theServerMayRenewItsKeysInBetween() throws IOException {
        byte[] sent = random(1_000);
        serve(socket -> {
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write(socket.getInputStream().readNBytes(sent.length));
                socket.startHandshake();
            }
        });
        try (Socket socket = connected();
                TlsConnection tls = open(socket, "localhost")) {
            for (int i = 0; i < 3; i++) {
                tls.output().write(sent);
                assertThat(tls.input().readNBytes(sent.length)).isEqualTo(sent);
            }
        }
    }

    @Test
    void anotherHostsCertificateIsRefused() throws IOException {
        serve(SSLSocket::startHandshake);
        try (Socket socket = connected()) {
            assertThatThrownBy(() -> open(socket, "kms.example.com")).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        serve(SSLSocket::startHandshake);
        SSLContext ofTheJdk = SSLContext.getDefault();
        try (Socket socket = connected()) {
            assertThatThrownBy(() -> new TlsConnection(socket, ofTheJdk, "localhost", server.getLocalPort()))
                    .isInstanceOf(SSLException.class);
        }
    }

    /** A connection that is cut is no end: who cuts it must not decide where an answer ends. */
    @Test
    void anEndWithoutTheEndThatTlsHasIsAFailure() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            threads.submit(() -> {
                try (Socket raw = plain.accept()) {
                    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, null, false);
                    socket.setUseClientMode(false);
                    socket.getOutputStream().write(new byte[] {1, 2, 3});
                }
                return null;
            });
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), plain.getLocalPort());
                    TlsConnection tls = new TlsConnection(socket, context, "localhost", plain.getLocalPort())) {
                assertThat(tls.input().readNBytes(3)).containsExactly(1, 2, 3);
                assertThatThrownBy(() -> tls.input().read()).isInstanceOfAny(EOFException.class, SocketException.class);
            }
        }
    }

    @Test
    void aRecordThatWasAlteredIsAFailure() throws IOException {
        try (ServerSocket between = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            serve(socket -> {
                socket.getOutputStream().write(random(1_000));
                socket.getInputStream().read();
            });
            threads.submit(() -> {
                try (Socket client = between.accept();
                        Socket onward = connected()) {
                    threads.submit(() -> client.getInputStream().transferTo(onward.getOutputStream()));
                    byte[] record = new byte[65_536];
                    for (int count = onward.getInputStream().read(record);
                            count > 0;
                            count = onward.getInputStream().read(record)) {
                        // The only record of such a length is that of the 1000 bytes.
                        for (int i = 0; i + 5 < count; i++) {
                            int length = (record[i + 3] & 0xFF) << 8 | record[i + 4] & 0xFF;
                            if (record[i] == 23 && record[i + 1] == 3 && length > 1_000 && length < 1_100) {
                                record[i + 105] ^= 1;
                            }
                        }
                        client.getOutputStream().write(record, 0, count);
                    }
                }
                return null;
            });
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), between.getLocalPort());
                    TlsConnection tls = open(socket, "localhost")) {
                byte[] read = new byte[1_000];
                assertThatThrownBy(() -> tls.input().readNBytes(read, 0, 1_000)).isInstanceOf(SSLException.class);
                assertThat(read).isEqualTo(new byte[1_000]);
            }
        }
    }

    @Test
    void theCallersArrayIsNotChanged() throws IOException {
        byte[] sent = random(100);
        serve(socket -> socket.getInputStream().readNBytes(sent.length));
        try (Socket socket = connected();
                TlsConnection tls = open(socket, "localhost")) {
            byte[] before = Arrays.copyOf(sent, sent.length);
            tls.output().write(sent);
            assertThat(sent).isEqualTo(before);
        }
    }
}

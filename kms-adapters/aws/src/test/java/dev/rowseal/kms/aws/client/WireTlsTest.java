package dev.rowseal.kms.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rowseal.kms.aws.LocalhostCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/** TLS with a server whose certificate is for localhost alone. */
class WireTlsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private HttpsServer server;

    @SuppressWarnings("NullAway.Init")
    private SSLContext context;

    @BeforeEach
    void start() throws Exception {
        context = LocalhostCertificate.in(directory).init(SSLContext.getInstance("TLS"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int statusOf(String host, SSLContext tls) throws IOException {
        Wire wire = new Wire(new Wire.Settings(Duration.ofSeconds(20), Duration.ofSeconds(20), tls));
        try {
            return wire.prepareRequest(HttpExecuteRequest.builder()
                            .request(SdkHttpFullRequest.builder()
                                    .method(SdkHttpMethod.POST)
                                    .protocol("https")
                                    .host(host)
                                    .port(server.getAddress().getPort())
                                    .encodedPath("/")
                                    .putHeader("Content-Length", "0")
                                    .build())
                            .build())
                    .call()
                    .httpResponse()
                    .statusCode();
        } finally {
            wire.close();
        }
    }

    @Test
    void theCertificateMustBeTrustedAndOfTheHost() throws Exception {
        assertThat(statusOf("localhost", context)).isEqualTo(200);
        assertThatThrownBy(() -> statusOf("127.0.0.1", context)).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> statusOf("localhost", SSLContext.getDefault())).isInstanceOf(SSLException.class);
    }
}

package dev.rowseal.kms.aws.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Answers of HTTP/1.1 as a server may write them, byte for byte, and as none may. */
class WireTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String answer = "";
    private volatile int connections;
    private volatile boolean dribble;
    private volatile boolean closes;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private ServerSocket server;

    @SuppressWarnings("NullAway.Init")
    private Wire wire;

    @BeforeEach
    void start() throws Exception {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        wire = new Wire(new Wire.Settings(Duration.ofSeconds(20), Duration.ofSeconds(20), SSLContext.getDefault()));
        Thread accepting = new Thread(() -> {
            try {
                while (true) {
                    Socket one = server.accept();
                    connections++;
                    Thread serving = new Thread(() -> serve(one));
                    serving.setDaemon(true);
                    serving.start();
                }
            } catch (IOException over) {
                assertThat(server.isClosed()).isTrue();
            }
        });
        accepting.setDaemon(true);
        accepting.start();
    }

    @AfterEach
    void stop() throws IOException {
        wire.close();
        server.close();
    }

    private void serve(Socket one) {
        try (one) {
            InputStream in = one.getInputStream();
            while (true) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int next = in.read();
                    if (next < 0) {
                        return;
                    }
                    head.append((char) next);
                }
                int length = Integer.parseInt(
                        head.substring(head.indexOf("Content-Length: ") + 16).split("\r", 2)[0]);
                asked.add(head + new String(in.readNBytes(length), ISO_8859_1));
                // Before anything is written: the test goes on as soon as it has read it.
                boolean last = closes;
                byte[] bytes = answer.getBytes(ISO_8859_1);
                for (int i = 0; dribble && i < bytes.length; i++) {
                    one.getOutputStream().write(bytes, i, 1);
                    one.getOutputStream().flush();
                }
                if (!dribble) {
                    one.getOutputStream().write(bytes);
                }
                if (last) {
                    return;
                }
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private ExecutableHttpRequest request(String body) {
        return wire.prepareRequest(HttpExecuteRequest.builder()
                .request(SdkHttpFullRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .protocol("http")
                        .host("127.0.0.1")
                        .port(server.getLocalPort())
                        .encodedPath("/")
                        .putHeader("X-Amz-Target", "TrentService.Decrypt")
                        .putHeader("Content-Length", Integer.toString(body.length()))
                        .build())
                .contentStreamProvider(() -> new ByteArrayInputStream(body.getBytes(US_ASCII)))
                .build());
    }

    private String bodyOf(String answered) throws IOException {
        answer = answered;
        HttpExecuteResponse response = request("{}").call();
        try (InputStream body = response.responseBody().orElseThrow()) {
            return response.httpResponse().statusCode() + " " + new String(body.readAllBytes(), ISO_8859_1);
        }
    }

    @Test
    void whatIsAskedArrivesAsItIs() throws IOException {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        request("{\"KeyId\":\"x\"}").call();
        assertThat(asked.get(0))
                .startsWith("POST / HTTP/1.1\r\n")
                .contains("\r\nX-Amz-Target: TrentService.Decrypt\r\n")
                .contains("\r\nHost: 127.0.0.1:" + server.getLocalPort() + "\r\n")
                .endsWith("\r\n\r\n{\"KeyId\":\"x\"}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersOfEveryShapeAreRead(boolean slowly) throws IOException {
        dribble = slowly;
        assertThat(bodyOf("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")).isEqualTo("200 hello");
        assertThat(bodyOf("HTTP/1.1 400\r\ncontent-length:  2 \r\n\r\n{}")).isEqualTo("400 {}");
        assertThat(bodyOf("HTTP/1.1 500 a b c\r\nA: b\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo("500 ");
        assertThat(
                        bodyOf(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\nA;x=y\r\nlo, world!\r\n0\r\nT: r\r\n\r\n"))
                .isEqualTo("200 hello, world!");
        assertThat(bodyOf("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"))
                .isEqualTo("200 x");
        assertThat(connections).as("all on one").isEqualTo(1);
        closes = true;
        assertThat(bodyOf("HTTP/1.1 200 OK\r\n\r\nuntil the end")).isEqualTo("200 until the end");
        closes = false;
        assertThat(bodyOf("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"))
                .isEqualTo("200 x");
        assertThat(bodyOf("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx")).isEqualTo("200 x");
        assertThat(connections).as("none kept that may not be").isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"
            })
    void whatIsNoAnswerIsAFailure(String answered) {
        closes = true;
        assertThatThrownBy(() -> bodyOf(answered)).isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerWithoutEndIsGivenUp() {
        closes = true;
        assertThatThrownBy(() -> bodyOf("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> bodyOf("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(70_000)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerThatIsLongerThanAnyOfKmsIsGivenUp() {
        closes = true;
        String body = "x".repeat(40_000);
        for (String head :
                new String[] {"Content-Length: 40000\r\n\r\n", "\r\n", "Transfer-Encoding: chunked\r\n\r\n9c40\r\n"}) {
            assertThatThrownBy(() -> bodyOf("HTTP/1.1 200 OK\r\n" + head + body + "\r\n0\r\n\r\n"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("too long");
        }
    }

    @Test
    void nobodyReadsTheRestOfAnotherAnswer() throws IOException {
        assertThat(bodyOf("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\ny"))
                .isEqualTo("200 x");
        assertThat(bodyOf("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz")).isEqualTo("200 z");
        assertThat(connections).isEqualTo(2);
    }

    @Test
    void anyAnswerHoweverCutIsReadOrFails() {
        closes = true;
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String whole = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
        for (int i = 0; i < 200; i++) {
            StringBuilder altered = new StringBuilder(whole);
            altered.setCharAt(random.nextInt(whole.length()), (char) random.nextInt(256));
            altered.setLength(random.nextInt(whole.length() + 1));
            try {
                bodyOf(altered.toString());
            } catch (IOException failed) {
                assertThat(failed).as("seed %d", seed).isNotNull();
            }
        }
    }

    @Test
    void whoIsAbortedStopsWaiting() throws Exception {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel";
        ExecutableHttpRequest call = request("{}");
        CountDownLatch failed = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            try {
                call.call();
            } catch (IOException aborted) {
                failed.countDown();
            }
        });
        waiting.start();
        while (asked.isEmpty()) {
            Thread.onSpinWait();
        }
        call.abort();
        failed.await();
        waiting.join();
        assertThatThrownBy(call::call).isInstanceOf(IOException.class);
    }

    @Test
    void aRequestThatWouldSmuggleAnotherIsNotSent() {
        ExecutableHttpRequest smuggling = wire.prepareRequest(HttpExecuteRequest.builder()
                .request(SdkHttpFullRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .protocol("http")
                        .host("127.0.0.1")
                        .port(server.getLocalPort())
                        .encodedPath("/")
                        .putHeader("X-A", "b\r\n\r\nPOST / HTTP/1.1")
                        .build())
                .build());
        assertThatThrownBy(smuggling::call).isInstanceOf(IOException.class);
        assertThat(asked).isEmpty();
    }
}

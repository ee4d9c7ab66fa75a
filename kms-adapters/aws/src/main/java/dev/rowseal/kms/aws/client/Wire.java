package dev.rowseal.kms.aws.client;

import dev.rowseal.failure.Misconfigured;
import java.io.IOException;
import java.io.InputStream;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The SDK's way to the network, which leaves nothing of a request or an answer behind: everything that is sent and read
 * goes through arrays that are overwritten. The JDK's HTTP clients read every answer into a buffer of their own first and
 * leave it to the garbage collector.
 *
 * <p>For one endpoint, and for the small requests that KMS and Secrets Manager know. Keeps the connections that are free; many threads
 * may use it, each with a connection of its own. Proxies are those of the JDK's {@link java.net.ProxySelector}, TLS is
 * that of its default {@link SSLContext}.
 */
public final class Wire implements SdkHttpClient {

    /** The longest answer in bytes. */
    public static final int MOST_ANSWER = WireReader.MOST_BODY;

    /** More than this many connections at once are made, but not kept. */
    private static final int MOST_KEPT = 8;

    /** A connection that was free for longer is not used again: the other side may be about to close it. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(10);

    /**
     * @param connectTimeout longest time until a connection stands, the TLS handshake's own reads apart
     * @param readTimeout longest wait for the next byte
     */
    public record Settings(Duration connectTimeout, Duration readTimeout, SSLContext tls) {}

    private final Settings settings;
    private final Deque<WireConnection> free = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    public Wire(Settings settings) {
        this.settings = settings;
    }

    /** TLS as the JDK does it by default. */
    public static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException unusable) {
            throw new Misconfigured("the JDK's own TLS cannot be used", unusable);
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Call(request);
    }

    @Override
    public String clientName() {
        return "RowsealWire";
    }

    @Override
    public void close() {
        closed = true;
        closeFree();
    }

    private void closeFree() {
        for (WireConnection one = free.poll(); one != null; one = free.poll()) {
            one.close();
        }
    }

    private void keep(WireConnection done) {
        if (free.size() >= MOST_KEPT) {
            done.close();
            return;
        }
        done.rest();
        free.push(done);
        if (closed) {
            closeFree();
        }
    }

    private final class Call implements ExecutableHttpRequest {

        private final HttpExecuteRequest request;
        private volatile @Nullable WireConnection connection;
        private volatile boolean aborted;

        Call(HttpExecuteRequest request) {
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            WireConnection taken = free();
            connection = taken;
            boolean done = false;
            try {
                if (aborted) {
                    throw new IOException("the call was given up");
                }
                taken.open(settings);
                WireConnection.Answer answer = taken.exchange(request.httpRequest(), this::newBody);
                done = answer.reusable();
                return response(answer);
            } finally {
                connection = null;
                if (done) {
                    keep(taken);
                } else {
                    taken.close();
                }
            }
        }

        private WireConnection free() {
            for (WireConnection kept = free.poll(); kept != null; kept = free.poll()) {
                if (kept.idle().compareTo(LONGEST_IDLE) < 0) {
                    return kept;
                }
                kept.close();
            }
            return new WireConnection(request.httpRequest());
        }

        private InputStream newBody() {
            return request.contentStreamProvider()
                    .map(provider -> provider.newStream())
                    .orElseGet(InputStream::nullInputStream);
        }

        @Override
        public void abort() {
            aborted = true;
            WireConnection current = connection;
            if (current != null) {
                current.abort();
            }
        }
    }

    private static HttpExecuteResponse response(WireConnection.Answer answer) {
        return HttpExecuteResponse.builder()
                .response(SdkHttpFullResponse.builder()
                        .statusCode(answer.status())
                        .statusText(answer.reason())
                        .headers(answer.headers())
                        .build())
                .responseBody(AbortableInputStream.create(answer.body()))
                .build();
    }

    /** Where a request goes: the port that its URL names, or the scheme's. */
    static int port(SdkHttpRequest request) {
        return request.port() > 0 ? request.port() : request.protocol().equals("https") ? 443 : 80;
    }
}

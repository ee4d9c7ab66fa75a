package dev.rowseal.kms.aws.client;

import dev.rowseal.tls.TlsConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * One connection to a KMS endpoint, which does one exchange of HTTP/1.1 (RFC 9112) after the other. Used by one thread at
 * a time; another may close it.
 */
final class WireConnection {

    /**
     * What was answered.
     *
     * @param body whoever closes it overwrites it
     * @param reusable whether the connection can carry another exchange
     */
    record Answer(int status, String reason, Map<String, List<String>> headers, InputStream body, boolean reusable) {}

    private static final int MOST_BYTES = 64 * 1024;

    // Made before there is a key to be put into them, and used again: a collector that moves an array leaves the bytes
    // that it had where it was.
    private final byte[] sent = new byte[MOST_BYTES];
    private final byte[] received = new byte[MOST_BYTES];

    private final SdkHttpRequest first;
    private final Proxy proxy;
    private final Socket raw;
    private @Nullable TlsConnection tls;
    private long idleSince;

    /** Not connected yet. */
    WireConnection(SdkHttpRequest request) {
        this.first = request;
        this.proxy = proxy(request);
        this.raw = new Socket(proxy);
    }

    private static Proxy proxy(SdkHttpRequest request) {
        ProxySelector selector = ProxySelector.getDefault();
        List<Proxy> proxies =
                selector == null || !isTls(request) ? List.of(Proxy.NO_PROXY) : selector.select(request.getUri());
        return proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
    }

    /** Connects, unless it is connected. */
    void open(Wire.Settings settings) throws IOException {
        if (raw.isConnected()) {
            return;
        }
        // A proxy looks names up by itself, where this process often cannot.
        InetSocketAddress to = proxy.type() == Proxy.Type.DIRECT
                ? new InetSocketAddress(first.host(), Wire.port(first))
                : InetSocketAddress.createUnresolved(first.host(), Wire.port(first));
        raw.connect(to, millis(settings.connectTimeout()));
        raw.setTcpNoDelay(true);
        raw.setSoTimeout(millis(settings.readTimeout()));
        if (isTls(first)) {
            tls = new TlsConnection(raw, settings.tls(), first.host(), Wire.port(first));
        }
    }

    private static boolean isTls(SdkHttpRequest request) {
        return request.protocol().equals("https");
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(Math.max(1, duration.toMillis()));
    }

    /** Marks it as free from now on. */
    void rest() {
        idleSince = System.nanoTime();
    }

    /** For how long it has been free. */
    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - idleSince);
    }

    Answer exchange(SdkHttpRequest request, Supplier<InputStream> body) throws IOException {
        byte[] answered = new byte[WireReader.MOST_BODY];
        send(request, body);
        TlsConnection secured = tls;
        InputStream in = secured == null ? raw.getInputStream() : secured.input();
        try (WireReader answer = new WireReader(in, received)) {
            return answer.read(answered);
        }
    }

    private void send(SdkHttpRequest request, Supplier<InputStream> body) throws IOException {
        byte[] head = head(request);
        int length = head.length;
        System.arraycopy(head, 0, sent, 0, head.length);
        try (InputStream content = body.get()) {
            length += content.readNBytes(sent, head.length, sent.length - head.length);
            if (length == sent.length) {
                throw new IOException("a request that is too long for a KMS");
            }
            TlsConnection secured = tls;
            OutputStream out = secured == null ? raw.getOutputStream() : secured.output();
            out.write(sent, 0, length);
        } finally {
            Arrays.fill(sent, 0, length, (byte) 0);
        }
    }

    private static byte[] head(SdkHttpRequest request) throws IOException {
        StringBuilder head = new StringBuilder(1024);
        head.append(request.method()).append(' ').append(request.encodedPath().isEmpty() ? "/" : request.encodedPath());
        request.encodedQueryParameters().ifPresent(query -> head.append('?').append(query));
        head.append(" HTTP/1.1\r\n");
        request.forEachHeader((name, values) -> values.forEach(
                value -> head.append(name).append(": ").append(value).append("\r\n")));
        if (request.firstMatchingHeader("Host").isEmpty()) {
            head.append("Host: ")
                    .append(request.host())
                    .append(':')
                    .append(Wire.port(request))
                    .append("\r\n");
        }
        head.append("\r\n");
        if (head.length() > MOST_BYTES / 2 || head.indexOf("\r\n\r\n") != head.length() - 4) {
            throw new IOException("a request that cannot be written");
        }
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Closes the connection and overwrites what it holds; for whoever uses it. */
    void close() {
        abort();
        TlsConnection secured = tls;
        if (secured != null) {
            secured.close();
        }
    }

    /** Closes the connection; whoever waits for it fails, and closes it. */
    void abort() {
        try {
            // Without an orderly end of TLS, which may wait for whoever is being given up.
            raw.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to be done: it is not used again.
        }
    }
}

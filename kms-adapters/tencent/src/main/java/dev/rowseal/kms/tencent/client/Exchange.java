package dev.rowseal.kms.tencent.client;

import dev.rowseal.tls.KeyedRequest;
import dev.rowseal.tls.TlsConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * One POST over HTTP/1.1 (RFC 9112) and one connection: of a request that has a key nothing is left, since the one array that it
 * is in is overwritten when it is sent, and TLS is over arrays of our own. The JDK's client copies what it sends into buffers
 * that nobody can overwrite. Proxies are those of the JDK's {@link ProxySelector}, TLS is that of its default {@link SSLContext}.
 */
final class Exchange {

    private static final Duration MOST_CONNECTING = Duration.ofSeconds(2);

    private Exchange() {}

    /** @throws IOException for whatever keeps the whole answer from coming in time */
    static Http.Answer post(URI to, Map<String, String> headers, KeyedRequest body, Duration timeout)
            throws IOException {
        boolean tls = to.getScheme().equals("https");
        int port = to.getPort() > 0 ? to.getPort() : tls ? 443 : 80;
        Proxy proxy = tls ? proxy(to) : Proxy.NO_PROXY;
        try (Socket socket = new Socket(proxy)) {
            // However the other side drips, at the deadline the connection ends, and with it whatever waits for it.
            CompletableFuture<Void> limit =
                    new CompletableFuture<Void>().completeOnTimeout(null, millis(timeout), TimeUnit.MILLISECONDS);
            CompletableFuture<Void> end = limit.thenRun(() -> close(socket));
            try {
                socket.setSoTimeout(millis(timeout));
                // A proxy looks names up by itself, where this process often cannot.
                socket.connect(
                        proxy.type() == Proxy.Type.DIRECT
                                ? new InetSocketAddress(to.getHost(), port)
                                : InetSocketAddress.createUnresolved(to.getHost(), port),
                        Math.min(millis(timeout), millis(MOST_CONNECTING)));
                socket.setTcpNoDelay(true);
                byte[] head = head(to, headers, body);
                if (!tls) {
                    return exchanged(socket.getInputStream(), socket.getOutputStream(), head, body);
                }
                try (TlsConnection secured = new TlsConnection(socket, context(), to.getHost(), port)) {
                    return exchanged(secured.input(), secured.output(), head, body);
                }
            } finally {
                end.cancel(false);
                limit.cancel(false);
            }
        }
    }

    private static Http.Answer exchanged(InputStream in, OutputStream out, byte[] head, KeyedRequest body)
            throws IOException {
        byte[] request = Arrays.copyOf(head, head.length + body.length());
        try {
            body.put(request, head.length);
            out.write(request);
            out.flush();
        } finally {
            Arrays.fill(request, (byte) 0);
        }
        return new AnswerReader(in).read();
    }

    private static byte[] head(URI to, Map<String, String> headers, KeyedRequest body) throws IOException {
        StringBuilder head = new StringBuilder("POST " + (to.getRawPath().isEmpty() ? "/" : to.getRawPath()));
        head.append(" HTTP/1.1\r\nHost: ").append(to.getRawAuthority());
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        head.append("\r\nContent-Length: ").append(body.length()).append("\r\nConnection: close\r\n\r\n");
        // A value with a line end in it would be another header.
        if (head.toString().lines().count() != headers.size() + 5L) {
            throw new IOException("a header of more than a line");
        }
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Proxy proxy(URI to) {
        ProxySelector selector = ProxySelector.getDefault();
        List<Proxy> proxies = selector == null ? List.of() : selector.select(to);
        return proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
    }

    private static SSLContext context() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the JDK's own TLS cannot be used", unusable);
        }
    }

    private static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAllTheSame) {
            // whoever reads from it is told
        }
    }
}

package dev.rowseal.kms.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rowseal.kms.contract.Faults;
import dev.rowseal.kms.contract.Quota;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A server on a loopback address that speaks as much of Vault's HTTP API as the adapter needs, from its public
 * description, and fails on command. Requests are read strictly: JSON by another library, every parameter known.
 */
public final class LoopbackVault implements Faults, AutoCloseable {

    static final Duration ASKED = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    final Transit transit = new Transit();
    final Auth auth = new Auth();
    private final ServerSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger struck = new AtomicInteger();
    private final Quota quota = new Quota();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private volatile Failing failing = new Failing(Fault.OUTAGE, 0);
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    volatile boolean chunked;
    volatile UnaryOperator<String> rewritten = UnaryOperator.identity();

    private static final class Failing {
        final Fault fault;
        final AtomicInteger left;
        final CountDownLatch healed = new CountDownLatch(1);

        Failing(Fault fault, int left) {
            this.fault = fault;
            this.left = new AtomicInteger(left);
        }
    }

    /** @param status 0 for no answer at all */
    record Reply(int status, Object body) {
        static Reply error(int status, String... errors) {
            return new Reply(status, Map.of("errors", List.of(errors)));
        }
    }

    /** Starts one without keys; closing ends it. */
    public LoopbackVault() throws IOException {
        this(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
    }

    /** Starts one that serves who connects to a socket, which it closes. */
    public LoopbackVault(ServerSocket socket) {
        this.socket = socket;
        daemon(this::accept);
    }

    /** The KEK URI of a key. */
    public String uri(String mountAndKey) {
        return "hcvault://127.0.0.1:" + socket.getLocalPort() + "/" + mountAndKey + "?tls=off";
    }

    /** The port on the loopback interface. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Makes a key {@code aes256-gcm96} under {@code transit/}. */
    public void newKey(String name, boolean derived) {
        transit.create(name, "aes256-gcm96", derived);
    }

    /** A token that is good until it is revoked. */
    public String issueToken() {
        return auth.issue();
    }

    /** Method and path of each request, in their order. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "loopback-vault");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                daemon(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream());
                OutputStream out = connection.getOutputStream()) {
            Map<String, String> headers = new TreeMap<>();
            String line = line(in);
            // A TLS hello is random, and may have lines and spaces in it.
            if (!line.matches("[A-Z]+ \\S+ HTTP/1\\.1")) {
                return;
            }
            String[] request = line.split(" ", -1);
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                int colon = Math.max(0, header.indexOf(':'));
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon).replaceFirst("^:", "").strip());
            }
            byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            calls.incrementAndGet();
            String path = request[1].replaceFirst("^/v1/", "");
            seen.add(request[0] + " " + path);
            answer(out, request[0], path, headers, body);
        } catch (IOException gone) {
            // the client went away, which is its right
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    private void answer(OutputStream out, String method, String path, Map<String, String> headers, byte[] body)
            throws IOException {
        Failing now = failing;
        if (path.startsWith("transit/") && now.left.get() > 0) {
            now.left.decrementAndGet();
            struck.incrementAndGet();
            struck(out, now, method, path, body);
            return;
        }
        if (path.startsWith("transit/") && !quota.take()) {
            // a rate limit quota on the mount
            turnedAway.incrementAndGet();
            write(out, Reply.error(429, "request path \"" + path + "\": rate limit quota exceeded"), "");
            return;
        }
        write(out, reply(method, path, headers, body), "");
    }

    private Reply reply(String method, String path, Map<String, String> headers, byte[] body) throws IOException {
        if (!"true".equals(headers.get("x-vault-request"))) {
            return Reply.error(412, "required request header missing");
        }
        JsonNode json;
        try {
            json = JSON.readTree(body.length == 0 ? new byte[] {'{', '}'} : body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
            return Reply.error(400, "failed to parse JSON input");
        }
        String token = headers.getOrDefault("x-vault-token", "");
        if (path.startsWith("auth/")) {
            return auth.reply(method, path.substring(5), token, json);
        }
        return auth.mayUse(token, method + " " + path)
                ? transit.reply(method, path.replaceFirst("^transit/", ""), json)
                : Reply.error(403, "1 error occurred:\n\t* permission denied\n\n");
    }

    private void struck(OutputStream out, Failing now, String method, String path, byte[] body) throws IOException {
        switch (now.fault) {
            case THROTTLED ->
                write(out, Reply.error(429, "rate limit quota exceeded"), "Retry-After: " + ASKED.toSeconds() + "\r\n");
            case OUTAGE -> write(out, Reply.error(503, "Vault is sealed"), "");
            case DENIED -> write(out, Reply.error(403, "1 error occurred:\n\t* permission denied\n\n"), "");
            case UNKNOWN ->
                write(out, method.equals("GET") ? Reply.error(404) : Reply.error(400, "encryption key not found"), "");
            case SILENT -> await(now.healed);
            case GARBAGE ->
                raw(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Length: 52\r\n\r\n<html><body>the proxy is being serviced</body></html>");
            case HALF -> half(out, method, path, body);
            case WRONG_KEY ->
                write(
                        out,
                        path.contains("decrypt/")
                                ? new Reply(200, Map.of("data", Map.of("plaintext", "c2hvcnQ=")))
                                : transit.reply(method, path.replaceFirst("^transit/", ""), JSON.readTree(body)),
                        "");
            case DISCONNECTED, DISABLED -> out.flush();
        }
    }

    static void await(CountDownLatch healed) {
        try {
            healed.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The right answer, up to its middle. */
    private void half(OutputStream out, String method, String path, byte[] body) throws IOException {
        Reply whole = transit.reply(
                method,
                path.replaceFirst("^transit/", ""),
                JSON.readTree(body.length == 0 ? new byte[] {'{', '}'} : body));
        String text = JSON.writeValueAsString(whole.body());
        raw(
                out,
                "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n"
                        + text.substring(0, text.length() / 2));
    }

    private void write(OutputStream out, Reply reply, String headers) throws IOException {
        String text = rewritten.apply(JSON.writeValueAsString(reply.body()) + "\n");
        String head = "HTTP/1.1 " + reply.status()
                + " Said\r\nCache-Control: no-store\r\nContent-Type: application/json\r\n" + headers;
        if (!chunked) {
            raw(out, head + "Content-Length: " + text.length() + "\r\n\r\n" + text);
            return;
        }
        int middle = text.length() / 2;
        raw(
                out,
                head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(middle) + "\r\n"
                        + text.substring(0, middle));
        raw(
                out,
                "\r\n" + Integer.toHexString(text.length() - middle) + ";x=y\r\n" + text.substring(middle)
                        + "\r\n0\r\n\r\n");
    }

    private static void raw(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public boolean knows(Fault fault) {
        return fault != Fault.DISABLED; // Transit keys cannot be disabled: VaultKmsTest has min_decryption_version
    }

    @Override
    public void next(int count, Fault fault) {
        Failing before = failing;
        failing = new Failing(fault, count);
        before.healed.countDown();
    }

    @Override
    public boolean limit(double perSecond, int burst) {
        quota.limit(perSecond, burst);
        return true;
    }

    @Override
    public int turnedAway() {
        return turnedAway.get();
    }

    @Override
    public void heal() {
        quota.lift();
        next(0, Fault.OUTAGE);
    }

    @Override
    public int struck() {
        return struck.get();
    }

    @Override
    public int calls() {
        return calls.get();
    }

    @Override
    public Optional<Duration> asked() {
        return Optional.of(ASKED);
    }

    @Override
    public void close() throws IOException {
        heal();
        socket.close();
    }

    /** A parameter, which must be text; null where it is absent. */
    static @Nullable String parameter(JsonNode body, String name) {
        return body.path(name).isTextual() ? body.path(name).textValue() : null;
    }
}

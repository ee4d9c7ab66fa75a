package dev.rowseal.kms.tencent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rowseal.kms.contract.Faults;
import dev.rowseal.kms.contract.Quota;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Tencent Cloud's API and an instance's metadata service on the loopback interface, written from the API's documentation:
 * checks signature, version and region, answers errors with HTTP 200, and misbehaves when told to. What it answers for KMS
 * is {@link CmkCalls}.
 */
public final class CloudService implements Faults, AutoCloseable {

    public static final String REGION = "ap-guangzhou";
    public static final String KEY_ID = "23e80852-1e38-11e9-b129-5cb9019b4b01";
    static final String OTHER_ID = "23e80852-1e38-11e9-b129-5cb9019b4b02";

    /** A request that was answered. */
    record Asked(String action, JsonNode members) {}

    final Map<String, Tc3Check.Secret> secrets = new ConcurrentHashMap<>();
    final CmkCalls kms = new CmkCalls();
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final List<String> answered = new CopyOnWriteArrayList<>();
    final AtomicInteger roleFetches = new AtomicInteger();
    volatile @Nullable String error;
    volatile long roleSeconds = 7200;
    volatile int metadataStatus = 200;

    /** What a gateway before the service answers; 200 where it lets through. */
    volatile int gatewayStatus = 200;

    /** Null unless who asks for the role is to be kept waiting for it. */
    volatile @Nullable CountDownLatch metadataSilence;

    /** A permit for each that waits so. */
    final Semaphore waiting = new Semaphore(0);

    /** As many characters more in each answer. */
    volatile int padding;

    /** Whether it sends callers elsewhere: to itself, which they cannot know. */
    volatile boolean redirects;

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger struck = new AtomicInteger();
    private final Quota quota = new Quota();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private volatile Fault standing = Fault.OUTAGE;
    private volatile CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    CloudService() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    private CloudService(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::api);
        server.createContext("/latest/meta-data/cam/security-credentials/", this::metadata);
        server.start();
        secrets.put("AKIDTEMPORARY", new Tc3Check.Secret("temporary-secret", "session-token"));
        secrets.put("AKIDLONGTERM", new Tc3Check.Secret("long-term-secret", ""));
        kms.keys.put(KEY_ID, new CmkKey(KEY_ID));
        kms.keys.put(OTHER_ID, new CmkKey(OTHER_ID));
    }

    /** One that speaks TLS; who it is, the context says. */
    public static CloudService secured(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new CloudService(server);
    }

    /** The port on the loopback interface. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** How often an action was asked for. */
    public long count(String action) {
        return asked.stream().filter(one -> one.action().equals(action)).count();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    URI metadataUri() {
        return endpoint().resolve("/latest/meta-data/cam/security-credentials/");
    }

    private void metadata(HttpExchange exchange) throws IOException {
        try (exchange) {
            CountDownLatch silence = metadataSilence;
            if (silence != null) {
                waiting.release();
                await(silence);
            }
            if (metadataStatus != 200) {
                exchange.sendResponseHeaders(metadataStatus, -1);
            } else if (exchange.getRequestURI().getPath().endsWith("/")) {
                send(exchange, "clinic-role".getBytes(UTF_8));
            } else {
                int fetch = roleFetches.incrementAndGet();
                secrets.put("AKIDROLE" + fetch, new Tc3Check.Secret("role-secret" + fetch, "role-token" + fetch));
                ObjectNode answer = json.createObjectNode()
                        .put("Code", "Success")
                        .put("TmpSecretId", "AKIDROLE" + fetch)
                        .put("TmpSecretKey", "role-secret" + fetch)
                        .put("Token", "role-token" + fetch)
                        .put("ExpiredTime", System.currentTimeMillis() / 1000 + roleSeconds);
                send(exchange, json.writeValueAsBytes(answer));
            }
        }
    }

    private void api(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            calls.incrementAndGet();
            if (gatewayStatus != 200) {
                exchange.sendResponseHeaders(gatewayStatus, -1);
                return;
            }
            if (redirects && exchange.getRequestURI().getPath().equals("/")) {
                exchange.getResponseHeaders()
                        .set("Location", endpoint().resolve("/elsewhere").toString());
                exchange.sendResponseHeaders(307, -1);
                return;
            }
            if (left.getAndUpdate(now -> Math.max(0, now - 1)) > 0) {
                struck.incrementAndGet();
                fail(exchange, body);
                return;
            }
            if (!quota.take()) {
                // of an account and region, for each API
                turnedAway.incrementAndGet();
                send(exchange, whole(CmkCalls.error("RequestLimitExceeded")));
                return;
            }
            send(exchange, whole(answer(exchange, body)));
        }
    }

    private void fail(HttpExchange exchange, byte[] body) throws IOException {
        switch (standing) {
            case THROTTLED -> {
                exchange.getResponseHeaders().set("Retry-After", "2");
                send(exchange, whole(CmkCalls.error("RequestLimitExceeded")));
            }
            case OUTAGE -> send(exchange, whole(CmkCalls.error("InternalError")));
            case DISCONNECTED -> {}
            case SILENT -> await(end);
            case HALF -> {
                byte[] whole = whole(answer(exchange, body));
                exchange.sendResponseHeaders(200, whole.length);
                exchange.getResponseBody().write(whole, 0, whole.length / 2);
                exchange.getResponseBody().flush();
            }
            case GARBAGE -> send(exchange, "<html>a proxy's page</html>".getBytes(UTF_8));
            case WRONG_KEY -> {
                ObjectNode answer = answer(exchange, body);
                answer.put("Plaintext", Base64.getEncoder().encodeToString(new byte[32]));
                send(exchange, whole(answer));
            }
            case DENIED -> send(exchange, whole(CmkCalls.error("UnauthorizedOperation")));
            case DISABLED -> send(exchange, whole(CmkCalls.error("ResourceUnavailable.CmkDisabled")));
            case UNKNOWN -> send(exchange, whole(CmkCalls.error("ResourceUnavailable.CmkNotFound")));
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private byte[] whole(ObjectNode response) throws IOException {
        response.put("RequestId", "1b580852-1e38-11e9-b129-5cb9019b4b00");
        if (padding > 0) {
            response.put("Padding", "x".repeat(padding));
        }
        ObjectNode whole = json.createObjectNode();
        whole.set("Response", response);
        return json.writeValueAsBytes(whole);
    }

    private ObjectNode answer(HttpExchange exchange, byte[] body) throws IOException {
        String told = error;
        if (told != null) {
            return CmkCalls.error(told);
        }
        String refusal = Tc3Check.refusal(exchange, body, "kms", secrets);
        if (!refusal.isEmpty()) {
            return CmkCalls.error(refusal);
        }
        String action = String.valueOf(exchange.getRequestHeaders().getFirst("X-TC-Action"));
        JsonNode members = json.readTree(body);
        asked.add(new Asked(action, members));
        if (!"2019-01-18".equals(exchange.getRequestHeaders().getFirst("X-TC-Version"))) {
            return CmkCalls.error("NoSuchVersion");
        }
        if (!REGION.equals(exchange.getRequestHeaders().getFirst("X-TC-Region"))) {
            return CmkCalls.error("ResourceUnavailable.CmkNotFound");
        }
        ObjectNode answer = kms.answer(action, members);
        answered.add(answer.toString());
        return answer;
    }

    @Override
    public boolean knows(Fault fault) {
        return true;
    }

    @Override
    public void next(int calls, Fault fault) {
        standing = fault;
        left.set(calls);
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
        left.set(0);
        end.countDown();
        end = new CountDownLatch(1);
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
        return Optional.of(Duration.ofSeconds(2));
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

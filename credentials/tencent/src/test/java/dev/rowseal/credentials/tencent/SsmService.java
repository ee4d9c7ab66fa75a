package dev.rowseal.credentials.tencent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rowseal.kms.contract.Faults;
import dev.rowseal.kms.tencent.Tc3Check;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tencent Cloud's Secrets Manager and an instance's metadata service on the loopback interface, written from the API's documentation:
 * it checks signature, version, region and parameters, knows one secret, answers errors with HTTP 200, and misbehaves when told to.
 */
final class SsmService implements Faults, AutoCloseable {

    static final String REGION = "ap-guangzhou";
    static final String NAME = "clinic-db";

    final Map<String, Tc3Check.Secret> secrets = new ConcurrentHashMap<>();
    final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    final AtomicInteger roleFetches = new AtomicInteger();
    /** How all are answered, instead of as they deserve. */
    volatile @Nullable String error;

    volatile @Nullable String text;

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger version = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger struck = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private volatile Fault standing = Fault.OUTAGE;
    private volatile CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    SsmService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::api);
        server.createContext("/latest/meta-data/cam/security-credentials/", this::metadata);
        server.start();
        secrets.put("AKIDTEMPORARY", new Tc3Check.Secret("temporary-secret", "session-token"));
        secrets.put("AKIDLONGTERM", new Tc3Check.Secret("long-term-secret", ""));
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    URI metadataUri() {
        return endpoint().resolve("/latest/meta-data/cam/security-credentials/");
    }

    void put(@Nullable String newText) {
        text = newText;
        version.incrementAndGet();
    }

    private void metadata(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().endsWith("/")) {
                send(exchange, "clinic-role".getBytes(UTF_8));
                return;
            }
            int fetch = roleFetches.incrementAndGet();
            secrets.put("AKIDROLE" + fetch, new Tc3Check.Secret("role-secret" + fetch, "role-token" + fetch));
            send(
                    exchange,
                    json.writeValueAsBytes(json.createObjectNode()
                            .put("Code", "Success")
                            .put("TmpSecretId", "AKIDROLE" + fetch)
                            .put("TmpSecretKey", "role-secret" + fetch)
                            .put("Token", "role-token" + fetch)
                            .put("ExpiredTime", System.currentTimeMillis() / 1000 + 7200)));
        }
    }

    private void api(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            calls.incrementAndGet();
            if (left.getAndUpdate(now -> Math.max(0, now - 1)) > 0) {
                struck.incrementAndGet();
                misbehave(exchange, body);
                return;
            }
            send(exchange, whole(answer(exchange, body)));
        }
    }

    private void misbehave(HttpExchange exchange, byte[] body) throws IOException {
        switch (standing) {
            case THROTTLED -> {
                exchange.getResponseHeaders().set("Retry-After", "2");
                send(exchange, whole(error("RequestLimitExceeded")));
            }
            case OUTAGE -> send(exchange, whole(error("InternalError")));
            case DISCONNECTED -> {}
            case SILENT -> {
                try {
                    end.await();
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            }
            case HALF -> {
                byte[] whole = whole(answer(exchange, body));
                exchange.sendResponseHeaders(200, whole.length);
                exchange.getResponseBody().write(whole, 0, whole.length / 2);
                exchange.getResponseBody().flush();
            }
            case GARBAGE -> send(exchange, "<html>a proxy's page</html>".getBytes(UTF_8));
            case WRONG_KEY -> send(exchange, whole(answer(exchange, body).put("SecretName", "other-db")));
            case DENIED -> send(exchange, whole(error("UnauthorizedOperation")));
            case DISABLED -> send(exchange, whole(error("ResourceUnavailable.ResourceDisabled")));
            case UNKNOWN -> send(exchange, whole(error("ResourceNotFound")));
        }
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private byte[] whole(ObjectNode response) throws IOException {
        response.put("RequestId", "1b580852-1e38-11e9-b129-5cb9019b4b00");
        ObjectNode whole = json.createObjectNode();
        whole.set("Response", response);
        return json.writeValueAsBytes(whole);
    }

    private ObjectNode error(String code) {
        ObjectNode answer = json.createObjectNode();
        answer.putObject("Error").put("Code", code).put("Message", "as told " + text);
        return answer;
    }

    private ObjectNode answer(HttpExchange exchange, byte[] body) throws IOException {
        String told = error;
        if (told != null) {
            return error(told);
        }
        String refusal = Tc3Check.refusal(exchange, body, "ssm", secrets);
        if (!refusal.isEmpty()) {
            return error(refusal);
        }
        if (!"2019-09-23".equals(exchange.getRequestHeaders().getFirst("X-TC-Version"))) {
            return error("NoSuchVersion");
        }
        if (!"GetSecretValue".equals(exchange.getRequestHeaders().getFirst("X-TC-Action"))) {
            return error("InvalidAction");
        }
        JsonNode members = json.readTree(body);
        asked.add(members);
        String wanted = members.path("VersionId").asText();
        String current = "v" + version.get();
        if (!REGION.equals(exchange.getRequestHeaders().getFirst("X-TC-Region"))
                || !NAME.equals(members.path("SecretName").asText())
                || !wanted.equals("SSM_Current") && !wanted.equals(current)) {
            return error("ResourceNotFound");
        }
        ObjectNode answer = json.createObjectNode().put("SecretName", NAME).put("VersionId", current);
        return text == null
                ? answer.put("SecretBinary", "AAAA").put("SecretString", "")
                : answer.put("SecretBinary", "").put("SecretString", text);
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
    public void heal() {
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

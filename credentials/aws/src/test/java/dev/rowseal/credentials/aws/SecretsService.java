package dev.rowseal.credentials.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rowseal.kms.aws.SignatureV4;
import dev.rowseal.kms.contract.Faults;
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
 * A Secrets Manager on the loopback interface, written from its API Reference: it checks signature, target, content type, parameters and
 * region, knows one secret, and misbehaves when it is told to.
 */
public final class SecretsService implements Faults, AutoCloseable {

    public static final String REGION = "eu-central-1";
    public static final String NAME = "prod/clinic-db";
    public static final String ARN = "arn:aws:secretsmanager:" + REGION + ":111122223333:secret:" + NAME + "-AbCdEf";

    final Map<String, SignatureV4.Secret> secrets = new ConcurrentHashMap<>();
    final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    /** How all are answered, instead of as they deserve: code and status. */
    volatile @Nullable String error;

    volatile int errorStatus = 400;
    volatile @Nullable String text;

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger version = new AtomicInteger();
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger struck = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private volatile Fault standing = Fault.OUTAGE;
    private volatile CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    public SecretsService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        secrets.put("ASIATEMPORARY", new SignatureV4.Secret("temporary-secret", "session-token"));
        secrets.put("AKIALONGTERM", new SignatureV4.Secret("long-term-secret", ""));
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void put(@Nullable String newText) {
        text = newText;
        version.incrementAndGet();
    }

    private record Answer(int status, ObjectNode members) {}

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            calls.incrementAndGet();
            if (left.getAndUpdate(now -> Math.max(0, now - 1)) > 0) {
                struck.incrementAndGet();
                misbehave(exchange, body);
                return;
            }
            send(exchange, answer(exchange, body));
        }
    }

    private void misbehave(HttpExchange exchange, byte[] body) throws IOException {
        switch (standing) {
            case THROTTLED -> {
                exchange.getResponseHeaders().set("Retry-After", "2");
                send(exchange, error("ThrottlingException", 400));
            }
            case OUTAGE -> send(exchange, error("InternalServiceError", 500));
            case DISCONNECTED -> {}
            case SILENT -> {
                try {
                    end.await();
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            }
            case HALF -> {
                byte[] whole = json.writeValueAsBytes(answer(exchange, body).members());
                exchange.sendResponseHeaders(200, whole.length);
                exchange.getResponseBody().write(whole, 0, whole.length / 2);
                exchange.getResponseBody().flush();
            }
            case GARBAGE -> send(exchange, 200, "<html>a proxy's page</html>".getBytes(UTF_8));
            case WRONG_KEY -> {
                Answer answer = answer(exchange, body);
                answer.members().put("Name", "prod/other").put("ARN", ARN.replace("clinic", "other"));
                send(exchange, answer);
            }
            case DENIED -> send(exchange, error("AccessDeniedException", 400));
            case DISABLED -> send(exchange, error("InvalidRequestException", 400));
            case UNKNOWN -> send(exchange, error("ResourceNotFoundException", 400));
        }
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        send(exchange, answer.status(), json.writeValueAsBytes(answer.members()));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.getResponseHeaders().set("x-amzn-RequestId", "0a1b2c3d-0000-1111-2222-333344445555");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private Answer error(String code, int status) {
        // The message repeats what it should not where a test says which error.
        String message = error == null ? "as told" : "as told " + text;
        return new Answer(status, json.createObjectNode().put("__type", code).put("Message", message));
    }

    private Answer answer(HttpExchange exchange, byte[] body) throws IOException {
        String told = error;
        if (told != null) {
            return error(told, errorStatus);
        }
        String refusal = SignatureV4.refusal(exchange, body, REGION, "secretsmanager", secrets);
        if (!refusal.isEmpty()) {
            return error(refusal, 400);
        }
        String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        if (!target.matches("secretsmanager\\.(GetSecretValue|DescribeSecret)")
                || !"application/x-amz-json-1.1"
                        .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            return error("UnknownOperationException", 400);
        }
        JsonNode members = json.readTree(body);
        asked.add(members);
        String id = members.path("SecretId").asText();
        if (!id.equals(NAME) && !id.equals(ARN) && !ARN.equals(id + "-AbCdEf")) {
            return error("ResourceNotFoundException", 400);
        }
        String current = "EXAMPLE1-90ab-cdef-fedc-" + version.get();
        if (target.endsWith("DescribeSecret")) {
            return new Answer(200, described(current));
        }
        if (!members.path("VersionStage").asText("AWSCURRENT").equals("AWSCURRENT")
                || !members.path("VersionId").asText(current).equals(current)) {
            return error("ResourceNotFoundException", 400);
        }
        fetches.incrementAndGet();
        ObjectNode answer = json.createObjectNode()
                .put("ARN", ARN)
                .put("Name", NAME)
                .put("VersionId", current)
                .put("CreatedDate", 1.7e9);
        answer.putArray("VersionStages").add("AWSCURRENT");
        if (text == null) {
            answer.put("SecretBinary", "AAAA");
        } else {
            answer.put("SecretString", text);
        }
        return new Answer(200, answer);
    }

    private ObjectNode described(String current) {
        ObjectNode described = json.createObjectNode().put("ARN", ARN).put("Name", NAME);
        described.putObject("VersionIdsToStages").putArray(current).add("AWSCURRENT");
        return described;
    }

    /** How often the secret was given. */
    public int fetches() {
        return fetches.get();
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

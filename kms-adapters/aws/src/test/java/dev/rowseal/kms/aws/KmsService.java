package dev.rowseal.kms.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * A KMS on the loopback interface, written from the AWS KMS API Reference: it checks signature, target, parameters, key
 * state, permissions and context as the service does, and misbehaves when it is told to.
 */
public final class KmsService extends Failing implements AutoCloseable {

    static final String REGION = "eu-central-1";
    static final String ACCOUNT = "111122223333";

    /** How long an answer takes that comes, but slowly. */
    static final Duration SLOW = Duration.ofMillis(700);

    /** A request that was answered: its operation and its members. */
    record Asked(String operation, JsonNode members) {}

    final Map<String, SignatureV4.Secret> secrets = new ConcurrentHashMap<>();
    final Map<String, ServiceKey> keys = new ConcurrentHashMap<>();
    final Map<String, String> aliases = new ConcurrentHashMap<>();
    final Set<String> denied = ConcurrentHashMap.newKeySet();
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** The keys that it made or opened, for those who look for them elsewhere. */
    final List<byte[]> plaintexts = new CopyOnWriteArrayList<>();

    private final ObjectMapper json = new ObjectMapper();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final String region;

    /** Starts one without keys; closing ends it. */
    public KmsService() throws IOException {
        this(REGION);
    }

    /** The same of another region. */
    KmsService(String region) throws IOException {
        this(region, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    private KmsService(String region, HttpServer server) {
        this.region = region;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        secrets.put("ASIATEMPORARY", new SignatureV4.Secret("temporary-secret", "session-token"));
        secrets.put("AKIALONGTERM", new SignatureV4.Secret("long-term-secret", ""));
    }

    /** One that speaks TLS as {@code localhost}; who it is, the context says. */
    public static KmsService secured(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new KmsService(REGION, server);
    }

    /** Where it is, for {@code AWS_ENDPOINT_URL_KMS}. */
    public URI endpoint() {
        return URI.create((server instanceof HttpsServer ? "https://localhost:" : "http://127.0.0.1:")
                + server.getAddress().getPort());
    }

    /** A new key; its ARN. */
    public String newKey(String id) {
        return put(id, new ServiceKey());
    }

    /** A replica, in this region, of another region's multi-Region key: its ARN. */
    String replica(KmsService primary, String arn) {
        return put(arn.substring(arn.lastIndexOf('/') + 1), Objects.requireNonNull(primary.keys.get(arn)));
    }

    private String put(String id, ServiceKey key) {
        String arn = "arn:aws:kms:" + region + ":" + ACCOUNT + ":key/" + id;
        keys.put(arn, key);
        return arn;
    }

    /** How often an operation was asked for. */
    public long count(String operation) {
        return asked.stream().filter(one -> one.operation().equals(operation)).count();
    }

    /**
     * A request as the key's administrator may log it.
     *
     * @param members the names of all that it holds
     * @param context the encryption context
     * @param text all of it
     */
    public record Logged(String operation, Set<String> members, Map<String, String> context, String text) {}

    /** All requests so far. */
    public List<Logged> log() {
        return asked.stream()
                .map(one -> new Logged(
                        one.operation(),
                        one.members().properties().stream()
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toSet()),
                        context(one.members(), "EncryptionContext"),
                        one.members().toString()))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Instead fault = arrived();
            if (fault != null) {
                misbehave(exchange, body, fault);
                return;
            }
            Answer answer = answer(exchange, body);
            send(exchange, answer.status(), json.writeValueAsBytes(answer.members()));
        }
    }

    private void misbehave(HttpExchange exchange, byte[] body, Instead fault) throws IOException {
        switch (fault.kind()) {
            case "hang" -> hang();
            case "slow" -> {
                sleep(SLOW);
                Answer answer = answer(exchange, body);
                send(exchange, answer.status(), json.writeValueAsBytes(answer.members()));
            }
            case "disconnect" -> {}
            case "garbage" -> send(exchange, 200, "<html>a proxy's page</html>".getBytes(UTF_8));
            case "empty" -> send(exchange, 200, "{}".getBytes(UTF_8));
            case "half" -> {
                byte[] whole = json.writeValueAsBytes(answer(exchange, body).members());
                exchange.sendResponseHeaders(200, whole.length);
                exchange.getResponseBody().write(whole, 0, whole.length / 2);
                exchange.getResponseBody().flush();
            }
            case "half-json" -> {
                byte[] whole = json.writeValueAsBytes(answer(exchange, body).members());
                send(exchange, 200, java.util.Arrays.copyOf(whole, whole.length / 2));
            }
            case "other key" -> {
                ObjectNode members = answer(exchange, body).members();
                members.put("KeyId", "arn:aws:kms:" + REGION + ":999999999999:key/another");
                send(exchange, 200, json.writeValueAsBytes(members));
            }
            case "other source" -> {
                ObjectNode members = answer(exchange, body).members();
                members.put("SourceKeyId", "arn:aws:kms:" + REGION + ":999999999999:key/another");
                send(exchange, 200, json.writeValueAsBytes(members));
            }
            case "short key" -> {
                ObjectNode members = answer(exchange, body).members();
                members.put("Plaintext", Base64.getEncoder().encodeToString(new byte[16]));
                send(exchange, 200, json.writeValueAsBytes(members));
            }
            default -> {
                fault.headers().forEach(exchange.getResponseHeaders()::set);
                send(
                        exchange,
                        fault.status(),
                        json.writeValueAsBytes(
                                error(fault.code(), fault.status()).members()));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.getResponseHeaders().set("x-amzn-RequestId", "0a1b2c3d-0000-1111-2222-333344445555");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private record Answer(int status, ObjectNode members) {}

    private Answer error(String code, int status) {
        ObjectNode members = json.createObjectNode();
        members.put("__type", "com.amazonaws.kms#" + code);
        members.put("message", "as told");
        return new Answer(status, members);
    }

    private Answer answer(HttpExchange exchange, byte[] body) throws IOException {
        String refusal = SignatureV4.refusal(exchange, body, region, "kms", secrets);
        if (!refusal.isEmpty()) {
            return error(refusal, 400);
        }
        String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!target.startsWith("TrentService.") || !type.equals("application/x-amz-json-1.1")) {
            return error("UnknownOperationException", 400);
        }
        String operation = target.substring("TrentService.".length());
        JsonNode members = json.readTree(body);
        asked.add(new Asked(operation, members));
        if (denied.contains(operation)) {
            return error("AccessDeniedException", 400);
        }
        return switch (operation) {
            case "DescribeKey" -> describe(members);
            case "GenerateDataKey" -> generate(members);
            case "Encrypt" -> encrypt(members);
            case "Decrypt" -> decrypt(members);
            case "ReEncrypt" -> reEncrypt(members);
            default -> error("UnknownOperationException", 400);
        };
    }

    private String arn(JsonNode members, String name) {
        String asked = members.path(name).asText();
        return aliases.getOrDefault(asked, asked);
    }

    /** Why a key cannot be used; empty when it can. */
    private String unusable(String arn) {
        ServiceKey key = keys.get(arn);
        if (key == null) {
            return "NotFoundException";
        }
        if (key.state.equals("Disabled")) {
            return "DisabledException";
        }
        if (!key.state.equals("Enabled")) {
            return "KMSInvalidStateException";
        }
        return key.usage.equals("ENCRYPT_DECRYPT") ? "" : "InvalidKeyUsageException";
    }

    private Answer describe(JsonNode members) {
        String arn = arn(members, "KeyId");
        ServiceKey key = keys.get(arn);
        if (key == null) {
            return error("NotFoundException", 400);
        }
        ObjectNode metadata = json.createObjectNode();
        metadata.put("Arn", arn).put("KeyId", arn.substring(arn.lastIndexOf('/') + 1));
        metadata.put("KeyState", key.state).put("Enabled", key.state.equals("Enabled"));
        metadata.put("KeyUsage", key.usage)
                .put("CurrentKeyMaterialId", key.newest().id());
        ObjectNode answer = json.createObjectNode();
        answer.set("KeyMetadata", metadata);
        return new Answer(200, answer);
    }

    private static Map<String, String> context(JsonNode members, String name) {
        Map<String, String> context = new HashMap<>();
        members.path(name)
                .properties()
                .forEach(entry -> context.put(entry.getKey(), entry.getValue().asText()));
        return context;
    }

    private static byte[] bytes(JsonNode members, String name) {
        return Base64.getDecoder().decode(members.path(name).asText());
    }

    private Answer generate(JsonNode members) {
        String arn = arn(members, "KeyId");
        String unusable = unusable(arn);
        if (!unusable.isEmpty()) {
            return error(unusable, 400);
        }
        if (!members.path("KeySpec").asText().equals("AES_256")) {
            return error("ValidationException", 400);
        }
        byte[] plaintext = ServiceKey.random(32);
        plaintexts.add(plaintext);
        return new Answer(200, wrapped(arn, plaintext, members).put("Plaintext", plaintext));
    }

    private Answer encrypt(JsonNode members) {
        String arn = arn(members, "KeyId");
        String unusable = unusable(arn);
        if (!unusable.isEmpty()) {
            return error(unusable, 400);
        }
        byte[] plaintext = bytes(members, "Plaintext");
        plaintexts.add(plaintext);
        ObjectNode answer = wrapped(arn, plaintext, members);
        answer.remove("KeyMaterialId"); // Encrypt does not tell it
        return new Answer(200, answer);
    }

    private ObjectNode wrapped(String arn, byte[] plaintext, JsonNode members) {
        ServiceKey key = Objects.requireNonNull(keys.get(arn));
        ObjectNode answer = json.createObjectNode().put("KeyId", arn);
        answer.put("CiphertextBlob", key.encrypt(plaintext, context(members, "EncryptionContext")));
        return answer.put("KeyMaterialId", key.newest().id());
    }

    /** The key that a blob is opened with, or the code of the refusal. */
    private String refusal(String arn, byte[] blob) {
        if (blob.length == 0 || blob.length > 6144) {
            return "ValidationException";
        }
        String unusable = unusable(arn);
        if (!unusable.isEmpty()) {
            return unusable;
        }
        if (Objects.requireNonNull(keys.get(arn)).made(blob)) {
            return "";
        }
        return keys.values().stream().anyMatch(key -> key.made(blob))
                ? "IncorrectKeyException"
                : "InvalidCiphertextException";
    }

    private Answer decrypt(JsonNode members) {
        String arn = arn(members, "KeyId");
        byte[] blob = bytes(members, "CiphertextBlob");
        String refusal = refusal(arn, blob);
        if (!refusal.isEmpty()) {
            return error(refusal, 400);
        }
        ServiceKey key = Objects.requireNonNull(keys.get(arn));
        byte[] plaintext = key.decrypt(blob, context(members, "EncryptionContext"));
        if (plaintext == null) {
            return error("InvalidCiphertextException", 400);
        }
        plaintexts.add(plaintext);
        ObjectNode answer = json.createObjectNode().put("KeyId", arn).put("Plaintext", plaintext);
        answer.put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
        return new Answer(200, answer.put("KeyMaterialId", key.madeBy(blob).id()));
    }

    private Answer reEncrypt(JsonNode members) {
        String source = arn(members, "SourceKeyId");
        String destination = arn(members, "DestinationKeyId");
        byte[] blob = bytes(members, "CiphertextBlob");
        String refusal = refusal(source, blob);
        refusal = refusal.isEmpty() ? unusable(destination) : refusal;
        if (!refusal.isEmpty()) {
            return error(refusal, 400);
        }
        ServiceKey from = Objects.requireNonNull(keys.get(source));
        byte[] plaintext = from.decrypt(blob, context(members, "SourceEncryptionContext"));
        if (plaintext == null) {
            return error("InvalidCiphertextException", 400);
        }
        ServiceKey to = Objects.requireNonNull(keys.get(destination));
        ObjectNode answer = json.createObjectNode().put("KeyId", destination).put("SourceKeyId", source);
        answer.put("CiphertextBlob", to.encrypt(plaintext, context(members, "DestinationEncryptionContext")));
        answer.put("SourceKeyMaterialId", from.madeBy(blob).id());
        return new Answer(
                200, answer.put("DestinationKeyMaterialId", to.newest().id()));
    }

    @Override
    public void close() {
        heal();
        server.stop(0);
        threads.shutdownNow();
    }
}

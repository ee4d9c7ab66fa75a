package dev.rowseal.kms.tencent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The actions of KMS 2019-01-18, over keys that have states and ciphertexts that are bound to a key and a context's text. */
final class CmkCalls {

    private static final int ID = 36;

    final Map<String, CmkKey> keys = new ConcurrentHashMap<>();
    final Set<String> denied = ConcurrentHashMap.newKeySet();
    final List<byte[]> plaintexts = new CopyOnWriteArrayList<>();

    /** How what is encrypted to the caller is written: see {@link AnswerKeyTest#encrypted}. */
    volatile String form = "SHA-256";

    /** A key that answers name instead of their own. */
    volatile String answersForKey = "";

    static ObjectNode error(String code) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.putObject("Error").put("Code", code).put("Message", "as told");
        return response;
    }

    ObjectNode answer(String action, JsonNode members) throws IOException {
        if (denied.contains(action)) {
            return error("UnauthorizedOperation");
        }
        return switch (action) {
            case "DescribeKey" -> describe(members);
            case "GenerateDataKey" -> generate(members);
            case "Encrypt" -> encrypt(members);
            case "Decrypt" -> decrypt(members);
            case "ReEncrypt" -> reEncrypt(members);
            default -> error("InvalidAction");
        };
    }

    private static String unusable(@Nullable CmkKey key) {
        if (key == null) {
            return "ResourceUnavailable.CmkNotFound";
        }
        return switch (key.state) {
            case "Enabled" -> key.usage.equals("ENCRYPT_DECRYPT") ? "" : "InvalidParameterValue.InvalidKeyUsage";
            case "Disabled" -> "ResourceUnavailable.CmkDisabled";
            default -> "ResourceUnavailable.CmkStateNotSupport";
        };
    }

    private ObjectNode describe(JsonNode members) {
        CmkKey key = keys.get(members.path("KeyId").asText());
        if (key == null) {
            return error("ResourceUnavailable.CmkNotFound");
        }
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.putObject("KeyMetadata")
                .put("KeyId", key.id)
                .put("KeyState", key.state)
                .put("KeyUsage", key.usage)
                .put("Origin", "TENCENT_KMS");
        return response;
    }

    private ObjectNode generate(JsonNode members) throws IOException {
        CmkKey key = keys.get(members.path("KeyId").asText());
        String unusable = unusable(key);
        if (key == null || !unusable.isEmpty()) {
            return error(unusable);
        }
        if (!members.path("KeySpec").asText().equals("AES_256")) {
            return error("InvalidParameter");
        }
        byte[] plaintext = Sm2Sender.random(32);
        return wrapped(key, plaintext, members.path("EncryptionContext").asText())
                .put("Plaintext", toCaller(plaintext, members));
    }

    private ObjectNode encrypt(JsonNode members) {
        CmkKey key = keys.get(members.path("KeyId").asText());
        String unusable = unusable(key);
        if (key == null || !unusable.isEmpty()) {
            return error(unusable);
        }
        byte[] plaintext = Base64.getDecoder().decode(members.path("Plaintext").asText());
        return wrapped(key, plaintext, members.path("EncryptionContext").asText());
    }

    private ObjectNode wrapped(CmkKey key, byte[] plaintext, String context) {
        plaintexts.add(plaintext);
        byte[] sealed = key.encrypt(plaintext, context);
        // The blob names its key, as the service's do in a way of their own.
        byte[] blob = Arrays.copyOf(key.id.getBytes(UTF_8), ID + sealed.length);
        System.arraycopy(sealed, 0, blob, ID, sealed.length);
        return JsonNodeFactory.instance
                .objectNode()
                .put("KeyId", named(key))
                .put("CiphertextBlob", Base64.getEncoder().encodeToString(blob));
    }

    private String named(CmkKey key) {
        return answersForKey.isEmpty() ? key.id : answersForKey;
    }

    /** What a blob holds: its key and the sealed bytes; null when it is none. */
    private Map.@Nullable Entry<CmkKey, byte[]> opened(JsonNode members) {
        String text = members.path("CiphertextBlob").asText();
        try {
            byte[] blob = Base64.getDecoder().decode(text);
            if (!Base64.getEncoder().encodeToString(blob).equals(text) || blob.length < ID) {
                return null;
            }
            CmkKey key = keys.get(new String(blob, 0, ID, UTF_8));
            return key == null ? null : Map.entry(key, Arrays.copyOfRange(blob, ID, blob.length));
        } catch (IllegalArgumentException noBase64) {
            return null;
        }
    }

    private ObjectNode decrypt(JsonNode members) throws IOException {
        Map.Entry<CmkKey, byte[]> blob = opened(members);
        if (blob == null) {
            return error("InvalidParameterValue.InvalidCiphertext");
        }
        String unusable = unusable(blob.getKey());
        if (!unusable.isEmpty()) {
            return error(unusable);
        }
        byte[] plaintext = blob.getKey()
                .decrypt(blob.getValue(), members.path("EncryptionContext").asText());
        if (plaintext == null) {
            return error("FailedOperation.DecryptError");
        }
        plaintexts.add(plaintext);
        return JsonNodeFactory.instance
                .objectNode()
                .put("KeyId", named(blob.getKey()))
                .put("Plaintext", toCaller(plaintext, members));
    }

    private ObjectNode reEncrypt(JsonNode members) {
        Map.Entry<CmkKey, byte[]> blob = opened(members);
        CmkKey to = keys.get(members.path("DestinationKeyId").asText());
        if (blob == null) {
            return error("InvalidParameterValue.InvalidCiphertext");
        }
        String unusable = unusable(blob.getKey());
        unusable = unusable.isEmpty() ? unusable(to) : unusable;
        if (to == null || !unusable.isEmpty()) {
            return error(unusable);
        }
        byte[] plaintext = blob.getKey()
                .decrypt(
                        blob.getValue(), members.path("SourceEncryptionContext").asText());
        if (plaintext == null) {
            return error("FailedOperation.DecryptError");
        }
        return wrapped(
                        to,
                        plaintext,
                        members.path("DestinationEncryptionContext").asText())
                .put("SourceKeyId", blob.getKey().id)
                .put("ReEncrypted", true);
    }

    /** Encrypted to the public key of the caller, by other implementations than the caller's. */
    private String toCaller(byte[] plaintext, JsonNode members) throws IOException {
        String pem = members.path("EncryptionPublicKey").asText();
        if (pem.isEmpty()) {
            return Base64.getEncoder().encodeToString(plaintext);
        }
        try {
            AnswerKey.Algorithm algorithm = AnswerKey.Algorithm.valueOf(
                    members.path("EncryptionAlgorithm").asText());
            return Base64.getEncoder().encodeToString(AnswerKeyTest.encrypted(algorithm, pem, plaintext, form));
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }
}

package dev.rowseal.kms.tencent;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.tencent.client.Api;
import dev.rowseal.kms.tencent.client.Json;
import dev.rowseal.tls.KeyedRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One CMK of Tencent Cloud KMS. A wrapping is a {@code CiphertextBlob} as it was answered, in ASCII. The encryption context
 * is {@link Kms.KeyContext#entries()} as JSON without a blank, in the order of the names: the service compares it as text.
 * An answer that names another key is refused. The service tells no versions of a CMK.
 */
final class TencentKms implements Kms {

    /** Longer than any wrapping of 32 bytes that the service makes. */
    private static final int MOST_WRAPPED = 4096;

    /** The API's limit, in characters. */
    private static final int MOST_CONTEXT = 1024;

    private final KeyName key;
    private final Api api;
    private final AnswerKey.Algorithm answers;
    private volatile boolean closed;

    TencentKms(KeyName key, Api api, AnswerKey.Algorithm answers) {
        this.key = key;
        this.api = api;
        this.answers = answers;
    }

    @Override
    public Wrapped wrap(ByteBuffer dek, KeyContext context) {
        requireOpen();
        Kms.requireKey(dek);
        String before =
                Json.written(Map.of("EncryptionContext", contextText(context)).entrySet());
        // {"EncryptionContext":"…"  ,"KeyId":"…","Plaintext":"  <key>  "}
        byte[] head =
                utf8(before.substring(0, before.length() - 1) + ",\"KeyId\":\"" + key.keyId() + "\",\"Plaintext\":\"");
        byte[] request = Arrays.copyOf(head, head.length + KeyedRequest.KEY_TEXT + 2);
        request[request.length - 2] = '"';
        request[request.length - 1] = '}';
        Map<?, ?> answer = api.call("Encrypt", KeyedRequest.with(request, head.length, dek));
        requireKeyId(answer, "KeyId", "Encrypt");
        Wrapped wrapped = wrapped(answer, "Encrypt");
        dek.position(dek.limit());
        return wrapped;
    }

    @Override
    public Wrapped generate(KeyContext context, ByteBuffer into) {
        requireOpen();
        Kms.requireRoom(into);
        AnswerKey to = AnswerKey.generate(answers);
        Map<String, String> request = request(to, context);
        request.put("KeyId", key.keyId());
        request.put("KeySpec", "AES_256");
        Map<?, ?> answer = call("GenerateDataKey", request);
        requireKeyId(answer, "KeyId", "GenerateDataKey");
        Wrapped wrapped = wrapped(answer, "GenerateDataKey");
        open(to, answer, "GenerateDataKey", into);
        return wrapped;
    }

    @Override
    public void unwrap(Wrapped wrapped, KeyContext context, ByteBuffer into) {
        requireOpen();
        Kms.requireRoom(into);
        String blob = blob(wrapped);
        AnswerKey to = AnswerKey.generate(answers);
        Map<String, String> request = request(to, context);
        request.put("CiphertextBlob", blob);
        Map<?, ?> answer = call("Decrypt", request);
        // Decrypt takes no key id: any key that this identity may use would open its wrappings.
        requireKeyId(answer, "KeyId", "Decrypt");
        open(to, answer, "Decrypt", into);
    }

    @Override
    public Optional<Wrapped> reEncrypt(Wrapped wrapped, String kekUri, KeyContext context) {
        requireOpen();
        Optional<KeyName> source =
                KeyName.ofUri(kekUri).filter(other -> other.region().equals(key.region()));
        if (source.isEmpty()) {
            return Optional.empty();
        }
        String text = contextText(context);
        Map<String, String> request = new LinkedHashMap<>();
        request.put("CiphertextBlob", blob(wrapped));
        request.put("DestinationKeyId", key.keyId());
        request.put("SourceEncryptionContext", text);
        request.put("DestinationEncryptionContext", text);
        Map<?, ?> answer = call("ReEncrypt", request);
        requireKeyId(answer, "KeyId", "ReEncrypt");
        requireKeyId(answer, "SourceKeyId", source.get(), "ReEncrypt");
        return Optional.of(wrapped(answer, "ReEncrypt"));
    }

    @Override
    public void probe() {
        requireOpen();
        Map<?, ?> found = Json.object(call("DescribeKey", Map.of("KeyId", key.keyId())), "KeyMetadata");
        requireKeyId(found, "KeyId", "DescribeKey");
        if (!"Enabled".equals(found.get("KeyState"))) {
            throw new KeyRefused("the key " + key + " is not enabled");
        }
        if (!"ENCRYPT_DECRYPT".equals(found.get("KeyUsage"))) {
            throw new Misconfigured("the key " + key + " is not for ENCRYPT_DECRYPT: the KEK must be a symmetric key");
        }
    }

    private Map<?, ?> call(String action, Map<String, String> request) {
        return api.call(action, request);
    }

    private static Map<String, String> request(AnswerKey to, KeyContext context) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("EncryptionContext", contextText(context));
        request.put("EncryptionPublicKey", to.publicKey());
        request.put("EncryptionAlgorithm", to.algorithm().apiName());
        return request;
    }

    private static String contextText(KeyContext context) {
        context.canonical(); // refuses what is no text, which UTF-8 would make another text of
        String text = Json.written(context.entries().entrySet());
        if (text.length() > MOST_CONTEXT) {
            throw new Misconfigured("the encryption context of Tencent Cloud KMS has at most " + MOST_CONTEXT
                    + " characters: choose a shorter namespace, or a shorter id for the table or group");
        }
        return text;
    }

    private void open(AnswerKey with, Map<?, ?> answer, String action, ByteBuffer into) {
        byte[] encrypted;
        try {
            encrypted = answer.get("Plaintext") instanceof String text
                    ? Base64.getDecoder().decode(text)
                    : new byte[0];
        } catch (IllegalArgumentException noBase64) {
            encrypted = new byte[0];
        }
        if (!with.open(encrypted, into)) {
            throw api.unusable(action);
        }
    }

    private Wrapped wrapped(Map<?, ?> answer, String action) {
        if (answer.get("CiphertextBlob") instanceof String blob && isBlob(blob)) {
            return new Wrapped(blob.getBytes(StandardCharsets.US_ASCII), "");
        }
        throw api.unusable(action);
    }

    private static boolean isBlob(String blob) {
        return !blob.isEmpty() && blob.length() <= MOST_WRAPPED && blob.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    private String blob(Wrapped wrapped) {
        String blob = new String(wrapped.bytes(), StandardCharsets.ISO_8859_1);
        if (!isBlob(blob)) {
            throw new NotAuthentic("this is no wrapping of Tencent Cloud KMS");
        }
        return blob;
    }

    private void requireKeyId(Map<?, ?> answer, String member, String action) {
        requireKeyId(answer, member, key, action);
    }

    private void requireKeyId(Map<?, ?> answer, String member, KeyName expected, String action) {
        if (!(answer.get(member) instanceof String keyId)) {
            throw api.unusable(action);
        }
        if (!keyId.equals(expected.keyId())) {
            throw new NotAuthentic("Tencent Cloud KMS answered " + action + " for another key than " + expected);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this KMS is closed");
        }
    }
}

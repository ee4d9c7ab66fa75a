package dev.rowseal.kms.aws;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.aws.client.TemporaryCredentials;
import dev.rowseal.kms.aws.client.Wire;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/**
 * One key of AWS KMS. A wrapping is a {@code CiphertextBlob}, and its version the id of the key material that made it, as
 * far as KMS told it. The encryption context is {@link Kms.KeyContext#entries()}. The key is named in every call, and an
 * answer that names another is refused.
 */
final class AwsKms implements Kms {

    /** The longest CiphertextBlob of the API. */
    private static final int MOST_WRAPPED = 6144;

    private final KeyArn key;
    private final KmsClient client;
    private final TemporaryCredentials identity;
    private final Wire wire;
    private final Limits limits;
    private volatile boolean closed;

    AwsKms(KeyArn key, KmsClient client, TemporaryCredentials identity, Wire wire, Limits limits) {
        this.key = key;
        this.client = client;
        this.identity = identity;
        this.wire = wire;
        this.limits = limits;
    }

    @Override
    public Wrapped wrap(ByteBuffer dek, KeyContext context) {
        requireOpen();
        Kms.requireKey(dek);
        Map<String, String> entries = entries(context);
        Operation operation = new Operation(key, limits);
        // Encrypt does not tell its material. What is asked before can only be older than what is used after: a
        // wrapping
        // is then wrapped anew once too often, never once too seldom.
        String material = text(describe(operation).currentKeyMaterialId());
        try (Passage passage = Passage.out(dek)) {
            Wrapped wrapped = operation.call("Encrypt", within -> {
                EncryptResponse answer = client.encrypt(request -> request.keyId(key.text())
                        .plaintext(SdkBytes.fromByteArrayUnsafe(new byte[KEY_BYTES]))
                        .encryptionContext(entries)
                        .overrideConfiguration(passage.accompanying(within)));
                requireKeyId(answer.keyId());
                return new Wrapped(blob(answer.ciphertextBlob()), material);
            });
            dek.position(dek.limit());
            return wrapped;
        }
    }

    @Override
    public Wrapped generate(KeyContext context, ByteBuffer into) {
        requireOpen();
        Kms.requireRoom(into);
        Map<String, String> entries = entries(context);
        try (Passage passage = Passage.in()) {
            return new Operation(key, limits).call("GenerateDataKey", within -> {
                GenerateDataKeyResponse answer = client.generateDataKey(request -> request.keyId(key.text())
                        .keySpec(DataKeySpec.AES_256)
                        .encryptionContext(entries)
                        .overrideConfiguration(passage.accompanying(within)));
                requireKeyId(answer.keyId());
                Wrapped wrapped = new Wrapped(blob(answer.ciphertextBlob()), text(answer.keyMaterialId()));
                passage.moveTo(into);
                return wrapped;
            });
        }
    }

    @Override
    public void unwrap(Wrapped wrapped, KeyContext context, ByteBuffer into) {
        requireOpen();
        Kms.requireRoom(into);
        SdkBytes blob = blob(wrapped);
        Map<String, String> entries = entries(context);
        try (Passage passage = Passage.in()) {
            new Operation(key, limits).call("Decrypt", within -> {
                DecryptResponse answer = client.decrypt(request -> request.keyId(key.text())
                        .encryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                        .ciphertextBlob(blob)
                        .encryptionContext(entries)
                        .overrideConfiguration(passage.accompanying(within)));
                requireKeyId(answer.keyId());
                passage.moveTo(into);
                return into;
            });
        }
    }

    @Override
    public Optional<Wrapped> reEncrypt(Wrapped wrapped, String kekUri, KeyContext context) {
        requireOpen();
        Optional<KeyArn> source = KeyArn.ofUri(kekUri).filter(key::isBeside);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        SdkBytes blob = blob(wrapped);
        Map<String, String> entries = entries(context);
        return Optional.of(new Operation(key, limits).call("ReEncrypt", within -> {
            ReEncryptResponse answer =
                    client.reEncrypt(request -> request.sourceKeyId(source.get().text())
                            .destinationKeyId(key.text())
                            .sourceEncryptionContext(entries)
                            .destinationEncryptionContext(entries)
                            .ciphertextBlob(blob)
                            .overrideConfiguration(within));
            requireKeyId(answer.keyId());
            if (!source.get().isAnsweredBy(text(answer.sourceKeyId()))) {
                throw new NotAuthentic("AWS KMS re-encrypted from another key than " + source.get());
            }
            return new Wrapped(blob(answer.ciphertextBlob()), text(answer.destinationKeyMaterialId()));
        }));
    }

    @Override
    public Material material(Wrapped wrapped) {
        requireOpen();
        if (wrapped.kekVersion().isEmpty()) {
            return Material.UNTOLD;
        }
        String current = text(describe(new Operation(key, limits)).currentKeyMaterialId());
        return current.isEmpty()
                ? Material.UNTOLD
                : current.equals(wrapped.kekVersion()) ? Material.NEWEST : Material.OLDER;
    }

    @Override
    public void probe() {
        requireOpen();
        KeyMetadata found = describe(new Operation(key, limits));
        if (found.keyState() != KeyState.ENABLED) {
            throw new KeyRefused(key + " is not enabled");
        }
        if (found.keyUsage() != KeyUsageType.ENCRYPT_DECRYPT) {
            throw new Misconfigured(key + " is not for ENCRYPT_DECRYPT: the KEK must be a symmetric encryption key");
        }
    }

    private KeyMetadata describe(Operation operation) {
        return operation.call("DescribeKey", within -> {
            KeyMetadata found = client.describeKey(
                            request -> request.keyId(key.text()).overrideConfiguration(within))
                    .keyMetadata();
            requireKeyId(found == null ? null : found.arn());
            return found;
        });
    }

    private static Map<String, String> entries(KeyContext context) {
        context.canonical(); // refuses what is no text, which JSON would carry as another text
        return context.entries();
    }

    private void requireKeyId(@Nullable String keyId) {
        if (keyId == null) {
            throw unusable();
        }
        if (!key.isAnsweredBy(keyId)) {
            throw new NotAuthentic("AWS KMS answered for another key than " + key);
        }
    }

    private SdkBytes blob(Wrapped wrapped) {
        if (wrapped.bytes().length == 0 || wrapped.bytes().length > MOST_WRAPPED) {
            throw new NotAuthentic("no wrapping of AWS KMS has this length");
        }
        return SdkBytes.fromByteArrayUnsafe(wrapped.bytes());
    }

    private byte[] blob(@Nullable SdkBytes blob) {
        if (blob == null || blob.asByteArrayUnsafe().length == 0 || blob.asByteArrayUnsafe().length > MOST_WRAPPED) {
            throw unusable();
        }
        return blob.asByteArray();
    }

    private KeyUnavailable unusable() {
        return new KeyUnavailable("AWS KMS in " + key.region() + " answered in another form than its API has");
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            client.close();
            identity.close();
            wire.close(); // it was given to the client, which therefore leaves it open
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this KMS is closed");
        }
    }
}

package dev.rowseal.kms.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A KMS key of the loopback service: its state, its material, and ciphertexts that nobody else can read or make. */
final class ServiceKey {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID = 16;
    private static final int NONCE = 12;

    /** Material of a key, under its id. */
    record Material(String id, SecretKeySpec key) {}

    final List<Material> material = new CopyOnWriteArrayList<>();
    volatile String state = "Enabled";
    volatile String usage = "ENCRYPT_DECRYPT";

    ServiceKey() {
        rotate();
    }

    void rotate() {
        String id = UUID.randomUUID().toString().replace("-", "")
                + UUID.randomUUID().toString().replace("-", "");
        material.add(new Material(id, new SecretKeySpec(random(32), "AES")));
    }

    Material newest() {
        return material.get(material.size() - 1);
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    byte[] encrypt(byte[] plaintext, Map<String, String> context) {
        Material with = newest();
        byte[] id = Arrays.copyOf(with.id().getBytes(UTF_8), ID);
        byte[] nonce = random(NONCE);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, with, id, nonce, plaintext, context);
        byte[] out = Objects.requireNonNull(sealed);
        return ByteBuffer.allocate(ID + NONCE + out.length)
                .put(id)
                .put(nonce)
                .put(out)
                .array();
    }

    /** Whether the ciphertext says that it is of this key, as the service's own metadata in it do. */
    boolean made(byte[] blob) {
        return blob.length >= ID && material.stream().anyMatch(one -> isOf(one, blob));
    }

    private static boolean isOf(Material one, byte[] blob) {
        return Arrays.equals(one.id().getBytes(UTF_8), 0, ID, blob, 0, ID);
    }

    Material madeBy(byte[] blob) {
        return material.stream().filter(one -> isOf(one, blob)).findFirst().orElseThrow();
    }

    /** The plaintext; null when it is not authentic. */
    byte @Nullable [] decrypt(byte[] blob, Map<String, String> context) {
        if (!made(blob) || blob.length < ID + NONCE + 16) {
            return null;
        }
        byte[] id = Arrays.copyOf(blob, ID);
        byte[] nonce = Arrays.copyOfRange(blob, ID, ID + NONCE);
        return crypt(
                Cipher.DECRYPT_MODE,
                madeBy(blob),
                id,
                nonce,
                Arrays.copyOfRange(blob, ID + NONCE, blob.length),
                context);
    }

    private static byte @Nullable [] crypt(
            int mode, Material with, byte[] id, byte[] nonce, byte[] text, Map<String, String> context) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, with.key(), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(id);
            new TreeMap<>(context).forEach((name, value) -> {
                for (String part : List.of(name, value)) {
                    byte[] utf8 = part.getBytes(UTF_8);
                    cipher.updateAAD(ByteBuffer.allocate(4).putInt(utf8.length).array());
                    cipher.updateAAD(utf8);
                }
            });
            return cipher.doFinal(text);
        } catch (GeneralSecurityException altered) {
            return null;
        }
    }
}

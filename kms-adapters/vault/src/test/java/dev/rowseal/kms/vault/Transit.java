package dev.rowseal.kms.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rowseal.kms.vault.LoopbackVault.Reply;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The Transit engine: which call takes which parameter, and what it ignores, is as Vault has it. */
final class Transit {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Key> keys = new HashMap<>();
    volatile boolean knowsAssociatedData = true;

    static final class Key {
        final NavigableMap<Integer, byte[]> versions = new TreeMap<>();
        final String type;
        final boolean derived;
        boolean convergent;
        boolean exportable;
        boolean backup;
        int least = 1;

        Key(String type, boolean derived) {
            this.type = type;
            this.derived = derived;
            rotate();
        }

        void rotate() {
            byte[] material = new byte[32];
            RANDOM.nextBytes(material);
            versions.put(versions.size() + 1, material);
        }
    }

    synchronized Key create(String name, String type, boolean derived) {
        Key key = new Key(type, derived);
        keys.put(name, key);
        return key;
    }

    synchronized void delete(String name) {
        keys.remove(name);
    }

    synchronized void rotate(String name) {
        java.util.Objects.requireNonNull(keys.get(name)).rotate();
    }

    synchronized void least(String name, int version) {
        java.util.Objects.requireNonNull(keys.get(name)).least = version;
    }

    synchronized Reply reply(String method, String path, JsonNode body) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String operation = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        Key key = keys.get(name);
        if (method.equals("GET") && operation.equals("keys")) {
            return key == null ? Reply.error(404) : described(name, key);
        }
        Set<String> known = new HashSet<>(
                switch (operation) {
                    case "encrypt" -> Set.of("plaintext", "context", "associated_data");
                    case "decrypt" -> Set.of("ciphertext", "context", "associated_data");
                    case "rewrap" -> Set.of("ciphertext", "context");
                    case "datakey/plaintext" -> Set.of("context");
                    default -> Set.of();
                });
        body.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw new AssertionError(operation + " takes no " + field + ", and Vault would pass over it");
            }
        });
        if (!method.equals("POST") || known.isEmpty()) {
            return Reply.error(404);
        }
        if (key == null) {
            return Reply.error(400, "encryption key not found");
        }
        try {
            return answered(operation, key, body);
        } catch (AEADBadTagException wrong) {
            return Reply.error(400, "cipher: message authentication failed");
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (UserError refused) {
            return Reply.error(400, String.valueOf(refused.getMessage()));
        }
    }

    private static final class UserError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UserError(String message) {
            super(message);
        }
    }

    private static Reply described(String name, Key key) {
        Map<String, Object> versions = new TreeMap<>();
        key.versions.keySet().forEach(version -> versions.put(version.toString(), 1_700_000_000 + version));
        Map<String, Object> data = new HashMap<>(Map.of(
                "name",
                name,
                "type",
                key.type,
                "derived",
                key.derived,
                "latest_version",
                key.versions.lastKey(),
                "min_decryption_version",
                key.least,
                "min_encryption_version",
                0,
                "exportable",
                key.exportable,
                "allow_plaintext_backup",
                key.backup,
                "keys",
                versions));
        if (key.derived) {
            data.put("kdf", "hkdf_sha256");
            data.put("convergent_encryption", key.convergent);
        }
        return new Reply(200, Map.of("request_id", "a-b-c", "lease_id", "", "data", data, "wrap_info", "null"));
    }

    private Reply answered(String operation, Key key, JsonNode body) throws GeneralSecurityException {
        byte[] context = decoded(body, "context");
        // Vault binds the text of the parameter, as it came.
        String text = LoopbackVault.parameter(body, "associated_data");
        byte[] associated = knowsAssociatedData && text != null ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
        int newest = key.versions.lastKey();
        return switch (operation) {
            case "encrypt" -> {
                String wrapped = sealed(key, newest, context, required(body, "plaintext"), associated);
                yield data(Map.of("ciphertext", wrapped, "key_version", newest));
            }
            case "decrypt" ->
                data(Map.of("plaintext", encoded(opened(key, context, text(body, "ciphertext"), associated))));
            case "rewrap" -> {
                byte[] plaintext = opened(key, context, text(body, "ciphertext"), new byte[0]);
                String wrapped = sealed(key, newest, context, plaintext, new byte[0]);
                yield data(Map.of("ciphertext", wrapped, "key_version", newest));
            }
            default -> {
                byte[] made = new byte[32];
                RANDOM.nextBytes(made);
                yield data(Map.of(
                        "ciphertext",
                        sealed(key, newest, context, made, new byte[0]),
                        "plaintext",
                        encoded(made),
                        "key_version",
                        newest));
            }
        };
    }

    private static Reply data(Map<String, Object> data) {
        return new Reply(200, Map.of("request_id", "a-b-c", "lease_duration", 0, "renewable", false, "data", data));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String text(JsonNode body, String name) {
        String text = LoopbackVault.parameter(body, name);
        if (text == null) {
            throw new UserError("missing " + name + " to process");
        }
        return text;
    }

    private static byte[] required(JsonNode body, String name) {
        return lenient(text(body, name));
    }

    private static byte @Nullable [] decoded(JsonNode body, String name) {
        String text = LoopbackVault.parameter(body, name);
        return text == null || text.isEmpty() ? null : lenient(text);
    }

    /** As Go's decoder, which passes over line ends and stray bits. */
    private static byte[] lenient(String text) {
        try {
            return Base64.getDecoder().decode(text.replaceAll("[\r\n]", ""));
        } catch (IllegalArgumentException malformed) {
            throw new UserError("invalid ciphertext: could not decode base64");
        }
    }

    private static SecretKeySpec key(Key key, int version, byte @Nullable [] context) throws GeneralSecurityException {
        byte[] material = java.util.Objects.requireNonNull(key.versions.get(version));
        if (!key.derived) {
            return new SecretKeySpec(material, "AES"); // whatever the context
        }
        if (context == null) {
            throw new UserError("missing 'context' for key derivation; the key was created using a derived key");
        }
        Mac kdf = Mac.getInstance("HmacSHA256");
        kdf.init(new SecretKeySpec(material, "HmacSHA256"));
        return new SecretKeySpec(kdf.doFinal(context), "AES");
    }

    private static String sealed(Key key, int version, byte @Nullable [] context, byte[] plaintext, byte[] associated)
            throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        RANDOM.nextBytes(nonce);
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(Cipher.ENCRYPT_MODE, key(key, version, context), new GCMParameterSpec(128, nonce));
        gcm.updateAAD(associated);
        byte[] sealed = gcm.doFinal(plaintext);
        byte[] all = Arrays.copyOf(nonce, 12 + sealed.length);
        System.arraycopy(sealed, 0, all, 12, sealed.length);
        return "vault:v" + version + ":" + encoded(all);
    }

    private static byte[] opened(Key key, byte @Nullable [] context, String text, byte[] associated)
            throws GeneralSecurityException {
        if (!text.startsWith("vault:v")) {
            throw new UserError("invalid ciphertext: no prefix");
        }
        String[] parts = text.substring(7).split(":", 2);
        if (parts.length != 2 || !parts[0].matches("[0-9]{1,9}")) {
            throw new UserError("invalid ciphertext: wrong number of fields");
        }
        int version = Math.max(1, Integer.parseInt(parts[0])); // 0 is 1, for the oldest ones
        if (version > key.versions.lastKey()) {
            throw new UserError("invalid ciphertext: version is too new");
        }
        if (version < key.least) {
            throw new UserError("ciphertext or signature version is disallowed by policy (too old)");
        }
        byte[] all = lenient(parts[1]);
        if (all.length < 28) {
            throw new UserError("invalid ciphertext length");
        }
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(Cipher.DECRYPT_MODE, key(key, version, context), new GCMParameterSpec(128, all, 0, 12));
        gcm.updateAAD(associated);
        return gcm.doFinal(all, 12, all.length - 12);
    }
}

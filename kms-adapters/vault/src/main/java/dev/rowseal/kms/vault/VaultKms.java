package dev.rowseal.kms.vault;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.Kms;
import dev.rowseal.tls.KeyedRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Wraps with a key of Vault's Transit engine. A wrapping is Vault's own text, {@code vault:v<version>:<base64>}, in ASCII.
 * The context is the key-derivation context where the key is derived, and associated data where it is not; Vault ignores
 * either where it does not belong, so that the key is asked which it takes before anything is wrapped.
 */
final class VaultKms implements Kms {

    private static final byte[] NOTHING = new byte[0];

    /** The text of 32 zeros, in whose place a key is sent. */
    private static final byte[] OF_ZEROS = Base64.getEncoder().encode(new byte[KEY_BYTES]);

    private static final int BEFORE_PLAINTEXT = "{\"plaintext\":\"".length();

    private final String kekUri;
    private final VaultUri uri;
    private final Client client;
    private final Limits limits;
    private volatile @Nullable TransitKey described;
    private volatile boolean bindingProved;
    private volatile boolean closed;

    VaultKms(String kekUri, VaultUri uri, Client client, Limits limits) {
        this.kekUri = kekUri;
        this.uri = uri;
        this.client = client;
        this.limits = limits;
    }

    @Override
    public Wrapped wrap(ByteBuffer dek, KeyContext context) {
        requireOpen();
        Kms.requireKey(dek);
        Budget budget = client.budget(limits);
        TransitKey key = describe(budget);
        key.requireKept(uri.key());
        requireBinding(key, budget);
        byte[] body = Json.object("plaintext", OF_ZEROS, key.contextName(), encoded(context));
        try (Answer answer = call("encrypt", KeyedRequest.with(body, BEFORE_PLAINTEXT, dek), budget)) {
            Wrapped wrapped = wrapped(answer);
            dek.position(dek.limit());
            return wrapped;
        }
    }

    @Override
    public void unwrap(Wrapped wrapped, KeyContext context, ByteBuffer into) {
        requireOpen();
        Kms.requireRoom(into);
        requireOurs(wrapped);
        Budget budget = client.budget(limits);
        TransitKey key = known(budget);
        byte[] body = Json.object("ciphertext", wrapped.bytes(), key.contextName(), encoded(context));
        try (Answer answer = call("decrypt", body, budget)) {
            put(answer, into);
        }
    }

    /** By Vault where the key is derived: its data keys take no associated data. */
    @Override
    public Wrapped generate(KeyContext context, ByteBuffer into) {
        requireOpen();
        Kms.requireRoom(into);
        Budget budget = client.budget(limits);
        TransitKey key = describe(budget);
        key.requireKept(uri.key());
        if (!key.derived()) {
            return Kms.super.generate(context, into);
        }
        byte[] body = Json.object("context", encoded(context));
        try (Answer answer = call("datakey/plaintext", body, budget)) {
            Wrapped wrapped = wrapped(answer);
            put(answer, into);
            return wrapped;
        }
    }

    @Override
    public Material material(Wrapped wrapped) {
        requireOpen();
        Optional<Long> version = TransitKey.version(wrapped.bytes());
        if (version.isEmpty()) {
            return Material.UNTOLD;
        }
        long newest = describe(client.budget(limits)).newest();
        return version.get() == newest ? Material.NEWEST : version.get() < newest ? Material.OLDER : Material.UNTOLD;
    }

    /** Where the key is derived: Vault's rewrap takes no associated data. */
    @Override
    public Optional<Wrapped> reEncrypt(Wrapped wrapped, String from, KeyContext context) {
        requireOpen();
        if (!from.equals(kekUri)) {
            return Optional.empty();
        }
        Budget budget = client.budget(limits);
        TransitKey key = known(budget);
        key.requireKept(uri.key());
        if (!key.derived()) {
            return Optional.empty();
        }
        requireOurs(wrapped);
        byte[] body = Json.object("ciphertext", wrapped.bytes(), "context", encoded(context));
        try (Answer answer = call("rewrap", body, budget)) {
            return Optional.of(wrapped(answer));
        }
    }

    /** Reads the key's description. */
    @Override
    public void probe() {
        requireOpen();
        describe(client.budget(limits));
    }

    /**
     * Versions of Vault that do not know associated data pass over it, as over any parameter that they do not know. So a
     * wrapping of nothing is opened without it once, which must fail.
     */
    private void requireBinding(TransitKey key, Budget budget) {
        if (key.derived() || bindingProved) {
            return;
        }
        byte[] body = Json.object("plaintext", OF_ZEROS, key.contextName(), OF_ZEROS);
        try (Answer answer = call("encrypt", body, budget);
                Answer opened = call(
                        "decrypt", Json.object("ciphertext", wrapped(answer).bytes()), budget)) {
            throw new Misconfigured(client.where() + " opened a wrapping without its associated data (status "
                    + opened.status() + "), so it does not bind contexts; use a derived key, or a newer Vault");
        } catch (NotAuthentic bound) {
            bindingProved = true;
        }
    }

    private TransitKey known(Budget budget) {
        TransitKey key = described;
        return key != null ? key : describe(budget);
    }

    private TransitKey describe(Budget budget) {
        try (Answer answer =
                client.call("GET", uri.mount() + "/keys/" + uri.key(), KeyedRequest.without(NOTHING), budget)) {
            if (answer.status() != 200) {
                throw new KeyRefused(client.where() + " has no key " + uri.key() + " at " + uri.mount());
            }
            TransitKey key = TransitKey.of(answer.json(), uri.key());
            described = key;
            return key;
        } catch (IOException malformed) {
            throw garbage(malformed);
        }
    }

    private Answer call(String operation, byte[] body, Budget budget) {
        return call(operation, KeyedRequest.without(body), budget);
    }

    private Answer call(String operation, KeyedRequest body, Budget budget) {
        Answer answer = client.call("POST", uri.mount() + "/" + operation + "/" + uri.key(), body, budget);
        if (answer.status() == 200) {
            return answer;
        }
        try (answer) {
            throw refusal(answer.json().text("errors.0"));
        } catch (IOException malformed) {
            throw garbage(malformed);
        }
    }

    /** What Vault means by status 400. Its text is not repeated. */
    private RowsealFailure refusal(String error) {
        if (error.contains("message authentication failed") || error.startsWith("invalid ciphertext")) {
            return notAuthentic();
        }
        if (error.contains("too old")) {
            return new KeyRefused("the wrapping is of a version of the Vault key " + uri.key()
                    + " below its min_decryption_version; lower that, and rewrap before raising it");
        }
        if (error.contains("not found") || error.contains("deleted")) {
            described = null;
            return new KeyRefused(client.where() + " has no key " + uri.key() + " at " + uri.mount());
        }
        return new Misconfigured(client.where() + " cannot use the key " + uri.key() + " so: look at its type and at"
                + " Vault's audit log");
    }

    private Wrapped wrapped(Answer answer) {
        try {
            byte[] text = answer.json().string("data.ciphertext");
            if (text != null) {
                Optional<Long> version = TransitKey.version(text);
                if (version.isPresent()) {
                    return new Wrapped(text, version.get().toString());
                }
            }
            throw new IOException("a success without a ciphertext");
        } catch (IOException malformed) {
            throw garbage(malformed);
        }
    }

    /** Lifts the key out of the answer: from its bytes into an array, into the caller's buffer. */
    private void put(Answer answer, ByteBuffer into) {
        byte[] encoded = NOTHING;
        byte[] key = NOTHING;
        try {
            byte[] text = answer.json().string("data.plaintext");
            encoded = text != null ? text : NOTHING;
            key = new byte[encoded.length];
            if (Base64.getDecoder().decode(encoded, key) != KEY_BYTES) {
                throw new IOException("a success without a key of " + KEY_BYTES + " bytes");
            }
            // Byte by byte: what moves more at once passes through registers, which the JVM may save on a stack.
            for (int i = 0; i < KEY_BYTES; i++) {
                into.put(key[i]);
            }
        } catch (IOException | IllegalArgumentException malformed) {
            throw garbage(new IOException("a success whose key is missing, or of another size"));
        } finally {
            wipe(encoded, key);
        }
    }

    private KeyUnavailable garbage(IOException malformed) {
        return new KeyUnavailable(client.where() + " gave an answer that is not Vault's", malformed);
    }

    private static byte[] encoded(KeyContext context) {
        return Base64.getEncoder().encode(context.canonical());
    }

    private void requireOurs(Wrapped wrapped) {
        if (TransitKey.version(wrapped.bytes()).isEmpty()) {
            throw notAuthentic();
        }
    }

    private NotAuthentic notAuthentic() {
        return new NotAuthentic("the wrapping was not made by the Vault key " + uri.key()
                + " for this key, or was altered; was the Vault key deleted and made anew?");
    }

    private static void wipe(byte[]... arrays) {
        for (byte[] array : arrays) {
            Arrays.fill(array, (byte) 0);
        }
    }

    /** Forgets and overwrites the token. */
    @Override
    public void close() {
        closed = true;
        client.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this KMS is closed");
        }
    }
}

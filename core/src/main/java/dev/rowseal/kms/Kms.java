package dev.rowseal.kms;

import dev.rowseal.fields.Fields;
import dev.rowseal.memory.Incoming;
import dev.rowseal.memory.Secret;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One key-encryption key (KEK) in a key management service. Safe for use by many threads. The caller closes it; every
 * method throws {@link IllegalStateException} after that.
 *
 * <p>Key bytes travel in buffers that belong to the caller, who wipes them. An implementation overwrites every copy it
 * makes on the way before it returns, also when it fails, and never turns key bytes into a {@code String}.
 *
 * <p>Every method fails with one of these, whose messages and causes hold no key byte and no wrapping:
 * {@link dev.rowseal.failure.NotAuthentic} when the wrapping is not the KEK's, is altered, or belongs to another
 * context; {@link dev.rowseal.failure.KeyRefused} when access is denied or the KEK is disabled or unknown;
 * {@link dev.rowseal.failure.KeyUnavailable} when the same call may succeed later;
 * {@link dev.rowseal.failure.Misconfigured} when the set-up is wrong.
 */
public interface Kms extends AutoCloseable {

    /** The size of a data key in bytes. */
    int KEY_BYTES = 32;

    /**
     * Wraps a data key.
     *
     * @param dek exactly {@link #KEY_BYTES} remaining bytes, all of which are consumed, unless this fails
     * @throws IllegalArgumentException if {@code dek} has another number of bytes remaining
     */
    Wrapped wrap(ByteBuffer dek, KeyContext context);

    /**
     * Unwraps a data key into the next {@link #KEY_BYTES} bytes of a buffer and advances its position by as many. When
     * this fails the position is where it was and no key byte is in the buffer.
     *
     * @param wrapped the wrapping, from any source, trusted or not
     * @param context the context that it was wrapped under
     * @throws IllegalArgumentException if {@code into} is read-only or has fewer than {@link #KEY_BYTES} bytes remaining
     */
    void unwrap(Wrapped wrapped, KeyContext context, ByteBuffer into);

    /**
     * Makes a new data key, puts it into a buffer as {@link #unwrap} does, and returns its wrapping. By default the key
     * comes from {@link Secret#random()}; a KMS that makes keys itself overrides this.
     */
    default Wrapped generate(KeyContext context, ByteBuffer into) {
        requireRoom(into);
        try (Secret dek = Secret.random();
                Incoming copy = new Incoming()) {
            dek.copyTo(copy.buffer());
            Wrapped wrapped = wrap(copy.buffer().flip(), context);
            dek.copyTo(into);
            return wrapped;
        }
    }

    /**
     * Whether a wrapping was made with the newest material of this KEK, as far as its bytes and the KMS tell. Says
     * nothing about whether it opens. By default the KMS tells nothing.
     */
    default Material material(Wrapped wrapped) {
        return Material.UNTOLD;
    }

    /**
     * Wraps anew, under the newest material of this KEK, what is wrapped under this KEK or another, inside the KMS: no
     * key byte comes into this process. The context stays. By default no KMS can.
     *
     * @param wrapped the wrapping, from any source, trusted or not
     * @param kekUri the KEK that it was wrapped under
     * @return the new wrapping; empty where this KMS cannot do so from that KEK, and the caller has to unwrap and wrap
     */
    default Optional<Wrapped> reEncrypt(Wrapped wrapped, String kekUri, KeyContext context) {
        return Optional.empty();
    }

    /**
     * Fails as a wrap would fail now, as far as can be told without wrapping: whether the KMS is reached, and the KEK is
     * there and enabled. Changes nothing, and no key is made or opened. By default nothing can be told, and it returns.
     */
    default void probe() {}

    @Override
    void close();

    /**
     * What a caller grants to one call of a method of {@link Kms}.
     *
     * @param timeout longest time until the call returns or fails, with all attempts and the waiting between them; from
     *     1 ms to 10 minutes
     * @param attempts most attempts, the first included; 1 to 10. Only what is {@linkplain
     *     dev.rowseal.failure.KeyUnavailable unavailable} is tried again, and never sooner than the KMS asks for
     */
    record Limits(Duration timeout, int attempts) {

        /** Ten seconds, three attempts. */
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), 3);

        /** Throws {@link IllegalArgumentException} for what is out of range. */
        public Limits {
            if (timeout.compareTo(Duration.ofMillis(1)) < 0
                    || timeout.compareTo(Duration.ofMinutes(10)) > 0
                    || attempts < 1
                    || attempts > 10) {
                throw new IllegalArgumentException("a call of a KMS takes 1 ms to 10 minutes and 1 to 10 attempts");
            }
        }
    }

    /** How the material that made a wrapping stands to the KEK's newest. */
    enum Material {
        /** The newest. */
        NEWEST,
        /** Older: a rewrap would change it. */
        OLDER,
        /** The KMS does not tell. */
        UNTOLD
    }

    /** Throws {@link IllegalArgumentException} unless a data key fits into the buffer. */
    static void requireRoom(ByteBuffer into) {
        if (into.isReadOnly() || into.remaining() < KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a data key needs a writable buffer with room for " + KEY_BYTES + " bytes");
        }
    }

    /** Throws {@link IllegalArgumentException} unless exactly one data key remains in the buffer. */
    static void requireKey(ByteBuffer dek) {
        if (dek.remaining() != KEY_BYTES) {
            throw new IllegalArgumentException("a data key has " + KEY_BYTES + " bytes, not " + dek.remaining());
        }
    }

    /**
     * A wrapped data key.
     *
     * @param bytes opaque to all but the KMS; not copied and not to be changed
     * @param kekVersion the version of the KEK's material, as far as the KMS tells; empty where it tells none
     */
    record Wrapped(byte[] bytes, String kekVersion) {

        @Override
        public String toString() {
            return "Wrapped[kekVersion=" + kekVersion + "]";
        }
    }

    /**
     * What a data key is for. It is bound to the wrapping as the KMS's encryption context or associated data, and it
     * lands in the KMS's audit log: never a row id, never a value.
     *
     * @param namespace the policy's namespace
     * @param owner a table's stable id or a lookup group's name
     * @param keyId 1 to 2³²−1
     * @param purpose {@code data} or {@code index}
     */
    record KeyContext(String namespace, String owner, long keyId, String purpose) {

        /** The context as names and values in their canonical order, which is that of the names. */
        public SortedMap<String, String> entries() {
            return Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
                    "rowseal-namespace", namespace,
                    "rowseal-owner", owner,
                    "rowseal-key-id", Long.toString(keyId),
                    "rowseal-purpose", purpose)));
        }

        /**
         * The context as bytes, for a KMS that takes associated data: for each of {@link #entries()} its name and its
         * value in UTF-8, each after its length as a big-endian u16. Two contexts that differ have different bytes.
         *
         * @throws IllegalArgumentException if a part is longer than 65535 bytes or no well-formed text
         */
        public byte[] canonical() {
            Fields fields = new Fields();
            entries().forEach((name, value) -> fields.text(name).text(value));
            return fields.bytes();
        }
    }
}

package dev.rowseal.memory;

import dev.rowseal.pool.Pool;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Exactly 32 secret bytes outside the Java heap, with the HMAC-SHA-256 states that they give, and what may be computed
 * from them. Whoever has a {@code Secret} closes it; {@link #close} overwrites the bytes and the states.
 *
 * <p>Safe for use by many threads. A use that races {@code close} either ends as if it had come first or throws
 * {@link IllegalStateException}; it never computes with overwritten bytes. For that, {@code close} first marks the
 * secret as closed and then overwrites it, and a use first copies what it needs into memory of its own and then looks at
 * the mark, with fences that keep both in that order. This costs one load; the leases above still make sure that the
 * race does not happen.
 *
 * <p>There is no {@code equals}, {@code hashCode} or {@code toString} of the bytes.
 */
public final class Secret implements AutoCloseable {

    /** Length in bytes. */
    public static final int LENGTH = 32;

    /** The most bytes that {@link #expand} gives: 255 blocks (RFC 5869 §2.3). */
    public static final int MOST_EXPANDED = 255 * Sha256.DIGEST;

    private static final int INNER = LENGTH;
    private static final int OUTER = INNER + Sha256.DIGEST;
    private static final int SIZE = OUTER + Sha256.DIGEST;

    // Nothing is written to a secret's memory after it is ready, so that a use which comes after close cannot spoil the
    // secret that has the memory next; what it reads there it drops, since the mark is set before the memory is given.
    private static final Slots SLOTS = new Slots(SIZE);
    private static final Pool<Sha256> HASHES = new Pool<>(64);
    private static final AtomicInteger OPEN = new AtomicInteger();
    private static final VarHandle CLOSED;

    static {
        try {
            CLOSED = MethodHandles.lookup().findVarHandle(Secret.class, "closed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ByteBuffer memory = SLOTS.take();

    @SuppressWarnings("UnusedVariable") // by CLOSED
    private volatile boolean closed;

    private Secret() {}

    /**
     * Moves 32 bytes off-heap: they are copied, and the source, heap or direct, is overwritten with zeros, also when
     * this throws. The source's position is left at its limit.
     *
     * @throws IllegalArgumentException when not exactly 32 bytes remain, or the source is read-only
     */
    public static Secret take(ByteBuffer bytes) {
        if (bytes.isReadOnly()) {
            throw new IllegalArgumentException(
                    "the source of a secret must be writable, so that it can be overwritten");
        }
        int start = bytes.position();
        int count = bytes.remaining();
        try {
            if (count != LENGTH) {
                throw new IllegalArgumentException("a secret has " + LENGTH + " bytes, not " + count);
            }
            return new Secret().filled(memory -> copyKey(bytes, start, memory, 0));
        } finally {
            for (int i = 0; i < count; i++) {
                bytes.put(start + i, (byte) 0);
            }
            bytes.position(bytes.limit());
        }
    }

    /**
     * A new secret from the system's random generator. Where that is a file ({@code random(4)}) its bytes are never on
     * the heap; elsewhere they are the platform's {@link java.security.SecureRandom}'s, and their transient copy there is
     * overwritten.
     */
    public static Secret random() {
        try (Incoming incoming = new Incoming()) {
            SystemRandom.fill(incoming.buffer());
            return incoming.secret();
        }
    }

    /** How many secrets of this process are not closed; for leak checks in tests. */
    public static int open() {
        return OPEN.get();
    }

    /**
     * Writes the 32 bytes at the buffer's position and advances it. The copy is the caller's to overwrite; give a direct
     * buffer to keep it off the heap.
     *
     * @throws IllegalStateException after close
     * @throws java.nio.BufferOverflowException when there is no room
     */
    public void copyTo(ByteBuffer into) {
        int at = into.position();
        if (into.remaining() < LENGTH) {
            throw new java.nio.BufferOverflowException();
        }
        copyKey(memory, 0, into, at);
        if (isClosed()) {
            for (int i = 0; i < LENGTH; i++) {
                into.put(at + i, (byte) 0);
            }
            throw closedAlready();
        }
        into.position(at + LENGTH);
    }

    /**
     * HMAC-SHA-256 (RFC 2104) of a message under this secret.
     *
     * @param out32 receives the 32 bytes
     * @throws IllegalStateException after close
     */
    public void hmac(byte[] message, byte[] out32) {
        if (out32.length != Sha256.DIGEST) {
            throw new IllegalArgumentException("HMAC-SHA-256 gives " + Sha256.DIGEST + " bytes, not " + out32.length);
        }
        Sha256 hash = begin();
        try {
            hash.absorb(message, 0, message.length);
            hash.finishHmac();
            hash.digest(out32, 0, Sha256.DIGEST);
        } finally {
            end(hash);
        }
    }

    /**
     * HKDF-Expand with SHA-256 (RFC 5869 §2.3), this secret being the pseudorandom key.
     *
     * @param length 1 to {@link #MOST_EXPANDED} bytes
     * @throws IllegalStateException after close
     */
    public byte[] expand(byte[] info, int length) {
        if (length < 1 || length > MOST_EXPANDED) {
            throw new IllegalArgumentException("HKDF gives 1 to " + MOST_EXPANDED + " bytes, not " + length);
        }
        byte[] out = new byte[length];
        Sha256 hash = begin();
        try {
            int done = 0;
            for (int block = 1; done < length; block++) {
                if (block > 1) {
                    resume(hash);
                    hash.absorbKept();
                }
                expandBlock(hash, info, block);
                int step = Math.min(Sha256.DIGEST, length - done);
                hash.digest(out, done, step);
                done += step;
                if (done < length) {
                    hash.keepDigest();
                }
            }
            return out;
        } catch (RuntimeException | Error e) {
            Arrays.fill(out, (byte) 0);
            throw e;
        } finally {
            end(hash);
        }
    }

    /**
     * The first 32 bytes of HKDF-Expand as a secret; they are never on the heap. The caller closes it.
     *
     * @throws IllegalStateException after close
     */
    public Secret expandSecret(byte[] info) {
        return new Secret().filled(memory -> {
            Sha256 hash = begin();
            try {
                expandBlock(hash, info, 1);
                hash.digest(memory, 0);
            } finally {
                end(hash);
            }
        });
    }

    /** Ready for use; its memory goes back, overwritten, where anything keeps it from that. */
    private Secret filled(Consumer<ByteBuffer> fill) {
        boolean ready = false;
        try {
            fill.accept(memory);
            ready();
            ready = true;
            return this;
        } finally {
            if (!ready) {
                SLOTS.give(memory);
            }
        }
    }

    /** Overwrites the bytes and the states. Idempotent. */
    @Override
    public void close() {
        if (CLOSED.compareAndSet(this, false, true)) {
            // The mark is seen before any zero is: see the class comment.
            VarHandle.fullFence();
            SLOTS.give(memory);
            OPEN.decrementAndGet();
        }
    }

    /**
     * Byte by byte: what a larger step has in a register, a compiler may spill and a signal handler's frame may keep on
     * the thread's stack, where memory scans found words of keys. A byte tells nothing.
     */
    private static void copyKey(ByteBuffer from, int at, ByteBuffer to, int target) {
        for (int i = 0; i < LENGTH; i++) {
            to.put(target + i, from.get(at + i));
        }
    }

    /** The memory itself; for tests that look whether it was overwritten. */
    ByteBuffer memory() {
        return memory;
    }

    private void ready() {
        Sha256 hash = hash();
        try {
            hash.start();
            hash.absorbMaskedKey(memory, 0, (byte) 0x36);
            hash.digest(memory, INNER);
            hash.start();
            hash.absorbMaskedKey(memory, 0, (byte) 0x5c);
            hash.digest(memory, OUTER);
        } finally {
            end(hash);
        }
        OPEN.incrementAndGet();
    }

    private static void expandBlock(Sha256 hash, byte[] info, int block) {
        hash.absorb(info, 0, info.length);
        hash.absorb((byte) block);
        hash.finishHmac();
    }

    private Sha256 begin() {
        Sha256 hash = hash();
        try {
            resume(hash);
            return hash;
        } catch (RuntimeException | Error e) {
            end(hash);
            throw e;
        }
    }

    private void resume(Sha256 hash) {
        hash.loadMidStates(memory, INNER, OUTER);
        if (isClosed()) {
            throw closedAlready();
        }
        hash.resumeInner();
    }

    /** Whether it is closed, looked at after everything that was read from the memory before. */
    private boolean isClosed() {
        VarHandle.acquireFence();
        return closed;
    }

    private static IllegalStateException closedAlready() {
        return new IllegalStateException("this secret is closed");
    }

    private static Sha256 hash() {
        Sha256 hash = HASHES.take();
        return hash != null ? hash : new Sha256();
    }

    private static void end(Sha256 hash) {
        hash.wipe();
        if (!HASHES.give(hash)) {
            hash.release();
        }
    }
}

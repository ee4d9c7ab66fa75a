package dev.rowseal.memory;

import java.nio.ByteBuffer;

/**
 * Room outside the heap for the 32 bytes of a key on their way in: a KMS fills {@link #buffer}, and {@link #secret} takes
 * them over. Not thread-safe. Whoever opens it closes it; {@link #close} overwrites what is left.
 *
 * <p>A callee that writes after {@code close} (a thread of its own that nobody could stop) spoils at worst another
 * incoming key, which its commitment then refuses: no {@link Secret} ever lies in this memory.
 */
public final class Incoming implements AutoCloseable {

    private static final Slots SLOTS = new Slots(Secret.LENGTH);

    private final ByteBuffer slot = SLOTS.take();
    private final ByteBuffer buffer = slot.duplicate();
    private boolean closed;

    /** The room, empty at first; filled from its position on. Not to be used after {@link #close}. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /**
     * Moves the bytes that were written into a secret of their own, which the caller closes; the room is empty again.
     *
     * @throws IllegalArgumentException when not exactly {@link Secret#LENGTH} bytes were written
     */
    public Secret secret() {
        try {
            return Secret.take(buffer.flip());
        } finally {
            buffer.clear();
        }
    }

    /** Overwrites the bytes. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            SLOTS.give(slot);
        }
    }
}

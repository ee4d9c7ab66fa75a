package dev.rowseal.memory;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Pieces of one size outside the heap, on pages that hold nothing else and are protected as far as the system lets us
 * ({@link MemoryProtection}). Pages are never given back: their number is that of the pieces which were in use at once.
 * Safe for use by many threads; a piece is in the hands of one owner at a time.
 */
final class Slots {

    private final int size;
    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

    /** @param size of a piece in bytes; a multiple of 8, no larger than a page */
    Slots(int size) {
        if (size <= 0 || size % Long.BYTES != 0 || size > Pages.SIZE) {
            throw new IllegalArgumentException("a piece has 8 bytes or a multiple, and at most a page");
        }
        this.size = size;
    }

    /** A piece of zeros, from offset 0 to its capacity, big-endian. Its owner gives it back. */
    ByteBuffer take() {
        ByteBuffer slot = free.poll();
        return slot != null ? slot : fromNewPage();
    }

    /** Overwrites a piece with zeros and takes it back. The owner keeps no way to write to it: the next owner has it. */
    void give(ByteBuffer slot) {
        for (int i = 0; i < size; i += Long.BYTES) {
            slot.putLong(i, 0L);
        }
        free.add(slot);
    }

    private ByteBuffer fromNewPage() {
        ByteBuffer page = Pages.allocate();
        ByteBuffer first = page.slice(0, size);
        for (int at = size; at + size <= page.capacity(); at += size) {
            free.add(page.slice(at, size));
        }
        return first;
    }
}

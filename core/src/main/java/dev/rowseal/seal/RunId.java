package dev.rowseal.seal;

import dev.rowseal.fields.Fields;
import java.nio.ByteBuffer;

/** The 12 random bytes that name a run of values under one run key; as numbers, so that comparing them is two compares. */
record RunId(long high, int low) {

    static final int LENGTH = 12;

    private static final String INFO = "rowseal/1 run";

    static RunId random(long now) {
        byte[] bytes = new byte[LENGTH];
        Nonces.putRunId(bytes, 0, now);
        return at(bytes, 0);
    }

    static RunId at(byte[] bytes, int offset) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new RunId(buffer.getLong(offset), buffer.getInt(offset + Long.BYTES));
    }

    void put(byte[] into, int offset) {
        ByteBuffer.wrap(into).putLong(offset, high).putInt(offset + Long.BYTES, low);
    }

    /** What the run key is derived with. */
    byte[] info() {
        return new Fields().ascii(INFO).i64(high).u32(low).bytes();
    }

    /** Spread over a table of this size, a power of two; run ids are random, or a stranger's whose misses cost only time. */
    int slot(int size) {
        return low & (size - 1);
    }
}

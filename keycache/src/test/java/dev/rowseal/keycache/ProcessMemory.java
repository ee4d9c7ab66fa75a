package dev.rowseal.keycache;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The writable memory of a process, read through Linux's {@code /proc}. */
final class ProcessMemory {

    private static final int CHUNK = 1 << 20;
    private static final long MOST = 1L << 30;
    private static final int START = 22;

    private final long pid;

    ProcessMemory(long pid) {
        this.pid = pid;
    }

    /** The same as {@link #count}, in a file. */
    static Map<Long, Integer> countInFile(Path file, Set<Long> patterns) throws IOException {
        Map<Long, Integer> found = new HashMap<>();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            count(bytes, 0, bytes.length(), starts(patterns), patterns, found);
        }
        return found;
    }

    private static boolean[] starts(Set<Long> patterns) {
        boolean[] starts = new boolean[1 << START];
        patterns.forEach(pattern -> starts[(int) (pattern >>> (Long.SIZE - START))] = true);
        return starts;
    }

    /** How often each of these eight-byte patterns occurs at any offset; those that do not occur are left out. */
    Map<Long, Integer> count(Set<Long> patterns) throws IOException {
        Map<Long, Integer> found = new HashMap<>();
        boolean[] starts = starts(patterns);
        try (RandomAccessFile memory = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
            for (String mapping : Files.readAllLines(Path.of("/proc/" + pid + "/maps"))) {
                String[] fields = mapping.split(" ", 3);
                String[] range = fields[0].split("-", 2);
                long from = Long.parseUnsignedLong(range[0], 16);
                long to = Long.parseUnsignedLong(range[1], 16);
                // What is larger is reserved, not used: the heap of these processes is not.
                if (fields[1].startsWith("rw") && to - from <= MOST) {
                    count(memory, from, to, starts, patterns, found);
                }
            }
        }
        return found;
    }

    private static void count(
            RandomAccessFile memory,
            long from,
            long to,
            boolean[] starts,
            Set<Long> patterns,
            Map<Long, Integer> found) {
        byte[] chunk = new byte[CHUNK];
        for (long at = from; at < to; at += CHUNK - Long.BYTES + 1) {
            ByteBuffer read = ByteBuffer.wrap(chunk, 0, read(memory, at, chunk, (int) Math.min(CHUNK, to - at)));
            for (int i = 0; i + Long.BYTES <= read.limit(); i++) {
                // Most places are ruled out by their first bits, without boxing a long for each.
                if (starts[read.getInt(i) >>> (Integer.SIZE - START)] && patterns.contains(read.getLong(i))) {
                    found.merge(read.getLong(i), 1, Integer::sum);
                }
            }
        }
    }

    private static int read(RandomAccessFile memory, long at, byte[] chunk, int length) {
        try {
            memory.seek(at);
            return Math.max(0, memory.read(chunk, 0, length));
        } catch (IOException notThereAnyMore) {
            // Guard pages, and what was unmapped since the maps were read. A test looks that keys are found at all.
            return 0;
        }
    }
}

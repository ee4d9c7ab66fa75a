package dev.rowseal.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;

/** Random bytes for new keys, from the kernel into direct memory without a stop on the heap. Safe for many threads. */
final class SystemRandom {

    // Keys are made after the system's start, when this gives what getrandom(2) does.
    private static final Path SOURCE = Path.of("/dev/urandom");
    private static final SecureRandom FALLBACK = SystemGenerator.find();

    private SystemRandom() {}

    /** Fills what remains of a direct buffer. */
    static void fill(ByteBuffer direct) {
        if (!Files.exists(SOURCE) || !read(direct)) {
            byte[] bytes = new byte[direct.remaining()];
            FALLBACK.nextBytes(bytes);
            direct.put(bytes);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static boolean read(ByteBuffer direct) {
        int start = direct.position();
        // A channel is closed under a thread that was interrupted, which would then have the other generator's bytes.
        boolean interrupted = Thread.interrupted();
        try (FileChannel source = FileChannel.open(SOURCE, StandardOpenOption.READ)) {
            while (direct.hasRemaining()) {
                if (source.read(direct) < 0) {
                    break;
                }
            }
        } catch (IOException notReadable) {
            // As in a jail without devices: the JDK's generator then knows another way.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        boolean whole = !direct.hasRemaining();
        if (!whole) {
            direct.position(start);
        }
        return whole;
    }
}

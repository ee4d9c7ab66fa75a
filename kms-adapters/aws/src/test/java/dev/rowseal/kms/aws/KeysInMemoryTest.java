package dev.rowseal.kms.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads the memory of another process ({@link KeyUser}) that generated, wrapped and unwrapped keys through the SDK and
 * gave them up: no eight bytes of a key are in it, nor of a key's base64 text, but at most of the one that was read last over a
 * connection without TLS. One that was kept shows that the search finds.
 */
class KeysInMemoryTest {

    private static final int KEYS = 100;
    private static final int CHUNK = 1 << 20;

    /** Without TLS, as here, a thread of the SDK may keep what it read last in a native buffer of the JDK's: docs/adr/0088. */
    private static final int ONE_TEXT = 5;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void nothingIsLeftOfAKey(String collector) throws Exception {
        Map<String, Integer> left = left(collector, "leave");

        assertThat(left).doesNotContainKey("key");
        assertThat(left.getOrDefault("text", 0)).as("pieces of texts").isLessThanOrEqualTo(ONE_TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = "-XX:+UseSerialGC")
    void aKeptKeyIsFound(String collector) throws Exception {
        assertThat(left(collector, "keep")).isNotEmpty();
    }

    private static Map<String, Integer> left(String collector, String what) throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/mem")), "no /proc/self/mem here");
        try (KmsService service = new KmsService()) {
            String arn = service.newKey("0001");
            Process user = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            collector,
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KeyUser.class.getName(),
                            service.endpoint().toString(),
                            arn,
                            Integer.toString(KEYS),
                            what)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader says = new BufferedReader(new InputStreamReader(user.getInputStream(), US_ASCII));
                    OutputStream to = user.getOutputStream()) {
                assertThat(says.readLine()).isEqualTo("ready");
                assertThat(service.plaintexts).hasSize(2 * KEYS);
                Map<String, Integer> found = scan(user.pid(), patterns(service.plaintexts));
                to.write('\n');
                return found;
            } finally {
                user.destroyForcibly().waitFor();
            }
        }
    }

    /** Eight bytes each, by what they are of. */
    static Map<Long, String> patterns(List<byte[]> keys) {
        Map<Long, String> patterns = new HashMap<>();
        for (byte[] key : keys) {
            for (int i = 0; i + 8 <= key.length; i += 8) {
                patterns.put((long) LONG.get(key, i), "key");
            }
            byte[] text = Base64.getEncoder().encode(key);
            for (int i = 0; i + 8 <= text.length; i += 8) {
                patterns.put((long) LONG.get(text, i), "text");
            }
        }
        return patterns;
    }

    static Map<String, Integer> scan(long pid, Map<Long, String> patterns) throws IOException {
        BitSet starts = new BitSet(1 << 16);
        patterns.keySet().forEach(pattern -> starts.set((int) (pattern >>> 48)));
        Map<String, Integer> found = new HashMap<>();
        Path process = Path.of("/proc", Long.toString(pid));
        byte[] chunk = new byte[CHUNK + 8];
        try (RandomAccessFile memory =
                new RandomAccessFile(process.resolve("mem").toFile(), "r")) {
            for (String region : Files.readAllLines(process.resolve("maps"))) {
                String[] parts = region.split("[ -]+");
                if (!parts[2].startsWith("rw")) {
                    continue;
                }
                long end = Long.parseUnsignedLong(parts[1], 16);
                for (long at = Long.parseUnsignedLong(parts[0], 16); at < end; at += CHUNK) {
                    int length = read(memory, at, chunk, (int) Math.min(chunk.length, end - at));
                    for (int i = 0; i + 8 <= length; i++) {
                        if (starts.get((chunk[i] & 0xFF) << 8 | chunk[i + 1] & 0xFF)) {
                            String form = patterns.get((long) LONG.get(chunk, i));
                            if (form != null) {
                                found.merge(form, 1, Integer::sum);
                            }
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Some mappings cannot be read, and none of these is the JVM's heap. */
    private static int read(RandomAccessFile memory, long at, byte[] into, int length) {
        try {
            memory.seek(at);
            int count = memory.read(into, 0, length);
            return Math.max(count, 0);
        } catch (IOException unreadable) {
            return 0;
        }
    }
}

package dev.rowseal.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Looks for data keys in the memory of another process that has sealed and opened with them ({@link MemoryVictim}): of a
 * closed key nothing is left; of an open one there is the off-heap copy and nothing else. The open ones are also what shows
 * that the search finds keys at all.
 */
class ProcessMemoryTest {

    private static final int CHUNK = 1 << 20;

    /**
     * Where a pattern was found.
     *
     * @param key number of the key
     * @param form what of the key: its bytes, or a state of HMAC
     */
    private record Hit(int key, String form) {}

    @ParameterizedTest
    @OnProcessMemory
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC", "-Xint"})
    void ofAClosedKeyNothingIsLeft(String option) throws Exception {
        List<byte[]> keys = keys();
        Process victim = start(option);
        try (BufferedReader says = new BufferedReader(new InputStreamReader(victim.getInputStream(), US_ASCII));
                OutputStream to = victim.getOutputStream()) {
            for (byte[] key : keys) {
                to.write(MemoryVictim.masked(key));
            }
            to.flush();
            assertThat(says.readLine()).isEqualTo("ready");
            Map<Hit, Integer> hits = scan(victim.pid(), keys);
            for (int i = 0; i < MemoryVictim.KEYS; i++) {
                boolean closed = i < MemoryVictim.CLOSED;
                for (String form : List.of("key", "inner", "outer")) {
                    assertThat(hits.getOrDefault(new Hit(i, form), 0))
                            .as("%s: %s of key %d, which is %s", option, form, i, closed ? "closed" : "open")
                            .isEqualTo(closed ? 0 : 1);
                }
                assertThat(hits.keySet().stream().filter(hit -> hit.form().endsWith("swapped")))
                        .as("%s: word-swapped", option)
                        .isEmpty();
            }
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }

    @Test
    @OnProcessMemory
    void keysLieOnProtectedPagesWhereNativeAccessIsGranted() throws Exception {
        boolean foreign = Runtime.version().feature() >= 22;
        List<byte[]> keys = keys();
        Process victim = foreign ? start("--enable-native-access=ALL-UNNAMED") : start("-XX:+UseSerialGC");
        try (BufferedReader says = new BufferedReader(new InputStreamReader(victim.getInputStream(), US_ASCII));
                OutputStream to = victim.getOutputStream()) {
            for (byte[] key : keys) {
                to.write(MemoryVictim.masked(key));
            }
            to.flush();
            assertThat(says.readLine()).isEqualTo("ready");
            Set<String> pages = protectedPages(victim.pid());
            Map<Hit, Integer> hits = scan(victim.pid(), keys, region -> pages.contains(region.split(" ", 2)[0]));
            for (int i = MemoryVictim.CLOSED; i < MemoryVictim.KEYS; i++) {
                assertThat(hits.getOrDefault(new Hit(i, "key"), 0))
                        .as("key %d on pages that are locked, not dumped and wiped on fork", i)
                        .isEqualTo(foreign ? 1 : 0);
            }
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }

    /** Mappings that are locked (lo), left out of core dumps (dd) and wiped in a child (wf): proc(5), VmFlags. */
    private static Set<String> protectedPages(long pid) throws IOException {
        Set<String> found = new HashSet<>();
        String range = "";
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                range = line.split(" ", 2)[0];
            } else if (line.startsWith("VmFlags:") && Set.of(line.split(" ")).containsAll(Set.of("lo", "dd", "wf"))) {
                found.add(range);
            }
        }
        return found;
    }

    @Test
    void withoutNativeAccessNothingIsLockedAndNothingIsSaid() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProtectionTeller.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), US_ASCII);
        assertThat(child.waitFor()).isZero();
        assertThat(said)
                .doesNotContain("WARNING")
                .contains("locked=false, undumped=false, wipedOnFork=false")
                .contains(Runtime.version().feature() >= 22 ? "--enable-native-access" : "JDK 22");
    }

    @Test
    void theMaskIsItsOwnInverse() {
        byte[] key = keys().get(0);
        assertThat(MemoryVictim.masked(key)).isNotEqualTo(key);
        assertThat(MemoryVictim.masked(MemoryVictim.masked(key))).isEqualTo(key);
    }

    private static Process start(String option) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        option,
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryVictim.class.getName(),
                        option.equals("-Xint") ? "1" : "30")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<byte[]> keys() {
        Random random = new Random(20261125);
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < MemoryVictim.KEYS; i++) {
            byte[] key = new byte[Secret.LENGTH];
            random.nextBytes(key);
            keys.add(key);
        }
        return keys;
    }

    private static Map<Hit, Integer> scan(long pid, List<byte[]> keys) throws IOException {
        return scan(pid, keys, region -> true);
    }

    private static Map<Hit, Integer> scan(long pid, List<byte[]> keys, Predicate<String> regions) throws IOException {
        Map<Long, List<Map.Entry<Hit, byte[]>>> patterns = patterns(keys);
        Map<Hit, Integer> hits = new HashMap<>();
        Path process = Path.of("/proc", Long.toString(pid));
        try (RandomAccessFile memory =
                new RandomAccessFile(process.resolve("mem").toFile(), "r")) {
            for (String region : Files.readAllLines(process.resolve("maps"))) {
                String[] parts = region.split("[ -]+");
                if (parts[2].startsWith("rw") && regions.test(region)) {
                    scan(
                            memory,
                            Long.parseUnsignedLong(parts[0], 16),
                            Long.parseUnsignedLong(parts[1], 16),
                            patterns,
                            hits);
                }
            }
        }
        return hits;
    }

    private static void scan(
            RandomAccessFile memory,
            long from,
            long to,
            Map<Long, List<Map.Entry<Hit, byte[]>>> patterns,
            Map<Hit, Integer> hits)
            throws IOException {
        byte[] chunk = new byte[CHUNK + Secret.LENGTH];
        // Most places are told by two bytes; asking the map at each of a few hundred million would take a minute.
        BitSet starts = new BitSet(1 << 16);
        patterns.keySet().forEach(first -> starts.set((int) (first >>> 48)));
        for (long at = from; at < to; at += CHUNK) {
            // Chunks overlap by less than a pattern, so that none is missed and none is counted twice.
            int length = (int) Math.min(CHUNK + Secret.LENGTH - 1, to - at);
            try {
                memory.seek(at);
                memory.readFully(chunk, 0, length);
            } catch (IOException e) {
                // A region that the kernel does not show, such as one that has gone since the list was read.
                continue;
            }
            ByteBuffer view = ByteBuffer.wrap(chunk);
            for (int i = 0; i + Secret.LENGTH <= length; i++) {
                if (!starts.get(view.getShort(i) & 0xFFFF)) {
                    continue;
                }
                List<Map.Entry<Hit, byte[]>> candidates = patterns.get(view.getLong(i));
                if (candidates != null) {
                    for (Map.Entry<Hit, byte[]> candidate : candidates) {
                        if (Arrays.equals(chunk, i, i + Secret.LENGTH, candidate.getValue(), 0, Secret.LENGTH)) {
                            hits.merge(candidate.getKey(), 1, Integer::sum);
                        }
                    }
                }
            }
        }
    }

    private static Map<Long, List<Map.Entry<Hit, byte[]>>> patterns(List<byte[]> keys) {
        Map<Long, List<Map.Entry<Hit, byte[]>>> patterns = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            try (Secret secret = Secret.take(ByteBuffer.wrap(keys.get(i).clone()))) {
                String[] forms = {"key", "inner", "outer"};
                for (int form = 0; form < forms.length; form++) {
                    byte[] pattern = new byte[Secret.LENGTH];
                    secret.memory().get(form * Secret.LENGTH, pattern);
                    add(patterns, new Hit(i, forms[form]), pattern);
                    add(patterns, new Hit(i, forms[form] + ", swapped"), swapped(pattern));
                }
            }
        }
        return patterns;
    }

    private static void add(Map<Long, List<Map.Entry<Hit, byte[]>>> patterns, Hit hit, byte[] pattern) {
        patterns.computeIfAbsent(ByteBuffer.wrap(pattern).getLong(0), first -> new ArrayList<>())
                .add(Map.entry(hit, pattern));
    }

    private static byte[] swapped(byte[] words) {
        ByteBuffer from = ByteBuffer.wrap(words);
        ByteBuffer to = ByteBuffer.allocate(words.length).order(ByteOrder.LITTLE_ENDIAN);
        while (from.hasRemaining()) {
            to.putInt(from.getInt());
        }
        return to.array();
    }
}

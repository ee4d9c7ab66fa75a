package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.memory.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is left of run keys, and of values in our own buffers, in a process that sealed, opened and looked up: how much, and until
 * when. {@code docs/key-lifetime.md} has what it measured; it logs what it finds at INFO.
 */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class RemainsTest {

    private static final System.Logger LOG = System.getLogger("dev.rowseal.keycache");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    private final KeyForms forms = new KeyForms();
    private final Set<String> runs = new TreeSet<>();

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void ofValuesNothingIsLeftAndOfRunKeysWhatTheHeapHasNotUsedAgain(String collector) throws Exception {
        Process process = start(collector);
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = said.readLine();
            for (; line != null && line.startsWith("run "); line = said.readLine()) {
                addRun(line.split(" ", 3));
            }
            assertThat(line).as(Files.readString(directory.resolve("errors"))).isEqualTo("used");
            long collections = collections();
            addValues();

            Map<String, Set<String>> used = found(process, collector + ", in use");
            assertThat(of(used, "run")).as("the scan finds what is there").hasSizeGreaterThan(Remains.KEYS);
            requireMovedAtMost(used, collections);
            assertThat(next(process, said)).isEqualTo("evicted 0");
            Map<String, Set<String>> evicted = found(process, collector + ", evicted");
            requireMovedAtMost(evicted, collections);
            assertThat(of(evicted, "run").size())
                    .as("run keys, after eviction, of " + runs.size())
                    .isLessThan(of(used, "run").size());
            assertThat(next(process, said)).isEqualTo("reused");
            Map<String, Set<String>> reused = found(process, collector + ", heap used again");
            assertThat(of(reused, "run").size())
                    .as("run keys, after the heap was used again, of " + runs.size())
                    .isLessThanOrEqualTo(runs.size() / 10);
            requireMovedAtMost(reused, collections);
            assertThat(runs.size()).isGreaterThan(4 * Remains.KEYS);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A collector that runs while a buffer is in use may move it, and leaves what it moved: one for each thread, at most. */
    private static void requireMovedAtMost(Map<String, Set<String>> found, long collections) {
        for (String kind : Set.of("text", "uuid", "integer", "looked")) {
            assertThat(of(found, kind))
                    .as("of " + Remains.KEYS + " values of the kind " + kind)
                    .hasSizeLessThanOrEqualTo(
                            Math.toIntExact(Math.min(Remains.THREADS * collections, Remains.KEYS / 4)));
        }
    }

    private Process start(String collector) throws IOException {
        return new ProcessBuilder(
                        HolderProcess.tool("java"),
                        "-Xmx128m",
                        collector,
                        "-Xlog:gc:file=" + directory.resolve("collections"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Remains.class.getName())
                .redirectError(directory.resolve("errors").toFile())
                .start();
    }

    private long collections() throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("collections"))) {
            long pauses = lines.filter(line -> line.contains("Pause")).count();
            assertThat(pauses).as("collections while it worked").isPositive();
            return pauses;
        }
    }

    /** Which are there in any form, by what they are. */
    private Map<String, Set<String>> found(Process process, String when) throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        for (String kind : Set.of("run", "text", "uuid", "integer", "looked")) {
            found.put(kind, new TreeSet<>());
        }
        Map<Long, String> all = forms.all();
        new ProcessMemory(process.pid()).count(all.keySet()).keySet().forEach(pattern -> {
            String[] name = Objects.requireNonNull(all.get(pattern)).split("[ ,]", 3);
            of(found, name[0]).add(name[1]);
        });
        StringBuilder counts = new StringBuilder(when);
        found.forEach(
                (kind, which) -> counts.append(", ").append(kind).append(' ').append(which.size()));
        LOG.log(System.Logger.Level.INFO, counts + ", of " + runs.size() + " run keys");
        return found;
    }

    private static Set<String> of(Map<String, Set<String>> found, String kind) {
        return Objects.requireNonNull(found.get(kind));
    }

    private static String next(Process process, BufferedReader said) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return said.readLine();
    }

    /** @param run its key's number and its id */
    private void addRun(String[] run) {
        byte[] label = "rowseal/1 run".getBytes(StandardCharsets.US_ASCII);
        byte[] id = HexFormat.of().parseHex(run[2]);
        byte[] info =
                ByteBuffer.allocate(label.length + id.length).put(label).put(id).array();
        try (Secret dek = Secret.take(Remains.dek(Integer.parseInt(run[1])))) {
            byte[] key = dek.expand(info, Secret.LENGTH);
            forms.addRaw("run " + run[2], key);
            forms.addDerivedFrom("run " + run[2], key);
        }
        runs.add(run[2]);
    }

    /** As they are encoded, which no object of the application's is. */
    private void addValues() {
        for (int key = 0; key < Remains.KEYS; key++) {
            UUID uuid = Remains.uuid(key);
            forms.addRaw("text " + key, Remains.text(key).getBytes(StandardCharsets.UTF_8));
            forms.addRaw("looked " + key, Remains.looked(key).getBytes(StandardCharsets.UTF_8));
            forms.addRaw("uuid " + key, longs(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()));
            forms.addRaw("integer " + key, longs(Remains.integer(key)));
        }
    }

    private static byte[] longs(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * numbers.length);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        return bytes.array();
    }
}

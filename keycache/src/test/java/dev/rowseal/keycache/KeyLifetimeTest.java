package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProviders;
import dev.rowseal.memory.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads the memory of a child process that works with keys in several threads: a data key is there while it is cached, in
 * one place and in no other form, a heap dump has none, and all are gone when they are let go.
 */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class KeyLifetimeTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    private final KeyForms cached = new KeyForms();
    private final KeyForms never = new KeyForms();

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void keysAreInOnePlaceWhileCachedAndGoneAfterwards(String collector) throws Exception {
        String kek = "local-kms:" + directory.resolve("kek.p12");
        Path dump = directory.resolve("heap.hprof");
        Process holder = new ProcessBuilder(
                        tool("java"),
                        "-Xmx128m",
                        collector,
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeyHolder.class.getName(),
                        kek)
                .redirectError(directory.resolve("errors").toFile())
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.US_ASCII))) {
            List<String> rows = new ArrayList<>();
            String line = said.readLine();
            for (; line != null && !line.startsWith("cached"); line = said.readLine()) {
                rows.add(line);
            }
            assertThat(rows).hasSize(KeyHolder.KEYS + KeyHolder.GROUPS);
            lookFor(rows, kek);
            ProcessMemory memory = new ProcessMemory(holder.pid());

            Map<Long, Integer> found = memory.count(all().keySet());
            assertThat(found.keySet())
                    .as("the scan finds what is there")
                    .containsAll(cached.all().keySet());
            assertThat(named(found, cached, 1))
                    .as("cached keys in more than one place")
                    .isEmpty();
            assertThat(named(found, never, 0))
                    .as("what is nowhere, not even now")
                    .isEmpty();
            dumpHeap(holder.pid(), dump);
            assertThat(named(ProcessMemory.countInFile(dump, all().keySet()), all(), 0))
                    .as("in a heap dump while keys are cached")
                    .isEmpty();

            goOn(holder);
            assertThat(said.readLine()).isEqualTo("closed 0");
            assertThat(named(memory.count(all().keySet()), all(), 0))
                    .as("what is left")
                    .isEmpty();
            goOn(holder);
            assertThat(holder.waitFor()).isZero();
        } finally {
            holder.destroyForcibly();
        }
    }

    /** FIPS 197 appendix A.3: the last word of the schedule of its example key. */
    @Test
    void theRoundKeysLookedForAreThoseOfTheStandard() {
        byte[] key = HexFormat.of().parseHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");

        assertThat(ByteBuffer.wrap(KeyForms.aes256Schedule(key)).getInt(236)).isEqualTo(0x706c631e);
    }

    private Map<Long, String> all() {
        Map<Long, String> all = new HashMap<>(cached.all());
        all.putAll(never.all());
        return all;
    }

    /** What was found more often than a number of times. */
    private static Map<String, Integer> named(Map<Long, Integer> found, KeyForms forms, int times) {
        return named(found, forms.all(), times);
    }

    private static Map<String, Integer> named(Map<Long, Integer> found, Map<Long, String> forms, int times) {
        Map<String, Integer> named = new TreeMap<>();
        found.forEach((pattern, count) -> {
            String name = forms.get(pattern);
            if (name != null && count > times) {
                named.put(name, count);
            }
        });
        return named;
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static void dumpHeap(long pid, Path file) throws IOException, InterruptedException {
        Process dumping = new ProcessBuilder(tool("jcmd"), Long.toString(pid), "GC.heap_dump", "-all", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(dumping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(dumping.waitFor()).as(said).isZero();
        assertThat(file).isNotEmptyFile();
    }

    private static void goOn(Process holder) throws IOException {
        holder.getOutputStream().write('\n');
        holder.getOutputStream().flush();
    }

    /** Opens each key here, so that the holder never says more than its table holds. */
    private void lookFor(List<String> rows, String kek) {
        try (Kms kms = KmsProviders.open(kek)) {
            for (String row : rows) {
                String[] fields = row.split(" ", 4);
                String owner = fields[1];
                String purpose = fields[2].toLowerCase(Locale.ROOT);
                ByteBuffer key = ByteBuffer.allocate(Kms.KEY_BYTES);
                kms.unwrap(
                        new Kms.Wrapped(HexFormat.of().parseHex(fields[3]), "1"),
                        new Kms.KeyContext("clinic", owner, Long.parseLong(fields[0]), purpose),
                        key);
                byte[] dek = key.array();
                never.addDerivedFrom(owner, dek);
                if (purpose.equals("data")) {
                    cached.addRaw(owner, dek);
                } else {
                    // Of an index DEK the group's key is derived at once, and that is kept.
                    never.addRaw(owner, dek);
                    byte[] derived = ofGroup(owner, dek);
                    cached.addRaw(owner + " derived", derived);
                    never.addDerivedFrom(owner + " derived", derived);
                }
            }
        }
    }

    private static byte[] ofGroup(String group, byte[] dek) {
        byte[] name = group.getBytes(StandardCharsets.US_ASCII);
        byte[] label = "rowseal/1 index".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer info = ByteBuffer.allocate(label.length + Short.BYTES + name.length);
        info.put(label).putShort((short) name.length).put(name);
        try (Secret secret = Secret.take(ByteBuffer.wrap(dek.clone()))) {
            return secret.expand(info.array(), Secret.LENGTH);
        }
    }
}

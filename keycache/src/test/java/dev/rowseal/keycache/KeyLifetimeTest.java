package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProviders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads a child process's memory: keys are there while they are cached, in one place, and gone when they are let go. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class KeyLifetimeTest {

    // Arrays that a collection moved, and words on thread stacks: docs/key-lifetime.md has what was measured.
    private static final int LEFT_AT_MOST = 3 * KeyHolder.KEYS / 100;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void keysAreInOnePlaceWhileCachedAndGoneAfterwards(String collector) throws Exception {
        String kek = "local-kms:" + directory.resolve("kek.p12");
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
            assertThat(line).isEqualTo("cached " + KeyHolder.KEYS);
            Set<Long> heads = headsOf(rows, kek);
            ProcessMemory memory = new ProcessMemory(holder.pid());

            Map<Long, Integer> cached = memory.count(heads);
            assertThat(cached).as("the scan finds what is there").hasSize(KeyHolder.KEYS);
            assertThat(cached.values().stream().filter(copies -> copies > 1).count())
                    .as("keys in more than one place")
                    .isLessThanOrEqualTo(LEFT_AT_MOST);

            goOn(holder);
            assertThat(said.readLine()).isEqualTo("closed 0");
            assertThat(memory.count(heads)).as("keys that are left").hasSizeLessThanOrEqualTo(LEFT_AT_MOST);
            goOn(holder);
            assertThat(holder.waitFor()).isZero();
        } finally {
            holder.destroyForcibly();
        }
    }

    private static void goOn(Process holder) throws IOException {
        holder.getOutputStream().write('\n');
        holder.getOutputStream().flush();
    }

    /** The first eight bytes of each key; opened here, so that the holder never says more than its table holds. */
    private static Set<Long> headsOf(List<String> rows, String kek) {
        Set<Long> heads = new HashSet<>();
        try (Kms kms = KmsProviders.open(kek)) {
            for (String row : rows) {
                String[] fields = row.split(" ", 3);
                ByteBuffer key = ByteBuffer.allocate(Kms.KEY_BYTES);
                kms.unwrap(
                        new Kms.Wrapped(HexFormat.of().parseHex(fields[2]), "1"),
                        new Kms.KeyContext("clinic", fields[1], Long.parseLong(fields[0]), "data"),
                        key);
                heads.add(key.getLong(0));
            }
        }
        return heads;
    }
}

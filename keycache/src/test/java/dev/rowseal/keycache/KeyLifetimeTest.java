package dev.rowseal.keycache;

import static dev.rowseal.keycache.HolderProcess.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
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

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void keysAreInOnePlaceWhileCachedAndGoneAfterwards(String collector, @TempDir Path directory) throws Exception {
        Path dump = directory.resolve("heap.hprof");
        try (HolderProcess holder = new HolderProcess(directory, collector)) {
            ProcessMemory memory = new ProcessMemory(holder.pid());
            Map<Long, Integer> found = memory.count(holder.all().keySet());
            assertThat(found.keySet())
                    .as("the scan finds what is there")
                    .containsAll(holder.cached().all().keySet());
            assertThat(named(found, holder.cached().all(), 1))
                    .as("cached keys in more than one place")
                    .isEmpty();
            assertThat(named(found, holder.never().all(), 0))
                    .as("what is nowhere, not even now")
                    .isEmpty();
            dumpHeap(holder.pid(), dump);
            assertThat(named(ProcessMemory.countInFile(dump, holder.all().keySet()), holder.all(), 0))
                    .as("in a heap dump while keys are cached")
                    .isEmpty();

            holder.letGo();
            assertThat(named(memory.count(holder.all().keySet()), holder.all(), 0))
                    .as("what is left")
                    .isEmpty();
            holder.end();
        }
    }

    /** FIPS 197 appendix A.3: the last word of the schedule of its example key. */
    @Test
    void theRoundKeysLookedForAreThoseOfTheStandard() {
        byte[] key = HexFormat.of().parseHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");

        assertThat(ByteBuffer.wrap(KeyForms.aes256Schedule(key)).getInt(236)).isEqualTo(0x706c631e);
    }

    private static void dumpHeap(long pid, Path file) throws IOException, InterruptedException {
        Process dumping = new ProcessBuilder(
                        HolderProcess.tool("jcmd"), Long.toString(pid), "GC.heap_dump", "-all", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(dumping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(dumping.waitFor()).as(said).isZero();
        assertThat(file).isNotEmptyFile();
    }
}

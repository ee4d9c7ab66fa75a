package dev.rowseal.keycache;

import static dev.rowseal.keycache.HolderProcess.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the kernel writes into a core file when a process that has keys dies. Where it writes none these tests are told by
 * name ({@link OnCoreFiles}), and {@code ProcessMemoryTest} of core alone proves it, by the kernel's flags of the pages.
 */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
@OnCoreFiles
class CoreFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void aCoreFileOfAProcessThatLetItsKeysGoHasNone() throws Exception {
        try (HolderProcess holder = new HolderProcess(directory)) {
            holder.letGo();
            assertThat(found(holder)).isEmpty();
        }
    }

    /** That the scan finds what is there; and what the documentation says of Java 17, and of a JVM without native access. */
    @Test
    void withoutNativeAccessACoreFileHasEachCachedKeyOnce() throws Exception {
        try (HolderProcess holder = new HolderProcess(directory)) {
            Map<Long, Integer> found = found(holder);
            assertThat(found).containsOnlyKeys(holder.cached().all().keySet());
            assertThat(named(found, holder.all(), 1)).isEmpty();
        }
    }

    @Test
    @EnabledForJreRange(minVersion = 22)
    void withNativeAccessACoreFileHasNoCachedKey() throws Exception {
        try (HolderProcess holder = new HolderProcess(directory, "--enable-native-access=ALL-UNNAMED")) {
            assertThat(found(holder)).isEmpty();
        }
    }

    /** Ends the process, and looks for what it had in what the kernel wrote. */
    private Map<Long, Integer> found(HolderProcess holder) throws IOException, InterruptedException {
        holder.dieOf("ABRT");
        Optional<Path> core = CoreFiles.ofThisMachine().of(holder.pid(), directory);
        assertThat(core).as("the core file of the process").isPresent();
        try {
            return ProcessMemory.countInFile(core.orElseThrow(), holder.all().keySet());
        } finally {
            Files.delete(core.orElseThrow());
        }
    }
}

package dev.rowseal.keycache;

import static dev.rowseal.keycache.HolderProcess.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the kernel writes into a core file when a process that has keys dies. Where it writes none into the working directory
 * (a {@code core_pattern} that pipes, a limit of zero) these tests are skipped, and {@code ProcessMemoryTest} of core alone proves
 * it, by the kernel's flags of the pages.
 */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
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
        Optional<Path> core = core();
        assumeThat(core).as("a core file in the working directory").isPresent();
        return ProcessMemory.countInFile(core.orElseThrow(), holder.all().keySet());
    }

    private Optional<Path> core() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("core"))
                    .findFirst();
        }
    }
}

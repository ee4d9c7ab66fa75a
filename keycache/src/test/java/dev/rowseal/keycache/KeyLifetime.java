package dev.rowseal.keycache;

import static dev.rowseal.keycache.HolderProcess.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the memory of a child process that works with keys of any KMS in several threads: a data key is there while it is
 * cached, in one place and in no other form, a heap dump has none, and all are gone when they are let go. Used once.
 */
public final class KeyLifetime {

    private final String kek;
    private final Path directory;
    private final int strayWords;
    private final int strayOfOneKey;

    /**
     * @param kek the URI of a KEK that this process can reach, too
     * @param directory for files of its own
     * @param strayWords how many pieces of eight bytes may be where they should not be, of all keys together: 0, but for a KMS that
     *     opens keys in native code, which is not ours, or that is reached over a network, whose answer a collector may move
     *     while it is read
     * @param strayOfOneKey how many of them may be of one key in one form
     */
    public KeyLifetime(String kek, Path directory, int strayWords, int strayOfOneKey) {
        this.kek = kek;
        this.directory = directory;
        this.strayWords = strayWords;
        this.strayOfOneKey = strayOfOneKey;
    }

    /** @param options of the child's JVM: its collector, and what it must be told to reach the KMS */
    public void requireInOnePlaceWhileCachedAndGoneAfterwards(List<String> options) throws Exception {
        Path dump = directory.resolve("heap.hprof");
        try (HolderProcess holder = new HolderProcess(kek, directory, options)) {
            ProcessMemory memory = new ProcessMemory(holder.pid());
            Map<Long, Integer> found = memory.count(holder.all().keySet());
            assertThat(found.keySet())
                    .as("the scan finds what is there")
                    .containsAll(holder.cached().all().keySet());
            requireStray(
                    "cached keys in more than one place",
                    named(found, holder.cached().all(), 1));
            requireStray(
                    "what is nowhere, not even now", named(found, holder.never().all(), 0));
            dumpHeap(holder.pid(), dump);
            assertThat(named(ProcessMemory.countInFile(dump, holder.all().keySet()), holder.all(), 0))
                    .as("in a heap dump while keys are cached")
                    .isEmpty();

            holder.letGo();
            requireStray("what is left", named(memory.count(holder.all().keySet()), holder.all(), 0));
            holder.end();
        }
    }

    private void requireStray(String what, Map<String, Integer> words) {
        assertThat(words).as(what).hasSizeLessThanOrEqualTo(strayWords);
        Map<String, Integer> ofKeys = new TreeMap<>();
        words.keySet().forEach(word -> ofKeys.merge(word.replaceFirst(", word \\d$", ""), 1, Integer::sum));
        assertThat(ofKeys.values()).as(what).allMatch(count -> count <= strayOfOneKey);
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

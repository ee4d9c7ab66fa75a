package dev.rowseal.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.key.StoredKey;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes want the first key of a table at the same moment, and rotate at the same moment while all write: each
 * generation is made once, and all that was acknowledged opens. {@code -Drowseal.rotations} says how often (2).
 */
@Timeout(600)
class RacingProcessesTest {

    private static final int ROTATIONS = Integer.getInteger("rowseal.rotations", 2);

    private final Path folder;
    private final Map<Long, String> acknowledged = new TreeMap<>();

    RacingProcessesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8})
    void eachGenerationIsMadeOnceAndNothingIsLost(int many) throws Exception {
        Path config = Files.writeString(
                folder.resolve("rowseal.yaml"), Ward.yaml("local-kms:" + folder.resolve("kek.p12"), ""));
        try (TestDatabase database = TestDatabase.on(Engine.POSTGRESQL)) {
            Ward ward = new Ward(database.url(), config.toString());
            ward.make();
            List<Forked> processes = new ArrayList<>();
            try {
                for (int i = 1; i <= many; i++) {
                    processes.add(new Forked(folder, Racing.class, database.url(), config, i));
                }
                processes.forEach(process -> until(process, "ready"));
                processes.forEach(process -> process.say("go"));
                processes.forEach(process -> until(process, "wrote"));
                assertThat(ward.dataKeys()).hasSize(1);
                for (int generation = 1; generation <= ROTATIONS; generation++) {
                    String from = Integer.toString(generation);
                    processes.forEach(process -> process.say(from));
                    List<String> rotated = new ArrayList<>();
                    processes.forEach(process -> rotated.add(until(process, "rotated")));
                    assertThat(rotated).containsOnlyOnce("rotated true");
                    // One more of each: under the new generation as soon as its time to live is over.
                    processes.forEach(process -> until(process, "wrote"));
                }
                processes.forEach(process -> process.say("stop"));
                processes.forEach(process -> until(process, "end"));
            } finally {
                processes.forEach(Forked::close);
            }
            assertThat(ward.dataKeys())
                    .extracting(StoredKey::record)
                    .extracting(record -> record.generation())
                    .containsExactly(generations());
            assertThat(ward.keys()).as("and one index key").hasSize(2 + ROTATIONS);
            ward.requireSound(acknowledged);
            assertThat(ward.values()).hasSize(acknowledged.size());
        }
    }

    private static Integer[] generations() {
        Integer[] generations = new Integer[1 + ROTATIONS];
        for (int i = 0; i <= ROTATIONS; i++) {
            generations[i] = i + 1;
        }
        return generations;
    }

    /** Reads on to a line that begins so; notes what was written until then. */
    private String until(Forked process, String beginning) {
        while (true) {
            String line = process.next();
            if (line.startsWith("wrote ")) {
                long id = Long.parseLong(line.substring("wrote ".length()));
                acknowledged.put(id, Racing.text(id));
            } else if (line.startsWith("failed")) {
                throw new AssertionError(line);
            }
            if (line.startsWith(beginning)) {
                return line;
            }
        }
    }
}

package dev.rowseal.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process is killed before each of its steps at the database, and before and after each call of the KMS, in turn, each time on a database of its own: all that was
 * acknowledged opens, all keys open, and whoever does the operation again completes it. With {@code -Drowseal.steps=all} reading is
 * a step too; with {@code commits} no statement is.
 */
@Timeout(600)
class KilledAtEachStepTest {

    private static final FaultPoints.Which STEPS = FaultPoints.Which.valueOf(
            System.getProperty("rowseal.steps", "changes").toUpperCase(Locale.ROOT));
    private static final int AT_ONCE = 2;

    private final Path folder;

    KilledAtEachStepTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLost(Operation operation) throws Exception {
        List<String> steps = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (int step = 1; !steps.contains("done"); step += AT_ONCE) {
                List<Future<String>> ends = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    int fatal = step + i;
                    ends.add(threads.submit(() -> killed(operation, fatal)));
                }
                for (Future<String> end : ends) {
                    steps.add(end.get());
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(steps)
                .as("commits at which it was killed")
                .filteredOn(step -> step.startsWith("at commit"))
                .isNotEmpty();
        assertThat(steps).filteredOn(step -> step.startsWith("at committed")).isNotEmpty();
        assertThat(steps).filteredOn(step -> step.startsWith("at kms before")).hasSize(operation.kmsCalls());
        assertThat(steps).filteredOn(step -> step.startsWith("at kms after")).hasSize(operation.kmsCalls());
    }

    /** Kills before a step; tells which it was, or that the operation was done by then. */
    private String killed(Operation operation, int fatal) throws Exception {
        Path own = Files.createTempDirectory(folder, "run");
        String oldKek = HookedKmsProvider.SCHEME + ":" + own.resolve("old.p12");
        String newKek = HookedKmsProvider.SCHEME + ":" + own.resolve("new.p12");
        Path before = Files.writeString(own.resolve("before.yaml"), Ward.yaml(oldKek, ""));
        Path after = operation == Operation.REWRAP
                ? Files.writeString(own.resolve("after.yaml"), Ward.yaml(newKek, oldKek))
                : before;
        Map<Long, String> acknowledged = new TreeMap<>();
        try (TestDatabase database = TestDatabase.on(Engine.POSTGRESQL)) {
            Ward old = new Ward(database.url(), before.toString());
            old.make();
            operation.prepare(old, acknowledged);
            String end = "";
            try (Forked process =
                    new Forked(own, Dying.class, database.url(), after, before, operation, fatal, STEPS)) {
                while (!end.startsWith("at ") && !end.equals("done")) {
                    end = process.next();
                }
                process.kill();
            }
            if (operation == Operation.FIRST_KEYS && end.equals("done")) {
                acknowledged.put(10L, "the first");
            }
            Ward ward = new Ward(database.url(), after.toString());
            ward.requireSound(acknowledged);
            if (operation != Operation.FIRST_KEYS) {
                operation.run(ward, old);
            } else if (!acknowledged.containsKey(10L)) {
                ward.execute("delete from patient where id = 10");
                operation.run(ward, old);
                acknowledged.put(10L, "the first");
            }
            operation.requireDone(ward);
            ward.write(20, "afterwards");
            acknowledged.put(20L, "afterwards");
            ward.requireSound(acknowledged);
            return end;
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError(operation + ", killed before step " + fatal, failed);
        }
    }
}

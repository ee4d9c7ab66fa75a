package dev.rowseal.crash;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes, rotates, retires and wraps anew between two KEKs is killed at any moment, and its successor after
 * it: all that was acknowledged opens, and so do all keys. {@code -Drowseal.kills} says how often (4).
 */
@Timeout(3_600)
class KilledAtAnyMomentTest {

    private static final int KILLS = Integer.getInteger("rowseal.kills", 4);
    private static final long SEED = Long.getLong("rowseal.seed", 4711);

    @Test
    void nothingIsLost(@TempDir Path folder) throws Exception {
        String one = "local-kms:" + folder.resolve("one.p12");
        String other = "local-kms:" + folder.resolve("other.p12");
        Path config = Files.writeString(folder.resolve("one.yaml"), Ward.yaml(one, other));
        Path otherConfig = Files.writeString(folder.resolve("other.yaml"), Ward.yaml(other, one));
        Map<Long, String> acknowledged = new TreeMap<>();
        Random random = new Random(SEED);
        try (TestDatabase database = TestDatabase.on(Engine.POSTGRESQL)) {
            Ward ward = new Ward(database.url(), config.toString());
            ward.make();
            for (int kill = 1; kill <= KILLS; kill++) {
                List<String> said = new ArrayList<>();
                try (Forked process =
                        new Forked(folder, Busy.class, database.url(), config, otherConfig, 1_000_000L * kill)) {
                    // The first row is acknowledged a while after the keystores and the first keys were made.
                    if (kill > 1 || random.nextBoolean()) {
                        said.add(process.next());
                    }
                    Thread.sleep(random.nextInt(1_500));
                    process.kill();
                    said.addAll(process.lastWords());
                }
                for (String line : said) {
                    // The last one may have been cut.
                    if (line.endsWith(";")) {
                        long id = Long.parseLong(line.substring("wrote ".length(), line.length() - 1));
                        acknowledged.put(id, Racing.text(id));
                    }
                }
                ward.requireSound(acknowledged);
            }
        }
    }
}

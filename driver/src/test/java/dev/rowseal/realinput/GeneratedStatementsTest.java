package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated schemas, policies and statements: each gives on sealed tables what it gives on plaintext ones, or is refused
 * without effect, and nothing sensitive reaches the wrapped driver. {@code -Drowseal.seed}, {@code -Drowseal.queries} and
 * {@code -Drowseal.changes} choose another run.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class GeneratedStatementsTest {

    private static final long SEED = Long.getLong("rowseal.seed", 20261125);
    private static final int SCHEMAS = 6;

    /** Statements on one schema, and the databases with it, before the next is generated. */
    private static final int ENOUGH = 2000;

    private final Map<String, GeneratedTwins.Refusals> refusals = new TreeMap<>();
    private final TestDatabase database;
    private int exact;
    private int refused;

    GeneratedStatementsTest(TestDatabase database) {
        this.database = database;
    }

    private interface Run {
        void on(GeneratedTwins twins, Random random, int statements) throws SQLException;
    }

    private void run(String what, int statements, Path folder, Run run) throws SQLException, IOException {
        long begun = System.nanoTime();
        int schemas = Math.max(SCHEMAS, statements / ENOUGH);
        for (int i = 0; i < schemas; i++) {
            Path own = Files.createDirectory(folder.resolve(what + i));
            try (GeneratedTwins twins = new GeneratedTwins(database.engine(), SEED + i, own)) {
                run.on(twins, new Random(SEED + i), statements / schemas);
                exact += twins.twins().exact();
                refused += twins.twins().refused();
                twins.refusals()
                        .forEach((reason, times) -> refusals.merge(reason, times, GeneratedTwins.Refusals::plus));
                twins.check();
            }
        }
        long seconds = (System.nanoTime() - begun) / 1_000_000_000;
        String shares = refused + " of " + (exact + refused) + " " + what + " refused, seed " + SEED + ", " + seconds
                + " s\n" + reasons();
        System.out.println(database.engine() + ": " + shares);
        assertThat(refused).as(shares).isLessThan((exact + refused) / 5);
        assertThat(exact).as(shares).isGreaterThan(statements * 8 / 10);
    }

    private String reasons() {
        return refusals.entrySet().stream()
                .sorted(Comparator.comparingInt(reason -> -reason.getValue().times()))
                .map(reason -> reason.getValue().times() + " " + reason.getKey() + "\n      "
                        + reason.getValue().first())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void everyQueryIsExactOrRefused(@TempDir Path folder) throws SQLException, IOException {
        int queries = Integer.getInteger("rowseal.queries", database.engine() == Engine.MARIADB ? 3000 : 5000);
        run("queries", queries, folder, (twins, random, many) -> {
            QueryGenerator generator = new QueryGenerator(random, twins.schema(), database.engine());
            for (int i = 0; i < many; i++) {
                twins.run(generator.next(), "query " + i);
            }
        });
    }

    /** Queries between the changes see what these left, by lookups too. */
    @Test
    void everyChangeIsExactOrRefusedWithoutEffect(@TempDir Path folder) throws SQLException, IOException {
        int changes = Integer.getInteger("rowseal.changes", 2400);
        run("changes", changes, folder, (twins, random, many) -> {
            ChangeGenerator generator = new ChangeGenerator(random, twins.schema(), database.engine());
            QueryGenerator queries = new QueryGenerator(random, twins.schema(), database.engine());
            for (int i = 0; i < many; i++) {
                twins.run(generator.next(), "change " + i);
                if (i % 10 == 9) {
                    twins.compare("after change " + i);
                } else if (i % 2 == 0) {
                    twins.run(queries.next(), "query after change " + i);
                }
            }
            twins.compare("at the end");
        });
    }
}

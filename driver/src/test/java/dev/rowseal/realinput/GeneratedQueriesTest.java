package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.policy.Policy;
import dev.rowseal.policy.PolicySource;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated schemas, policies and queries: each query gives on sealed tables what it gives on plaintext ones, or is
 * refused, and nothing sensitive reaches the wrapped driver. {@code -Drowseal.seed} and {@code -Drowseal.queries} choose
 * another run.
 */
@OnEveryDatabase
class GeneratedQueriesTest {

    private static final int QUERIES = Integer.getInteger("rowseal.queries", 8000);
    private static final long SEED = Long.getLong("rowseal.seed", 20261125);
    private static final int SCHEMAS = 6;
    private static final int ROWS = 14;

    private final Markers markers = new Markers();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final TestDatabase database;
    private int exact;
    private int refused;

    GeneratedQueriesTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void everyQueryIsExactOrRefused(@TempDir Path folder) throws SQLException, IOException {
        for (int i = 0; i < SCHEMAS; i++) {
            long seed = SEED + i;
            GeneratedSchema schema = new GeneratedSchema(new Random(seed));
            try (TestDatabase plain = TestDatabase.on(database.engine());
                    TestDatabase sealed = TestDatabase.on(database.engine())) {
                plain.execute(schema.plainDdl(database.engine()));
                sealed.execute(schema.sealedDdl(sealed));
                Path own = Files.createDirectory(folder.resolve("schema" + i));
                Sealed rowseal = new Sealed(sealed, own, schema.policy());
                try (Twins twins = new Twins(new Side(plain.plain()), new Side(rowseal.connectNoted()), markers)) {
                    fill(schema, twins);
                    run(new Random(seed), schema, twins, seed);
                    exact += twins.exact();
                    refused += twins.refused();
                }
                for (String note : rowseal.noted()) {
                    assertThat(markers.in(note))
                            .as("in what left, seed " + seed)
                            .isNull();
                }
                Policy policy =
                        PolicySource.parse("rowseal: 1\nnamespace: x\nkek: local-kms:x\n" + schema.policy(), "test");
                assertThat(new RawScan(sealed, policy, markers, Set.of()).scan())
                        .isGreaterThan(ROWS);
            }
        }
        String shares = refused + " of " + (exact + refused) + " refused, seed " + SEED + "\n" + reasons();
        System.out.println(database.engine() + ": " + shares);
        assertThat(refused).as(shares).isLessThan((exact + refused) / 8);
        assertThat(exact).as(shares).isGreaterThan(QUERIES * 8 / 10);
    }

    private String reasons() {
        return refusals.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .collect(Collectors.joining("\n"));
    }

    private void run(Random random, GeneratedSchema schema, Twins twins, long seed) throws SQLException {
        QueryGenerator generator = new QueryGenerator(random, schema, database.engine());
        for (int i = 0; i < QUERIES / SCHEMAS; i++) {
            Request request = generator.next();
            try {
                if (twins.either(request, Reads.FEW) instanceof Outcome.Refused reason) {
                    refusals.merge(reason.message().replaceAll("\\b[a-dg]\\w*\\.\\w+|\"\\w+\"", "X"), 1, Integer::sum);
                }
            } catch (SQLException | AssertionError failed) {
                throw new AssertionError("seed " + seed + ", query " + i + ": " + request, failed);
            }
        }
    }

    private void fill(GeneratedSchema schema, Twins twins) throws SQLException {
        for (GeneratedSchema.Table table : schema.tables()) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (long id = 1; id <= ROWS; id++) {
                List<@Nullable Object> row = new ArrayList<>();
                row.add(id);
                for (GeneratedSchema.Col column : table.columns()) {
                    Object value = schema.value(column);
                    row.add(value == null ? new Null(GeneratedValues.jdbcType(column.type())) : value);
                    if (column.sealed() && value != null && !(value instanceof LocalDate)) {
                        markers.add(value);
                    }
                }
                rows.add(row);
            }
            String columns =
                    table.columns().stream().map(GeneratedSchema.Col::name).collect(Collectors.joining(", "));
            String marks = ", ?".repeat(table.columns().size());
            twins.batch("INSERT INTO " + table.name() + " (id, " + columns + ") VALUES (?" + marks + ")", rows);
        }
    }
}

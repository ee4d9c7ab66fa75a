package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
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

/** A generated schema in two databases, plain and sealed, with rows; and what became of the statements that ran on both. */
final class GeneratedTwins implements AutoCloseable {

    /** In each table at first, and half of the most that changes may leave: a join of five tables costs the fifth power. */
    private static final int ROWS = Integer.getInteger("rowseal.rows", 14);

    /** What left is looked through so often. */
    private static final int NOTES = 200;

    /** Refusals of one kind: how many, and of which statement first. */
    record Refusals(int times, String first) {

        Refusals plus(Refusals other) {
            return new Refusals(times + other.times, first);
        }
    }

    private final Markers markers = new Markers();
    private final Map<String, Refusals> refusals = new TreeMap<>();
    private final long seed;
    private final GeneratedSchema schema;
    private final TestDatabase plain;
    private final TestDatabase sealed;
    private final Sealed rowseal;
    private final Twins twins;

    GeneratedTwins(Engine engine, long seed, Path folder) throws SQLException {
        this.seed = seed;
        this.schema = new GeneratedSchema(new Random(seed), engine);
        this.plain = TestDatabase.on(engine);
        this.sealed = TestDatabase.on(engine);
        plain.execute(GeneratedSchema.before(engine));
        plain.execute(schema.plainDdl(plain));
        sealed.execute(schema.sealedDdl(sealed));
        this.rowseal = new Sealed(sealed, folder, schema.policy());
        this.twins = new Twins(new Side(plain.plain()), new Side(rowseal.connectNoted()), markers);
        if (plain.engine() == Engine.MARIADB) {
            twins.holdAliases();
        }
        fill();
    }

    GeneratedSchema schema() {
        return schema;
    }

    Twins twins() {
        return twins;
    }

    /** How often each refusal was given, and for which statement first. */
    Map<String, Refusals> refusals() {
        return refusals;
    }

    /** Runs a statement on both sides; one that gives something else than the plain one, or fails otherwise, is an error. */
    Outcome run(Request request, String what) {
        try {
            Outcome outcome = twins.either(request, Reads.FEW);
            if (outcome instanceof Outcome.Refused reason) {
                String kind = reason.message().replaceAll("\\b[a-dg]\\w*\\.\\w+|\"\\w+\"", "X");
                refusals.merge(kind, new Refusals(1, request.sql()), Refusals::plus);
            }
            if (twins.exact() % NOTES == 0) {
                checkNotes();
            }
            return outcome;
        } catch (SQLException | AssertionError failed) {
            String which = "seed " + seed + ", " + what + ": " + request;
            throw new AssertionError(which + "\n" + failed.getMessage(), failed);
        }
    }

    /** All tables, on both sides; what has grown too large loses the rows that were added. */
    void compare(String what) {
        for (GeneratedSchema.Table table : schema.tables()) {
            Outcome outcome = run(Request.text("SELECT * FROM " + table.name()), what);
            if (outcome instanceof Outcome.Rows rows && rows.rows().size() > 2 * ROWS) {
                run(Request.text("DELETE FROM " + table.name() + " WHERE id >= " + ChangeGenerator.ADDED), what);
            }
        }
    }

    private void checkNotes() {
        for (String note : rowseal.noted()) {
            assertThat(markers.in(note)).as("in what left, seed " + seed).isNull();
        }
    }

    /** No sensitive value left, and none is stored: each is in an envelope, with its index. */
    void check() throws SQLException, IOException {
        checkNotes();
        assertThat(new RawScan(sealed, rowseal.policy(), markers, Set.of()).scan())
                .isGreaterThan(ROWS);
    }

    private void fill() throws SQLException {
        for (Object secret : schema.secrets()) {
            if (!(secret instanceof LocalDate)) {
                markers.add(secret);
            }
        }
        for (GeneratedSchema.Table table : schema.tables()) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (long id = 1; id <= ROWS; id++) {
                List<@Nullable Object> row = new ArrayList<>();
                row.add(id);
                if (table.beside() != null) {
                    row.add(table.key().value((int) id));
                }
                for (GeneratedSchema.Col column : table.columns()) {
                    Object value = column.unique() ? GeneratedSchema.key((int) id) : schema.value(column);
                    row.add(value == null ? new Null(GeneratedValues.jdbcType(column.type())) : value);
                }
                rows.add(row);
            }
            GeneratedSchema.Col beside = table.beside();
            String columns = (beside == null ? "" : beside.name() + ", ")
                    + table.columns().stream().map(GeneratedSchema.Col::name).collect(Collectors.joining(", "));
            String marks = ", ?".repeat(rows.get(0).size() - 1);
            twins.batch("INSERT INTO " + table.name() + " (id, " + columns + ") VALUES (?" + marks + ")", rows);
        }
    }

    @Override
    public void close() throws SQLException {
        try (TestDatabase first = plain;
                TestDatabase second = sealed;
                Twins both = twins) {
            assertThat(first).isNotSameAs(second);
        }
    }
}

package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A clinic of generated patients, twice: plain, and sealed in every declared type and both kinds of storage. Random
 * statements must give the same on both or be refused; then no sealed value may be in the database, nor in anything that
 * reached the wrapped driver. {@code -Drowseal.seed} and {@code -Drowseal.statements} choose another run.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class ClinicTest {

    private static final int PATIENTS = 200;
    private static final int STATEMENTS = Integer.getInteger("rowseal.statements", 700);
    private static final long SEED = Long.getLong("rowseal.seed", 20261125);

    private final Markers markers = new Markers();
    private final Random random = new Random(SEED);
    private final ClinicData data;
    private final TestDatabase database;

    ClinicTest(TestDatabase database) {
        this.database = database;
        this.data = new ClinicData(random, database.engine());
    }

    private static String policy() {
        String columns = ClinicData.COLUMNS.entrySet().stream()
                .map(column -> "      " + column.getKey() + ": { type: \"" + column.getValue() + "\""
                        + (ClinicData.LOOKUPS.contains(column.getKey()) ? ", lookup: equality" : "")
                        + (column.getKey().equals("c_text") ? ", pad: 64" : "") + " }\n")
                .collect(Collectors.joining());
        return "tables:\n  patient:\n    row-id: { id: bigint }\n    columns:\n" + columns + """
                  stay:
                    row-id: { patient_id: bigint, code: uuid }
                    columns:
                      secret: { type: varchar(40), lookup: equality, equality: case-insensitive, pad: 16 }
                """;
    }

    private String[] plainTables() {
        Dialect dialect = Dialect.named(database.engine().productName());
        String columns = ClinicData.COLUMNS.entrySet().stream()
                .map(column -> column.getKey() + " " + dialect.ddl(DeclaredType.parse(column.getValue())))
                .collect(Collectors.joining(", "));
        return new String[] {
            "create table patient (id bigint primary key, city varchar(20), " + columns + ")",
            "create table stay (patient_id bigint, code uuid, room varchar(10), secret varchar(40),"
                    + " primary key (patient_id, code))"
        };
    }

    private String[] sealedTables() {
        String columns = ClinicData.COLUMNS.keySet().stream()
                .map(column -> column + " " + database.binaryType()
                        + (ClinicData.LOOKUPS.contains(column)
                                ? ", " + column + "_idx " + database.binaryType(16)
                                : ""))
                .collect(Collectors.joining(", "));
        return new String[] {
            "create table patient (id bigint primary key, city varchar(20), " + columns + ")",
            "create table stay (patient_id bigint, code uuid, room varchar(10), secret " + database.textType(600)
                    + ", secret_idx " + database.textType(22) + ", primary key (patient_id, code))"
        };
    }

    @Test
    void everyStatementIsExactOrRefused(@TempDir Path folder) throws SQLException, IOException {
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            plain.execute(plainTables());
            database.execute(sealedTables());
            Sealed rowseal = new Sealed(database, folder, policy());
            try (Twins twins = new Twins(new Side(plain.plain()), new Side(rowseal.connectNoted()), markers)) {
                fill(twins);
                twins.compare(List.of("patient", "stay"), Reads.ALL);
                ClinicStatements statements = new ClinicStatements(random, data, PATIENTS);
                for (int i = 0; i < STATEMENTS; i++) {
                    Request request = noted(statements.next());
                    twins.either(request, i % 10 == 0 ? Reads.ALL : Reads.FEW);
                }
                twins.compare(List.of("patient", "stay"), Reads.ALL);
                assertThat(twins.refused()).as("refused, seed " + SEED).isLessThan(STATEMENTS / 20);
                assertThat(twins.exact()).isGreaterThan(STATEMENTS * 9 / 10);
            }
            for (String note : rowseal.noted()) {
                assertThat(markers.in(note)).as("in what left, seed " + SEED).isNull();
            }
            assertThat(new RawScan(database, rowseal.policy(), markers, Set.of()).scan())
                    .isGreaterThan(PATIENTS * 8);
        }
    }

    private Request noted(Request request) {
        if (request.parameters() != null) {
            request.parameters().forEach(this::mark);
        }
        return request;
    }

    private void mark(@Nullable Object value) {
        boolean open = value instanceof Long small && small < 1_000_000 && small >= 0
                || value instanceof String text && text.startsWith("city");
        if (!open && !(value instanceof Null)) {
            markers.add(value instanceof Json json ? json.text() : value);
        }
    }

    private void fill(Twins twins) throws SQLException {
        List<List<@Nullable Object>> patients = new ArrayList<>();
        for (long id = 1; id <= PATIENTS; id++) {
            List<@Nullable Object> row = data.patient(id);
            row.subList(2, row.size()).forEach(this::mark);
            patients.add(row);
        }
        String columns = String.join(", ", ClinicData.COLUMNS.keySet());
        String marks = ", ?".repeat(ClinicData.COLUMNS.size());
        twins.batch("INSERT INTO patient (id, city, " + columns + ") VALUES (?, ?" + marks + ")", patients);
        List<List<@Nullable Object>> stays = new ArrayList<>();
        for (int i = 0; i < PATIENTS; i++) {
            String secret = random.nextInt(9) == 0 ? null : "Secret of " + random.nextInt(1_000_000_000);
            mark(secret);
            stays.add(Arrays.asList(1L + random.nextInt(PATIENTS), data.uuid(), "room" + random.nextInt(5), secret));
        }
        twins.batch("INSERT INTO stay (patient_id, code, room, secret) VALUES (?, ?, ?, ?)", stays);
    }

    @Test
    void findsWithoutRegardToCaseWhereThatIsDeclared(@TempDir Path folder) throws SQLException {
        database.execute(sealedTables());
        try (Side side = new Side(new Sealed(database, folder, policy()).connect())) {
            side.run(
                    Request.prepared(
                            "INSERT INTO stay (patient_id, code, secret) VALUES (?, ?, ?)",
                            1L,
                            new UUID(1, 2),
                            "Straße ÄÖ"),
                    Reads.FEW);
            for (String same : List.of("STRASSE äö", "straße äö", "STRAßE Äö")) {
                Outcome found = side.run(Request.prepared("SELECT room FROM stay WHERE secret = ?", same), Reads.FEW);
                boolean expected = !same.startsWith("STRASSE");
                assertThat(((Outcome.Rows) found).rows()).as(same).hasSize(expected ? 1 : 0);
            }
        }
    }
}

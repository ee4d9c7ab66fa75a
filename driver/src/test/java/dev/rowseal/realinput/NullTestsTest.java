package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Optional conditions: whether a parameter is NULL is asked beside a sealed column, also behind a cast, and no value leaves. */
@OnEveryDatabase
class NullTestsTest {

    private static final String POLICY = """
            tables:
              vault:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
                  born: { type: date, lookup: equality }
                  ref: { type: uuid, lookup: equality }
                  pay: { type: "decimal(12,2)", lookup: equality }
                  num: { type: bigint, lookup: equality }
                  seen: { type: timestamp, lookup: equality }
            """;

    private static final List<String> TYPES =
            List.of("varchar(20)", "date", "uuid", "decimal(12,2)", "bigint", "timestamp");
    private static final List<String> NAMES = List.of("ssn", "born", "ref", "pay", "num", "seen");

    private static final UUID REF = UUID.fromString("6f1c2d3e-4b5a-4978-8697-a5b4c3d2e1f0");
    private static final BigDecimal PAY = new BigDecimal("98765432.25");
    private static final LocalDate BORN = LocalDate.of(1987, 6, 5);
    private static final LocalDateTime SEEN = LocalDateTime.of(2019, 8, 7, 6, 5, 4, 321_000_000);

    /** Casts of a parameter, by the column beside them; what is a value of the type, or a text of it. */
    private static final Map<String, List<String>> CASTS = Map.of(
            "ssn", List.of("varchar(20)", "varchar", "varchar(3)", "char(20)", "character varying(20)"),
            "born", List.of("date"),
            "ref", List.of("uuid"),
            "pay", List.of("numeric(12,2)", "decimal(14,3)"),
            "num", List.of("bigint"),
            "seen", List.of("timestamp", "timestamp(6)"));

    private static final Map<String, List<String>> CASTS_OF_MARIADB = Map.of(
            "ssn", List.of("char", "char(20)", "char(3)", "char(20) character set utf8mb4"),
            "born", List.of("date"),
            "pay", List.of("decimal(12,2)"),
            "num", List.of("signed"),
            "seen", List.of("datetime(6)"));

    private static final Map<String, List<Object>> VALUES = Map.of(
            "ssn", List.of("078-05-1120-x9"),
            "born", List.of(BORN, Date.valueOf(BORN)),
            "ref", List.of(REF),
            "pay", List.of(PAY),
            "num", List.of(7_000_000_123L),
            "seen", List.of(SEEN, Timestamp.valueOf(SEEN)));

    private final TestDatabase database;

    NullTestsTest(TestDatabase database) {
        this.database = database;
    }

    private Pair pair(Path folder) throws SQLException {
        Dialect dialect = Dialect.named(database.engine().productName());
        StringBuilder plain = new StringBuilder("create table vault (id bigint primary key");
        StringBuilder sealed = new StringBuilder(plain);
        for (int i = 0; i < NAMES.size(); i++) {
            plain.append(", ").append(NAMES.get(i)).append(' ').append(dialect.ddl(DeclaredType.parse(TYPES.get(i))));
            sealed.append(", ").append(NAMES.get(i)).append(' ').append(database.binaryType());
            sealed.append(", ").append(NAMES.get(i)).append("_idx ").append(database.binaryType(16));
        }
        Pair pair = new Pair(database, folder, POLICY, List.of(plain + ")"), List.of(sealed + ")"));
        for (Object secret : List.of("078-05-1120-x9", BORN, REF, PAY, 7_000_000_123L)) {
            pair.markers.add(secret);
        }
        pair.twins()
                .batch(
                        "INSERT INTO vault (id, ssn, born, ref, pay, num, seen) VALUES (?, ?, ?, ?, ?, ?, ?)",
                        List.of(
                                List.of(1L, "078-05-1120-x9", BORN, REF, PAY, 7_000_000_123L, SEEN),
                                Arrays.asList(2L, null, null, null, null, null, null)));
        return pair;
    }

    @Test
    void areToldNoMoreThanTheyAsk(@TempDir Path folder) throws SQLException, IOException {
        boolean mariaDb = database.engine() == Engine.MARIADB;
        try (Pair pair = pair(folder)) {
            Twins twins = pair.twins();
            for (Map.Entry<String, List<String>> casts : (mariaDb ? CASTS_OF_MARIADB : CASTS).entrySet()) {
                String name = casts.getKey();
                for (String type : casts.getValue()) {
                    for (String test :
                            List.of("(CAST(? AS %s) IS NULL OR %s = ?)", "(CAST((?) AS %s) IS NOT NULL AND %s = ?)")) {
                        String query = "SELECT id FROM vault WHERE " + test.formatted(type, name) + " ORDER BY id";
                        for (Object value : VALUES.getOrDefault(name, List.of())) {
                            twins.exact(Request.prepared(query, value, value), Reads.FEW);
                        }
                        Null none = new Null(Types.NULL);
                        twins.exact(Request.prepared(query, none, none), Reads.FEW);
                    }
                    pair.check(List.of("vault"));
                }
            }
        }
    }

    /** PostgreSQL compares no date with a NULL that is said to be a number. */
    @Test
    void aNullIsComparedAsWhatItIsSaidToBe(@TempDir Path folder) throws SQLException, IOException {
        int[] types = {
            Types.NULL,
            Types.VARCHAR,
            Types.CHAR,
            Types.INTEGER,
            Types.BIGINT,
            Types.SMALLINT,
            Types.NUMERIC,
            Types.DOUBLE,
            Types.BOOLEAN,
            Types.DATE,
            Types.TIME,
            Types.TIMESTAMP,
            Types.TIMESTAMP_WITH_TIMEZONE,
            Types.VARBINARY,
            Types.OTHER
        };
        try (Pair pair = pair(folder)) {
            for (String name : NAMES) {
                for (int type : types) {
                    for (String test : List.of(" = ?", " IN (?, ?)", " <> ?")) {
                        Null none = new Null(type);
                        // PostgreSQL's driver takes an untold type for the one that was told before for the same text.
                        String query = "SELECT id AS t" + Math.abs(type) + " FROM vault WHERE " + name + test;
                        pair.twins()
                                .exact(
                                        test.contains("IN")
                                                ? Request.prepared(query, none, none)
                                                : Request.prepared(query, none),
                                        Reads.FEW);
                    }
                }
            }
        }
    }

    /** As jOOQ writes a value of a column with a precision. */
    @Test
    void aCastToTheColumnsTypeMayNameItsPrecision(@TempDir Path folder) throws SQLException, IOException {
        if (database.engine() == Engine.MARIADB) {
            return;
        }
        try (Pair pair = pair(folder)) {
            for (String type : List.of("timestamp(6)", "timestamp", "timestamp(6) without time zone")) {
                pair.twins()
                        .exact(
                                Request.prepared(
                                        "UPDATE vault SET seen = CAST(? AS " + type + ") WHERE id = 2",
                                        SEEN.plusDays(1)),
                                Reads.FEW);
                pair.twins()
                        .exact(
                                Request.prepared(
                                        "SELECT id, seen FROM vault WHERE seen = CAST(? AS " + type + ")",
                                        SEEN.plusDays(1)),
                                Reads.FEW);
            }
            pair.check(List.of("vault"));
        }
    }

    /** A text is cast by the database; where that fails it fails here. */
    @Test
    void failAsTheCastDoes(@TempDir Path folder) throws SQLException, IOException {
        boolean mariaDb = database.engine() == Engine.MARIADB;
        List<Outcome> outcomes = new ArrayList<>();
        try (Pair pair = pair(folder)) {
            for (String type : List.of("date", "decimal(12,2)", mariaDb ? "datetime" : "uuid")) {
                for (String text : List.of("1987-06-05", "98765432.25", REF.toString(), "no such thing")) {
                    String query = "SELECT id FROM vault WHERE CAST(? AS " + type + ") IS NOT NULL ORDER BY id";
                    outcomes.add(pair.twins().either(Request.prepared(query, text), Reads.FEW));
                }
            }
            assertThat(outcomes).hasAtLeastOneElementOfType(Outcome.Rows.class);
            if (!mariaDb) {
                assertThat(outcomes).hasAtLeastOneElementOfType(Outcome.Failed.class);
            }
            pair.check(List.of("vault"));
        }
    }
}

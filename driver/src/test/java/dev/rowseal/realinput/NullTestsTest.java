package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
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

    /** PostgreSQL asks of which type a parameter is that nothing stands around. */
    @Test
    void withoutACastAreOfTheTypeThatTheyWereSetAs(@TempDir Path folder) throws SQLException, IOException {
        String ssn = "078-05-1120-x9";
        List<Object> values = new ArrayList<>(Arrays.asList(
                null,
                new Null(Types.NULL),
                new Null(Types.OTHER),
                new Null(Types.VARCHAR),
                new Null(Types.INTEGER),
                new Null(Types.DATE),
                new Null(Types.TIMESTAMP),
                ssn,
                7L,
                PAY,
                BORN,
                SEEN,
                REF,
                new Timestamp(0),
                new Time(0),
                new Date(0),
                new java.util.Date(0),
                Instant.EPOCH,
                LocalTime.NOON,
                LocalDateTime.of(BORN, LocalTime.NOON),
                OffsetDateTime.of(BORN, LocalTime.NOON, ZoneOffset.UTC),
                OffsetTime.of(LocalTime.NOON, ZoneOffset.UTC),
                ZonedDateTime.of(BORN, LocalTime.NOON, ZoneOffset.UTC),
                BigInteger.TEN,
                'c',
                true,
                new byte[] {1}));
        try (Pair pair = pair(folder)) {
            int number = 0;
            for (Object value : values) {
                for (String test : List.of("? IS NULL", "(?) IS NOT NULL")) {
                    // The driver remembers a text's types.
                    String query =
                            "SELECT id AS t" + ++number + " FROM vault WHERE (" + test + " OR ssn = ?) ORDER BY 1";
                    pair.twins().exact(Request.prepared(query, value, ssn), Reads.FEW);
                }
            }
            pair.check(List.of("vault"));
        }
    }

    /** A class that a driver knows nothing of, and a type that not every value is of, is asked about nowhere. */
    @Test
    void ofAnyClassAreExactOrRefused(@TempDir Path folder) throws SQLException {
        String query = "SELECT id FROM vault WHERE (? IS NULL OR ssn = '078-05-1120')";
        Object[][] values = {
            {Thread.State.NEW, null},
            {Thread.State.NEW, Types.VARCHAR},
            {"12", Types.INTEGER},
            {"x", Types.INTEGER},
            {12, Types.INTEGER},
            {12, Types.VARCHAR},
            {99999, Types.SMALLINT},
            {"x", Types.OTHER},
            {"x", Types.TIMESTAMP},
            {"x", Types.VARCHAR},
            {BORN, Types.DATE},
            {Date.valueOf(BORN), Types.DATE},
            {Timestamp.valueOf(SEEN), Types.TIMESTAMP},
            {OffsetDateTime.of(SEEN, ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE},
            {PAY, Types.NUMERIC},
            {REF, Types.OTHER},
            {List.of("a"), null}
        };
        List<String> refused = new ArrayList<>();
        try (Pair pair = pair(folder)) {
            for (Object[] each : values) {
                String ours = asked(pair.twins().sealed().connection(), query, each);
                if (ours.startsWith("0A000 Rowseal")) {
                    refused.add(Arrays.toString(each));
                    assertThat(ours).contains("cast the parameter to a type");
                } else {
                    assertThat(ours)
                            .as(Arrays.toString(each))
                            .isEqualTo(asked(pair.twins().plain().connection(), query, each));
                }
            }
        }
        assertThat(refused)
                .containsExactly(
                        "[NEW, null]", "[NEW, 12]", "[12, 4]", "[x, 4]", "[99999, 5]", "[x, 93]", "[[a], null]");
    }

    private static String asked(Connection connection, String query, Object[] set) {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            if (set[1] == null) {
                statement.setObject(1, set[0]);
            } else {
                statement.setObject(1, set[0], (int) set[1]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? "rows" : "none";
            }
        } catch (SQLException failure) {
            return failure.getSQLState() + " "
                    + String.valueOf(failure.getMessage()).replaceAll("[.:(].*|(?s)\n.*", "");
        }
    }

    /** As jOOQ writes a value of a column with a precision. */
    @Test
    void aCastToTheColumnsTypeMayNameItsPrecision(@TempDir Path folder) throws SQLException, IOException {
        List<String> types = database.engine() == Engine.MARIADB
                ? List.of()
                : List.of("timestamp(6)", "timestamp", "timestamp(6) without time zone");
        try (Pair pair = pair(folder)) {
            if (database.engine() == Engine.MARIADB) {
                // I11: no cast is assigned there.
                pair.twins()
                        .refused(
                                Request.prepared(
                                        "UPDATE vault SET seen = CAST(? AS datetime(6)) WHERE id = 2",
                                        SEEN.plusDays(1)),
                                "seen");
            }
            for (String type : types) {
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

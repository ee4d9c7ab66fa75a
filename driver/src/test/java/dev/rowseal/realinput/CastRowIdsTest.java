package dev.rowseal.realinput;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row ids that an INSERT casts to their own type, as jOOQ writes them: the id that is sealed for is the one that is stored. */
@OnEveryDatabase
class CastRowIdsTest {

    private static final String POLICY = """
        tables:
          account:
            row-id: { id: uuid }
            columns:
              iban: { type: varchar(34), lookup: equality }
          entry:
            row-id: { account: bigint, pos: integer }
            columns:
              iban: { type: varchar(34), lookup: equality }
        """;

    private static final List<String> TABLES = List.of("account", "entry");
    private static final String ONE = "00000000-0000-0000-0000-0000000000a1";
    private static final String TWO = "00000000-0000-0000-0000-0000000000A2";

    private static final String FIVE = "00000000-0000-0000-0000-0000000000a5";
    private static final String SIX = "00000000-0000-0000-0000-0000000000a6";

    private static final Object[][] KEYS = {
        {"1", "1"},
        {2L, 2},
        {" 3 ", "-3"},
        {"+5", "007"},
        {"4", "x"},
        {"9".repeat(30), "1"},
        {"6", "9".repeat(12)},
        {"1", null}
    };

    private static final List<String> CLAUSES = List.of(
            " RETURNING id",
            " ON CONFLICT DO NOTHING",
            " ON CONFLICT (id) DO NOTHING RETURNING id, iban",
            " ON CONFLICT (id) DO UPDATE SET iban = excluded.iban",
            " ON CONFLICT (id) DO UPDATE SET iban = 'iban-7-x9', owner = 'x' RETURNING *");

    private final TestDatabase database;

    CastRowIdsTest(TestDatabase database) {
        this.database = database;
    }

    private Pair pair(Path folder) throws SQLException {
        String iban = Dialect.named(database.engine().productName()).ddl(DeclaredType.parse("varchar(34)"));
        List<List<String>> sides = new ArrayList<>();
        for (String column :
                List.of("iban " + iban, "iban " + database.binaryType() + ", iban_idx " + database.binaryType(16))) {
            sides.add(List.of(
                    "create table account (id uuid primary key, owner varchar(20), " + column + ")",
                    "create table entry (account bigint, pos integer, owner varchar(20), " + column
                            + ", primary key (account, pos))"));
        }
        return new Pair(database, folder, POLICY, sides.get(0), sides.get(1));
    }

    /** MariaDB has other casts: see I26. */
    private boolean castsAreKnown() {
        return database.engine() != Engine.MARIADB;
    }

    @Test
    void areExact(@TempDir Path folder) throws SQLException, IOException {
        if (!castsAreKnown()) {
            return;
        }
        try (Pair pair = pair(folder)) {
            String account = "INSERT INTO account (id, iban) VALUES (CAST(? AS uuid), ?)";
            for (Object id : List.of(ONE, UUID.fromString(TWO), "none", "0".repeat(32), new Null(Types.VARCHAR))) {
                pair.twins().exact(Request.prepared(account, id, "iban-1-x9"), Reads.FEW);
            }
            pair.twins().batch(account, List.of(List.of(FIVE, "iban-1-x9"), List.of(SIX, "iban-2-x9")));
            String entry = "INSERT INTO entry (account, pos, iban) VALUES (CAST(? AS bigint), CAST(? AS integer), ?)";
            for (Object[] key : KEYS) {
                pair.twins().exact(Request.prepared(entry, key[0], key[1], "iban-2-x9"), Reads.FEW);
            }
            for (String number : List.of("CAST('77' AS bigint)", "CAST(-12.5 AS bigint)", "CAST(78 AS bigint)")) {
                String text = "INSERT INTO entry (account, pos, iban) VALUES (" + number + ", 1, 'iban-3-x9')";
                pair.twins().exact(Request.text(text), Reads.FEW);
            }
            for (String number : List.of("'12.5'", "'0x10'", "'1e3'", "2e1", "TRUE")) {
                String text = "INSERT INTO entry (account, pos, iban) VALUES (CAST(" + number
                        + " AS bigint), 2, 'iban-3-x9')";
                pair.twins().either(Request.text(text), Reads.FEW);
            }
            pair.markers.add("iban-");
            pair.check(TABLES);
        }
    }

    @Test
    void areKnownToReturningAndOnConflict(@TempDir Path folder) throws SQLException, IOException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (Pair pair = pair(folder)) {
            pair.twins()
                    .exact(
                            Request.prepared("INSERT INTO account (id, iban) VALUES (?::uuid, ?)", ONE, "iban-1-x9"),
                            Reads.FEW);
            for (String cast : List.of("CAST(? AS uuid)", "?::uuid")) {
                for (String clause : CLAUSES) {
                    String insert = "INSERT INTO account (id, iban) VALUES (" + cast + ", ?)" + clause;
                    for (Object id : List.of(ONE, TWO, "none", new Null(Types.VARCHAR))) {
                        pair.twins().exact(Request.prepared(insert, id, "iban-2-x9"), Reads.FEW);
                        pair.twins().compare(TABLES, Reads.FEW);
                    }
                }
                pair.twins().exact(Request.text("DELETE FROM account"), Reads.FEW);
            }
            pair.twins()
                    .exact(
                            Request.prepared(
                                    "INSERT INTO account (id, iban) VALUES (uuid '" + ONE + "', ?), (?::uuid, ?)"
                                            + " ON CONFLICT (id) DO UPDATE SET iban = excluded.iban RETURNING *",
                                    "iban-3-x9",
                                    TWO,
                                    "iban-4-x9"),
                            Reads.FEW);
            String entry = "INSERT INTO entry (account, pos, iban) VALUES (CAST(? AS bigint), ?::int, ?)"
                    + " ON CONFLICT (iban) DO UPDATE SET owner = 'found' RETURNING account, pos, iban";
            for (TestDatabase each : List.of(database, pair.plainDatabase())) {
                each.execute(
                        "create unique index one_iban on entry (" + (each == database ? "iban_idx" : "iban") + ")");
            }
            for (Object[] key : KEYS) {
                pair.twins().exact(Request.prepared(entry, key[0], key[1], "iban-2-x9"), Reads.FEW);
                pair.twins().exact(Request.prepared(entry, key[0], key[1], "iban-" + key[0] + "-x9"), Reads.FEW);
            }
            pair.markers.add("iban-");
            pair.check(TABLES);
        }
    }

    /** What may be stored otherwise than it is written is left to the stored row, as before. */
    @Test
    void otherCastsAreNot(@TempDir Path folder) throws SQLException, IOException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (Pair pair = pair(folder)) {
            for (String cast : List.of(
                    "?::smallint", "?::numeric(3)", "?::varchar(1)::bigint", "?::text::bigint", "NULL::bigint")) {
                String insert = "INSERT INTO entry (account, pos, iban) VALUES (" + cast + ", 1, 'iban-1-x9')";
                Request returning = cast.contains("?")
                        ? Request.prepared(insert + " RETURNING pos", "12")
                        : Request.text(insert + " RETURNING pos");
                pair.twins().refused(returning, "known only when the row is stored");
            }
            pair.twins()
                    .exact(
                            Request.prepared(
                                    "INSERT INTO entry (account, pos, iban) VALUES (?::numeric(3), 1, 'iban-1-x9')",
                                    "12.5"),
                            Reads.FEW);
            pair.check(TABLES);
        }
    }
}

package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ON CONFLICT and RETURNING of PostgreSQL, ON DUPLICATE KEY UPDATE of MariaDB: thousands of random statements on a few rows, plain and sealed. */
@OnEveryDatabase({Engine.POSTGRESQL, Engine.MARIADB})
class UpsertTest {

    private static final long SEED = Long.getLong("rowseal.seed", 20261125);
    private static final int STATEMENTS = Integer.getInteger("rowseal.statements", 600);

    private final Random random = new Random(SEED);
    private final TestDatabase database;

    UpsertTest(TestDatabase database) {
        this.database = database;
    }

    private boolean mariaDb() {
        return database.engine() == Engine.MARIADB;
    }

    private Pair pair(Path folder) throws SQLException {
        Dialect dialect = Dialect.named(database.engine().productName());
        String rest = ", visits int not null default 0, city varchar(20) unique)";
        return new Pair(
                database,
                folder,
                """
                tables:
                  person:
                    row-id: { id: bigint }
                    columns:
                      ssn: { type: varchar(24), lookup: equality }
                      notes: { type: text }
                """,
                List.of("create table person (id bigint primary key, ssn "
                        + dialect.ddl(DeclaredType.parse("varchar(24)")) + " unique, notes "
                        + dialect.ddl(DeclaredType.parse("text")) + rest),
                List.of("create table person (id bigint primary key, ssn " + database.binaryType() + ", ssn_idx "
                        + database.binaryType(16) + " unique, notes " + database.binaryType() + rest));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private final List<String> secrets = new ArrayList<>();

    private @Nullable String secret(Pair pair) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        if (secrets.size() < 12) {
            String secret = "secret-" + Long.toHexString(random.nextLong() | 1L << 62);
            pair.markers.add(secret);
            secrets.add(secret);
        }
        return one(secrets);
    }

    private Request statement(Pair pair) {
        List<@Nullable Object> values = new ArrayList<>();
        int rows = random.nextInt(3) == 0 ? 2 : 1;
        StringBuilder sql = new StringBuilder(
                "INSERT INTO person" + (mariaDb() ? "" : " AS p") + " (id, ssn, notes, city, visits) VALUES ");
        for (int i = 0; i < rows; i++) {
            sql.append(i == 0 ? "" : ", ").append("(?, ?, ?, ?, 1)");
            values.addAll(Arrays.asList(
                    1L + random.nextInt(8),
                    secret(pair),
                    secret(pair),
                    random.nextInt(3) > 0 ? "city" + random.nextInt(12) : null));
        }
        if (mariaDb()) {
            duplicateKey(pair, sql, values);
        } else {
            onConflict(pair, sql, values, rows);
        }
        return new Request(sql.toString(), values);
    }

    private void onConflict(Pair pair, StringBuilder sql, List<@Nullable Object> values, int rows) {
        sql.append(one(List.of(
                "",
                " ON CONFLICT DO NOTHING",
                " ON CONFLICT (id) DO NOTHING",
                " ON CONFLICT (ssn) DO NOTHING",
                " ON CONFLICT (city) DO NOTHING",
                " ON CONFLICT ON CONSTRAINT person_pkey DO NOTHING",
                " ON CONFLICT (id) DO UPDATE SET ",
                " ON CONFLICT (id) DO UPDATE SET ",
                " ON CONFLICT (ssn) DO UPDATE SET ",
                " ON CONFLICT (ssn) DO UPDATE SET ",
                " ON CONFLICT (city) DO UPDATE SET ",
                " ON CONFLICT ON CONSTRAINT person_city_key DO UPDATE SET ")));
        boolean byRowId = sql.indexOf("(id) DO") > 0 || sql.indexOf("DO UPDATE") < 0;
        if (sql.toString().endsWith("SET ")) {
            sets(pair, sql, values, rows == 1 || !byRowId);
        }
        sql.append(
                one(List.of("", "", " RETURNING id", " RETURNING *", " RETURNING notes, ssn AS s, visits + 1 AS v")));
    }

    private void duplicateKey(Pair pair, StringBuilder sql, List<@Nullable Object> values) {
        if (random.nextInt(6) == 0) {
            return;
        }
        List<String> sets = new ArrayList<>();
        if (random.nextBoolean()) {
            sets.add(one(List.of("visits = visits + VALUES(visits)", "visits = VALUES(visits)", "visits = visits")));
        }
        if (random.nextBoolean()) {
            sets.add(one(List.of("notes = VALUES(notes)", "notes = IFNULL(VALUES(notes), notes)", "notes = notes")));
        }
        if (random.nextInt(3) == 0) {
            sets.add("city = lower(VALUES(city))");
        }
        if (random.nextBoolean() || sets.isEmpty()) {
            String ssn =
                    one(List.of("VALUES(ssn)", "coalesce(VALUE(ssn), ssn)", "coalesce(ssn, VALUES(ssn))", "?", "ssn"));
            sets.add("ssn = " + ssn);
            if (ssn.equals("?")) {
                values.add(secret(pair));
            }
        }
        sql.append(" ON DUPLICATE KEY UPDATE ").append(String.join(", ", sets));
    }

    private void sets(Pair pair, StringBuilder sql, List<@Nullable Object> values, boolean single) {
        List<String> sets = new ArrayList<>(List.of("visits = p.visits + excluded.visits"));
        String ssn = one(List.of(
                "excluded.ssn",
                "coalesce(excluded.ssn, p.ssn)",
                "coalesce(p.ssn, excluded.ssn)",
                "p.ssn",
                "DEFAULT",
                "?"));
        if (single || !List.of("?", "DEFAULT").contains(ssn)) {
            sets.add("ssn = " + ssn);
            if (ssn.equals("?")) {
                values.add(secret(pair));
            }
        }
        if (random.nextBoolean()) {
            sets.add("notes = excluded.notes");
        }
        if (random.nextBoolean()) {
            sets.add("city = lower(excluded.city)");
        }
        sql.append(String.join(", ", sets));
        if (random.nextInt(3) == 0) {
            sql.append(" WHERE p.visits < ?");
            values.add(random.nextInt(6));
        }
    }

    /** PostgreSQL fails where a statement comes upon a row again, and its transaction takes nothing more. */
    @Test
    void aRowASecondTimeInATransaction(@TempDir Path folder) throws SQLException {
        String sql = "INSERT INTO person (id, ssn) VALUES (1, 'secret'), (2, 'secret') "
                + (mariaDb() ? "ON DUPLICATE KEY UPDATE" : "ON CONFLICT (ssn) DO UPDATE SET") + " visits = 9";
        try (Pair pair = pair(folder)) {
            List<Side> both = List.of(pair.twins().sealed(), pair.twins().plain());
            for (Side side : both) {
                side.connection().setAutoCommit(false);
            }
            pair.twins().exact(Request.text(sql), Reads.FEW);
            pair.twins().exact(Request.text("SELECT count(*) AS n FROM person"), Reads.FEW);
            for (Side side : both) {
                side.connection().rollback();
            }
            pair.twins().exact(Request.text("SELECT count(*) AS n FROM person"), Reads.FEW);
        }
    }

    @Test
    void randomUpserts(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder)) {
            for (boolean autocommit : List.of(true, false)) {
                for (Side side : List.of(pair.twins().sealed(), pair.twins().plain())) {
                    side.connection().setAutoCommit(autocommit);
                }
                for (int i = 0; i < STATEMENTS / 2; i++) {
                    Outcome outcome =
                            pair.twins().exact(statement(pair), i % 10 == 0 && !mariaDb() ? Reads.ALL : Reads.FEW);
                    boolean failed = outcome instanceof Outcome.Failed;
                    if (!autocommit && (failed || i % 7 == 0)) {
                        for (Side side :
                                List.of(pair.twins().sealed(), pair.twins().plain())) {
                            if (failed) {
                                side.connection().rollback();
                            } else {
                                side.connection().commit();
                            }
                        }
                    }
                    if (random.nextInt(20) == 0) {
                        pair.twins()
                                .exact(
                                        Request.prepared("DELETE FROM person WHERE id = ?", 1L + random.nextInt(8)),
                                        Reads.FEW);
                    }
                }
                for (Side side : List.of(pair.twins().sealed(), pair.twins().plain())) {
                    if (!autocommit) {
                        side.connection().rollback();
                        side.connection().setAutoCommit(true);
                    }
                }
            }
            for (String secret : secrets) {
                pair.twins().exact(Request.prepared("SELECT * FROM person WHERE ssn = ?", secret), Reads.FEW);
            }
            assertThat(pair.twins().exact()).isGreaterThan(STATEMENTS);
            pair.check(List.of("person"));
        }
    }
}

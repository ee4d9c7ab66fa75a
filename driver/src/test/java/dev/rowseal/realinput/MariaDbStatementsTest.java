package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that MariaDB alone has, on plaintext and sealed twins. */
@OnEveryDatabase(Engine.MARIADB)
class MariaDbStatementsTest {

    private static final List<String> TABLES = List.of("person", "chart");

    private final TestDatabase database;

    MariaDbStatementsTest(TestDatabase database) {
        this.database = database;
    }

    private Pair pair(Path folder) throws SQLException {
        String person = "create table person (id bigint primary key, city varchar(20) default 'Ulm', pos int unique, ";
        String chart = "create table chart (id bigint auto_increment primary key, ward varchar(20), memo ";
        String text = " character set utf8mb4 collate utf8mb4_nopad_bin";
        Pair pair = new Pair(
                database,
                folder,
                """
                tables:
                  person:
                    row-id: { id: bigint }
                    columns:
                      ssn: { type: varchar(14), lookup: equality }
                      notes: { type: text }
                  chart:
                    row-id: { id: bigint }
                    columns:
                      memo: { type: varchar(40), lookup: equality, index-column: ssn_idx }
                """,
                List.of(
                        person + "ssn varchar(14)" + text + ", notes longtext" + text + ")",
                        chart + "varchar(40)" + text + ")"),
                List.of(
                        person + "ssn varbinary(200), ssn_idx varbinary(16), notes longblob)",
                        chart + "varbinary(300), ssn_idx varbinary(16))"));
        for (int i = 0; i < 30; i++) {
            pair.markers.add("ssn-" + i + "-x9");
            pair.markers.add("notes-" + i + "-x9");
        }
        return pair;
    }

    private static void fill(Pair pair, int people) throws SQLException {
        List<List<?>> rows = new ArrayList<>();
        for (int i = 1; i <= people; i++) {
            rows.add(Arrays.asList((long) i, "city" + i % 3, i, "ssn-" + i % 4 + "-x9", "notes-" + i % 30 + "-x9"));
        }
        pair.twins().batch("INSERT INTO person (id, city, pos, ssn, notes) VALUES (?, ?, ?, ?, ?)", rows);
    }

    private static void exact(Pair pair, Request... requests) throws SQLException {
        for (Request request : requests) {
            pair.twins().exact(request, Reads.FEW);
            pair.twins().compare(TABLES, Reads.FEW);
        }
    }

    @Test
    void insertsWhatSetAssigns(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder)) {
            exact(
                    pair,
                    Request.prepared("INSERT INTO person SET id = ?, ssn = ?, notes = ?", 1L, "ssn-1-x9", "notes-1-x9"),
                    Request.prepared(
                            "INSERT INTO person SET notes = ?, city = upper(?), id = ?", "notes-2-x9", "x", 2L),
                    Request.text("INSERT INTO person SET id = 3, ssn = 'ssn-3-x9', notes = DEFAULT, city = DEFAULT"),
                    Request.text(
                            "INSERT INTO person SET `id` = 4, person.SSN = \"ssn-4-x9\", pos = id + 5, city = NULL"),
                    Request.text("INSERT INTO person SET id = 5, ssn = 'ssn-5-x9' RETURNING ssn, id, notes"),
                    Request.text("INSERT INTO person SET id = 1, ssn = 'ssn-6-x9'"),
                    Request.text("INSERT INTO person SET id = 6, ssn = 'much too long for it'"),
                    Request.prepared("INSERT INTO chart SET memo = ?", "notes-7-x9"),
                    Request.prepared("INSERT INTO chart SET ward = ?, memo = ?, id = DEFAULT", "w", "notes-8-x9"),
                    Request.text("INSERT INTO chart SET id = 40, memo = 'notes-9-x9'"),
                    Request.text("SELECT id FROM person WHERE ssn = 'ssn-4-x9'"));
            pair.twins()
                    .batch(
                            "INSERT INTO person SET ssn = ?, id = ?",
                            List.of(List.of("ssn-11-x9", 11L), List.of("ssn-12-x9", 12L)));
            for (String refused : List.of(
                    "INSERT INTO person SET id = 7, ssn = upper('x')",
                    "INSERT INTO person SET id = 7, ssn = 'x', city = ssn",
                    "INSERT INTO person SET id = 7, ssn_idx = 'x'",
                    "INSERT person SET id = 7, ssn = 'x'",
                    "INSERT IGNORE INTO person SET id = 7, ssn = 'x'",
                    "INSERT IGNORE INTO person (id, ssn) VALUES (7, 'x')")) {
                pair.twins().refused(Request.text(refused), "");
            }
            pair.check(TABLES);
        }
    }

    @Test
    void locksRowsInShareMode(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder)) {
            fill(pair, 6);
            for (String lock : List.of("", " NOWAIT", " SKIP LOCKED", " WAIT 3")) {
                exact(
                        pair,
                        Request.prepared(
                                "SELECT id, ssn FROM person WHERE ssn = ? ORDER BY id LIMIT ? LOCK IN SHARE MODE"
                                        + lock,
                                "ssn-1-x9",
                                1),
                        Request.text("select p.notes from person p where p.id = 1 lock /* x */ in\nshare mode" + lock));
            }
            exact(
                    pair,
                    Request.text("SELECT notes, 'LOCK IN SHARE MODE \\\\ FOR SHARE OF x' AS x FROM person WHERE id = 2"
                            + " LOCK IN SHARE MODE"),
                    Request.text("SELECT c.ward FROM chart c WHERE c.id IN"
                            + " (SELECT p.id FROM person p WHERE p.ssn = 'ssn-1-x9' LOCK IN SHARE MODE)"));
            try (Twins other = pair.session()) {
                pair.twins().sealed().connection().setAutoCommit(false);
                pair.twins()
                        .sealed()
                        .run(Request.text("SELECT ssn FROM person WHERE id = 3 LOCK IN SHARE MODE"), Reads.FEW);
                assertThat(other.sealed()
                                .run(Request.text("SELECT ssn FROM person WHERE id = 3 FOR UPDATE NOWAIT"), Reads.FEW))
                        .isInstanceOf(Outcome.Failed.class);
                pair.twins().sealed().connection().rollback();
                pair.twins().sealed().connection().setAutoCommit(true);
            }
            pair.check(TABLES);
        }
    }

    @Test
    void changesRowsInAnOrderAndNoMoreThanSo(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder)) {
            fill(pair, 600);
            exact(
                    pair,
                    Request.text("UPDATE person SET city = 'a' WHERE ssn = 'ssn-1-x9' ORDER BY id LIMIT 2"),
                    Request.prepared(
                            "UPDATE person SET notes = ? WHERE ssn = ? ORDER BY pos DESC, id LIMIT ?",
                            "notes-3-x9",
                            "ssn-2-x9",
                            3),
                    Request.text("UPDATE person p SET p.notes = 'notes-5-x9' ORDER BY p.pos DESC LIMIT 300"),
                    // Without the order the first row would meet the next one's number.
                    Request.text("UPDATE person SET pos = pos + 1 WHERE ssn <> 'nobody' ORDER BY pos DESC"),
                    Request.text("UPDATE person SET pos = pos + 1 WHERE ssn <> 'nobody' ORDER BY pos"),
                    Request.text("UPDATE person SET city = 'b' WHERE city = 'a' ORDER BY id LIMIT 1"),
                    Request.prepared("UPDATE person SET ssn = ? WHERE id = ? ORDER BY id LIMIT ?", "ssn-9-x9", 9L, 1),
                    Request.text("UPDATE person SET ssn = notes, notes = NULL WHERE id > 20 ORDER BY id DESC LIMIT 4"),
                    Request.text("UPDATE person SET id = 1000 WHERE ssn = 'ssn-3-x9' ORDER BY id LIMIT 1"),
                    Request.prepared("DELETE FROM person WHERE ssn = ? ORDER BY id DESC LIMIT ?", "ssn-2-x9", 2),
                    Request.text("DELETE FROM person WHERE ssn IN ('ssn-1-x9', 'ssn-3-x9') LIMIT 1000"),
                    Request.text("DELETE FROM person ORDER BY id DESC LIMIT 3"),
                    Request.text("DELETE FROM person ORDER BY city, id LIMIT 3 RETURNING id, ssn"));
            assertThat(pair.twins().exact()).isGreaterThan(20);
            for (String refused : List.of(
                    "UPDATE person SET city = 'a' ORDER BY ssn LIMIT 2",
                    "UPDATE person SET city = 'a' WHERE ssn = 'x' ORDER BY ssn_idx",
                    "UPDATE person SET city = 'a' WHERE ssn = 'x' ORDER BY 1",
                    "DELETE FROM person ORDER BY notes LIMIT 1",
                    "DELETE FROM person WHERE ssn = 'x' ORDER BY id + 1 LIMIT 1")) {
                pair.twins().refused(Request.text(refused), "");
            }
            pair.check(TABLES);
        }
    }

    @Test
    void comparesIndexesOfJoinsInHaving(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder)) {
            fill(pair, 24);
            String join = " FROM person p LEFT JOIN person q ON q.pos = p.pos + 1 ";
            exact(
                    pair,
                    Request.text(
                            "INSERT INTO chart (memo, ward) VALUES ('notes-1-x9', 'city1'), ('notes-2-x9', 'city2')"),
                    // Two indexes of one name, of columns of different ones.
                    Request.text(
                            "SELECT p.ssn, c.memo FROM person p JOIN chart c ON c.ward = p.city GROUP BY p.ssn, c.memo"
                                    + " HAVING p.ssn <> 'ssn-1-x9' AND c.memo IN ('notes-1-x9', 'x')"),
                    Request.prepared(
                            "SELECT p.ssn, count(*)" + join + "GROUP BY p.ssn HAVING p.ssn <> ? AND count(*) > 1",
                            "ssn-1-x9"),
                    Request.text("SELECT count(*) AS n" + join
                            + "GROUP BY q.ssn HAVING q.ssn IS NULL OR NOT (q.ssn = 'ssn-2-x9')"),
                    Request.text("SELECT q.ssn, p.city" + join
                            + "GROUP BY p.city, q.ssn HAVING q.ssn IN ('ssn-2-x9', 'ssn-3-x9')"),
                    Request.text("SELECT p.ssn" + join + "GROUP BY p.ssn HAVING coalesce(p.ssn <> 'ssn-1-x9', TRUE)"),
                    Request.text("SELECT p.city, count(DISTINCT p.ssn)" + join
                            + "GROUP BY p.city HAVING count(DISTINCT q.ssn) > 1"));
            for (String refused : List.of(
                    "SELECT p.id" + join + "GROUP BY p.ssn, q.ssn HAVING p.ssn = q.ssn",
                    "SELECT p.city" + join + "GROUP BY p.city HAVING p.ssn <> 'x'",
                    "SELECT p.city" + join + "GROUP BY p.city HAVING coalesce(p.ssn <> 'x', TRUE)",
                    "SELECT p.ssn" + join
                            + "GROUP BY p.ssn HAVING EXISTS (SELECT 1 FROM chart c WHERE c.memo = p.ssn)")) {
                pair.twins().refused(Request.text(refused), "");
            }
            pair.check(TABLES);
        }
    }
}

package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.h2.api.AggregateFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that a review found to differ from their plaintext twins, or to be refused for nothing. */
@OnEveryDatabase
class ReviewedQueriesTest {

    private static final List<String> QUERIES = List.of(
            "SELECT DISTINCT ssn, row_number() OVER w AS r FROM person WINDOW w AS (ORDER BY id) ORDER BY 2",
            "SELECT ssn, count(ssn) OVER () AS n FROM person GROUP BY ssn",
            "SELECT id, count(ssn) OVER (PARTITION BY city) AS n FROM person ORDER BY id",
            "SELECT p.ssn, (SELECT count(*) FROM stay v WHERE p.ssn IS NULL) AS n FROM person p GROUP BY p.ssn",
            "SELECT p.ssn FROM person p GROUP BY p.ssn HAVING EXISTS (SELECT 1 FROM stay v WHERE p.ssn IS NULL)",
            "SELECT p.id FROM person p WHERE EXISTS (SELECT 1 FROM stay v WHERE p.ssn IS NULL AND p.notes IS NOT NULL)"
                    + " ORDER BY p.id",
            "SELECT count(CASE WHEN notes IS NULL THEN 1 END) FROM person HAVING count(CASE WHEN notes IS NULL THEN 1"
                    + " END) < 9");

    /** Exact, refused, or what the database does not have. */
    private static final List<String> EITHER = List.of(
            "SELECT ssn AS city, id, count(*) FROM person GROUP BY city, id",
            "SELECT id, count(*) FROM person GROUP BY id, notes HAVING notes IS NOT NULL",
            "WITH d(a) AS (SELECT ssn, city FROM person) SELECT a, city FROM d ORDER BY city",
            "WITH d(a) AS (SELECT ssn, city FROM person) SELECT count(*) FROM d WHERE a = 'ssn-3-x9'",
            "WITH d(a) AS (SELECT ssn, upper(city) FROM person) SELECT count(*) FROM d WHERE a = 'ssn-3-x9'",
            "SELECT p.id, p.ssn, count(*) FROM person p GROUP BY p.id",
            "SELECT p.id, p.notes FROM person p GROUP BY p.id, p.notes");

    private static final List<String> OF_POSTGRESQL = List.of(
            "SELECT city FROM person GROUP BY city HAVING count(*) FILTER (WHERE notes IS NOT NULL) > 0",
            "SELECT ssn::text AS s, count(*) FROM person GROUP BY ssn",
            "SELECT d.a, city FROM (SELECT ssn, city, id FROM person) d(a) ORDER BY id",
            "SELECT count(*) FROM (SELECT ssn, city FROM person) d(a) WHERE a = 'ssn-3-x9'",
            "SELECT pg_catalog.count(*) FROM person WHERE ssn = 'ssn-3-x9'",
            "SELECT \"pg_catalog\".max(pos) FROM person WHERE ssn = 'ssn-3-x9'",
            "SELECT range_agg(int4range(pos, pos + 2)) FROM person WHERE ssn = 'ssn-3-x9'",
            "SELECT json_agg_strict(city) FROM person WHERE ssn = 'ssn-3-x9'",
            "SELECT jsonb_agg_strict(city) FROM person WHERE ssn = 'ssn-3-x9'",
            "SELECT json_object_agg_strict(city, pos) FROM person WHERE ssn = 'ssn-3-x9'",
            "SELECT jsonb_object_agg_unique_strict(city, pos) FROM person WHERE ssn = 'ssn-3-x9'",
            "SELECT rank(4) WITHIN GROUP (ORDER BY pos) FROM person WHERE ssn = 'ssn-2-x9'",
            "SELECT 1 AS one FROM person WHERE ssn = 'ssn-3-x9' ORDER BY count(*)");

    private static final List<String> OF_H2 = List.of(
            "SELECT id FROM person WHERE (ssn, 1) = (NULL, 1) AND (id, 1) = (NULL, 1)",
            "SELECT id FROM person WHERE (NULL, 1) = (ssn, 1) AND (NULL, 1) = (id, 1)",
            "SELECT id FROM person WHERE (ssn, pos) IN ((NULL, 1)) AND (id, pos) IN ((NULL, 1))",
            "SELECT id FROM person WHERE (ssn, pos) IN ((NULL, 1)) AND (id, pos) IN ((NULL, 1), (3, 3))",
            "SELECT id FROM person WHERE (city, ssn) NOT IN (('a', 'ssn-1-x9'), (CAST('city1' AS varchar(9)),"
                    + " 'ssn-4-x9'))",
            "SELECT bit_or_agg(pos) FROM person WHERE ssn = 'ssn-3-x9'",
            "SELECT envelope(CAST(NULL AS geometry)) FROM person WHERE ssn = 'ssn-2-x9'",
            "SELECT lcm_agg(pos), varp(pos) FROM person WHERE ssn = 'ssn-2-x9'",
            "SELECT rank(4) WITHIN GROUP (ORDER BY pos) FROM person WHERE ssn = 'ssn-2-x9'",
            "SELECT bit_and_agg(pos), count(*) FROM person WHERE ssn IN ('ssn-3-x9', 'ssn-2-x9')");

    /** Lists of rows that H2 takes otherwise once they are constant as a whole and hold a NULL. */
    private static final List<String> ROWS_WITH_NULL = List.of(
            "DELETE FROM person WHERE (ssn, nick) NOT IN (('ssn-1-x9', 'nick-1-x9'), (NULL, 'nick-2-x9'))",
            "DELETE FROM person WHERE (city, ssn) NOT IN ((NULL, 'ssn-1-x9'), ('city0', 'ssn-3-x9'))",
            "SELECT id, (city, ssn) IN (('a', NULL), ('b', 'ssn-3-x9')) AS x FROM person ORDER BY id",
            "SELECT id, ROW (ssn, nick) NOT IN (ROW ('ssn-1-x9', 'a'), ROW ((NULL), 'nick-2-x9')) AS x FROM person"
                    + " ORDER BY id",
            "SELECT id FROM person WHERE (city, ssn) NOT IN ((CAST(NULL AS varchar), 'ssn-1-x9'), ('c', 'ssn-3-x9'))",
            "SELECT id FROM person WHERE (city, ssn) NOT IN ((nullif('a', 'a'), 'ssn-1-x9'), ('c', 'ssn-3-x9'))");

    private final TestDatabase database;

    ReviewedQueriesTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void areExactOrRefused(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 9);
            for (String query : QUERIES) {
                pair.twins().exact(Request.text(query), Reads.FEW);
            }
            for (String query : EITHER) {
                pair.twins().either(Request.text(query), Reads.FEW);
            }
            pair.twins()
                    .exact(
                            Request.prepared(
                                    "UPDATE person SET ssn = ? WHERE id = ?", "new-x9", new Null(Types.BIGINT)),
                            Reads.FEW);
            pair.twins()
                    .exact(
                            Request.prepared(
                                    "UPDATE person SET notes = ?, city = ? WHERE id = ? AND ssn = ?",
                                    "new-x9",
                                    "c",
                                    new Null(Types.BIGINT),
                                    "ssn-3-x9"),
                            Reads.FEW);
            pair.twins().exact(Request.prepared("DELETE FROM person WHERE id = ?", new Null(Types.BIGINT)), Reads.FEW);
            List<String> own = switch (database.engine()) {
                case POSTGRESQL -> OF_POSTGRESQL;
                case H2 -> OF_H2;
                case MARIADB -> List.of();
            };
            for (String query : own) {
                pair.twins().exact(Request.text(query), Reads.FEW);
            }
            pair.check(People.TABLES);
        }
    }

    @Test
    void rowsWithNullAmongThem(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 9);
            for (String query : ROWS_WITH_NULL) {
                if (database.engine() == Engine.H2) {
                    pair.twins().refused(Request.text(query), "NULL among the rows of an IN");
                    pair.twins().refused(Request.prepared(query), "NULL among the rows of an IN");
                }
            }
            for (String rows : List.of(
                    "('a', 'ssn-1-x9'), ('city1', 'ssn-4-x9')",
                    "(NULL, 'ssn-1-x9')",
                    "('a', 'ssn-1-x9'), (NULL, 'ssn-4-x9'), ('b', ?)",
                    "(?, 'ssn-1-x9'), ('a', NULL)")) {
                for (String in : List.of("IN", "NOT IN")) {
                    String query = "SELECT id FROM person WHERE (city, ssn) " + in + " (" + rows + ") ORDER BY id";
                    Request request = rows.contains("?") ? Request.prepared(query, "x") : Request.text(query);
                    pair.twins().exact(request, Reads.FEW);
                }
            }
            pair.check(People.TABLES);
        }
    }

    /** H2 reads from the table, the others from the query. */
    @Test
    void namesOfWithThatTablesHave(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 9);
            for (TestDatabase each : List.of(database, pair.plainDatabase())) {
                each.execute("create table ward (id bigint primary key, name varchar(20))");
                each.execute("insert into ward (id, name) values (1, 'open')");
                each.execute("create view hall as select id, name from ward");
            }
            for (String query : List.of(
                    "WITH ward AS (SELECT id, ssn AS name FROM person) SELECT name FROM ward WHERE id = 1",
                    "WITH Ward AS (SELECT id, city AS name FROM person) SELECT name FROM ward WHERE id = 1",
                    "SELECT name FROM (WITH hall AS (SELECT id, ssn AS name FROM person) SELECT name FROM hall WHERE"
                            + " id = 1) d",
                    "WITH ward AS (SELECT 1 AS id, 'x' AS name) SELECT p.ssn, w.name FROM person p JOIN ward w ON w.id"
                            + " = p.id")) {
                if (database.engine() == Engine.H2) {
                    pair.twins().refused(Request.text(query), "has the name of a table");
                } else {
                    pair.twins().exact(Request.text(query), Reads.FEW);
                }
            }
            pair.twins().exact(Request.text("WITH ward AS (SELECT 1 AS id) SELECT id FROM ward"), Reads.FEW);
            String other =
                    "WITH d AS (SELECT id, ssn AS name FROM person) SELECT d.name, w.name FROM d JOIN ward w ON w.id ="
                            + " d.id";
            pair.twins().exact(Request.text(other), Reads.FEW);
            pair.check(People.TABLES);
        }
    }

    /** An aggregate of H2's API. */
    public static final class Most implements AggregateFunction {
        private int most;

        @Override
        public int getType(int[] types) {
            return Types.INTEGER;
        }

        @Override
        public void add(Object value) {
            most = Math.max(most, (Integer) value);
        }

        @Override
        public Object getResult() {
            return most;
        }
    }

    /** The database tells what they are: nothing is put beside them. */
    @Test
    void aggregatesOfTheApplicationsOwn(@TempDir Path folder) throws SQLException, IOException {
        String made = switch (database.engine()) {
            case H2 -> "create aggregate most for '" + Most.class.getName() + "'";
            case POSTGRESQL -> "create aggregate most(integer) (sfunc = int4larger, stype = integer)";
            case MARIADB ->
                "create aggregate function most(x integer) returns integer begin declare most integer default 0;"
                        + " declare continue handler for not found return most;"
                        + " loop fetch group next row; set most = greatest(most, x); end loop; end";
        };
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 9);
            database.execute(made);
            pair.plainDatabase().execute(made);
            for (String where : List.of("ssn = 'ssn-2-x9'", "ssn = 'nobody'", "ssn IN ('ssn-2-x9', 'ssn-3-x9')")) {
                String query = "SELECT most(pos) AS m FROM person WHERE " + where;
                pair.twins().exact(Request.text(query + " HAVING 1 = 1"), Reads.FEW);
                pair.twins().exact(Request.text("SELECT m FROM (" + query + " HAVING 1 = 1) d"), Reads.FEW);
            }
            for (String query : List.of(
                    "SELECT most(pos) AS m FROM person WHERE ssn IN ('ssn-2-x9', 'ssn-3-x9')",
                    "SELECT " + (database.engine() == Engine.MARIADB ? "" : "public.")
                            + "most(pos) AS m FROM person WHERE ssn IN ('ssn-2-x9', 'ssn-3-x9')",
                    "SELECT p.nick, (SELECT MOST(pos) FROM person q WHERE q.ssn = p.ssn) AS m FROM person p ORDER BY"
                            + " p.id",
                    "SELECT city, most(pos) AS m FROM person WHERE ssn <> 'ssn-2-x9' GROUP BY city ORDER BY city",
                    "SELECT m FROM (SELECT Most(pos) AS m FROM person WHERE ssn = 'ssn-2-x9') d")) {
                pair.twins().exact(Request.text(query), Reads.FEW);
            }
            pair.check(People.TABLES);
        }
    }

    @Test
    void arraysAreCompared(@TempDir Path folder) throws SQLException, IOException {
        if (database.engine() == Engine.MARIADB) {
            return;
        }
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 5);
            for (Side side : List.of(pair.twins().plain(), pair.twins().sealed())) {
                assertThat(hits(side.connection()))
                        .containsExactly(
                                "ssn-1-x9 false true",
                                "ssn-2-x9 true false",
                                "ssn-3-x9 true true",
                                "ssn-4-x9 false false",
                                "null false null");
            }
        }
    }

    private static List<String> hits(Connection connection) throws SQLException {
        List<String> hits = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT ssn, id = ANY(?) AS one, ssn = ANY(?) AS two FROM person ORDER BY id")) {
            select.setArray(1, connection.createArrayOf("bigint", new Object[] {2L, 3L}));
            select.setArray(2, connection.createArrayOf("varchar", new Object[] {"ssn-1-x9", "ssn-3-x9"}));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    hits.add(rows.getString(1) + " " + rows.getObject(2) + " " + rows.getObject(3));
                }
            }
        }
        return hits;
    }
}

package dev.rowseal.realinput;

import dev.rowseal.testdb.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The queries of {@link QueriesTest}, one a line; what follows {@code --} are parameters, or the only database it is for.
 * Rows are compared in their order when there is {@code ORDER BY} with one space. */
final class Queries {

    private static final String ALL = """
            SELECT d.ssn FROM (SELECT ssn, city FROM person) d WHERE d.city = 'city1'
            SELECT * FROM (SELECT * FROM person) d ORDER BY id
            SELECT d.* FROM (SELECT p.ssn AS s, p.id AS i FROM person p) d ORDER BY d.i
            SELECT d.s, d.c FROM (SELECT ssn AS s, city AS c FROM person WHERE ssn = ?) d -- 01-secret
            SELECT d.s FROM (SELECT ssn AS s FROM person) d WHERE d.s = ? -- 02-secret
            SELECT x.s FROM (SELECT d.s FROM (SELECT ssn AS s FROM person) d) x WHERE x.s <> ? -- 02-secret
            SELECT d.ssn, c.code FROM (SELECT id, ssn FROM person) d JOIN claim c ON c.person_id = d.id
            SELECT d.ssn FROM (SELECT ssn FROM person WHERE id = 3) d
            SELECT d.notes, d.id FROM (SELECT notes, id FROM person ORDER BY id LIMIT 4) d
            SELECT count(*) FROM (SELECT ssn FROM person WHERE num = 7000001) d
            SELECT p.city, d.n FROM person p JOIN (SELECT person_id, count(*) AS n FROM claim GROUP BY person_id) d ON d.person_id = p.id
            WITH d AS (SELECT id, ssn, city FROM person) SELECT ssn FROM d WHERE city = ? -- city2
            WITH d AS (SELECT * FROM person), e AS (SELECT d.ssn, c.amount FROM d JOIN claim c ON c.person_id = d.id) SELECT * FROM e
            WITH d AS (SELECT ssn, id FROM person WHERE ssn = ?) SELECT a.ssn, b.id FROM d a JOIN d b ON a.ssn = b.ssn -- 03-secret
            WITH d(a, b) AS (SELECT ssn, id FROM person) SELECT a, b FROM d WHERE a = ? -- 01-secret
            WITH v AS (SELECT person_id FROM visit WHERE ward = 'ward1') SELECT ssn, notes FROM person WHERE id IN (SELECT person_id FROM v)
            SELECT id, city FROM person WHERE id IN (SELECT person_id FROM visit WHERE ward = ?) -- ward2
            SELECT id, ssn FROM person WHERE id IN (SELECT person_id FROM claim WHERE code = ?) -- 01-secret
            SELECT id FROM visit WHERE person_id IN (SELECT id FROM person WHERE ssn = ? OR num = 7000002) -- 04-secret
            SELECT id FROM visit WHERE person_id NOT IN (SELECT id FROM person WHERE ssn IS NULL)
            SELECT id, ssn FROM person p WHERE EXISTS (SELECT 1 FROM claim c WHERE c.person_id = p.id AND c.code = ?) -- 02-secret
            SELECT id FROM person p WHERE EXISTS (SELECT * FROM claim c WHERE c.code = p.ssn)
            SELECT id FROM person p WHERE NOT EXISTS (SELECT code FROM claim c WHERE c.code = p.ssn AND c.person_id = p.id)
            SELECT id FROM person WHERE ssn IN (SELECT code FROM claim)
            SELECT id FROM person WHERE ssn NOT IN (SELECT code FROM claim WHERE code IS NOT NULL AND id < 4)
            SELECT id FROM person WHERE ssn = (SELECT c.code FROM claim c WHERE c.id = 2 AND c.part = 'p4')
            SELECT id FROM person WHERE (SELECT max(c.id) FROM claim c WHERE c.code = person.ssn) > 3
            SELECT id FROM person WHERE (id, ssn) IN (SELECT person_id, code FROM claim)
            SELECT id FROM person WHERE (id, ssn) IN ((3, '03-secret'), (4, '01-secret'), (11, '01-secret'))
            SELECT id FROM person WHERE (city, ssn) = (?, ?) -- city1;04-secret
            SELECT id FROM person WHERE (city, ssn) <> (?, ?) -- city1;04-secret
            SELECT p.id, c.id FROM person p JOIN claim c ON p.ssn = c.code
            SELECT p.id, c.id, p.ssn, c.code FROM person p LEFT JOIN claim c ON p.ssn = c.code AND c.amount = 90211.50
            SELECT p.id, c.code FROM person p RIGHT JOIN claim c ON c.person_id = p.id AND p.num = 7000001
            SELECT p.notes, v.ward FROM visit v LEFT JOIN person p ON p.id = v.person_id WHERE p.ssn IS NULL
            SELECT a.id, b.id FROM person a JOIN person b ON a.ssn = b.ssn AND a.id < b.id
            SELECT a.id, b.id FROM person a, person b WHERE a.ssn <> b.ssn AND a.id = 1
            SELECT v.ward, p.ssn FROM visit v JOIN person p USING (city)
            SELECT city, p.ssn FROM visit v JOIN person p USING (city, id)
            SELECT id FROM person WHERE ssn IS DISTINCT FROM ? -- 02-secret
            SELECT id FROM person WHERE ssn IS NOT DISTINCT FROM ? -- 02-secret
            SELECT id FROM person WHERE ssn IS NOT DISTINCT FROM NULL
            SELECT p.id, c.id FROM person p JOIN claim c ON p.ssn IS NOT DISTINCT FROM c.code
            SELECT id, CASE WHEN ssn = ? THEN 'it' WHEN ssn IS NULL THEN 'none' ELSE 'other' END AS what FROM person -- 02-secret
            SELECT id, CASE ssn WHEN '01-secret' THEN 1 WHEN ? THEN 2 ELSE 0 END AS what FROM person -- 02-secret
            SELECT id, ssn = '01-secret' AS same FROM person
            SELECT id FROM person WHERE coalesce(ssn = ?, false) -- 01-secret
            SELECT id FROM person WHERE (ssn) = ('01-secret')
            SELECT id FROM person WHERE ssn = CAST(? AS varchar) -- 01-secret
            SELECT id FROM person WHERE ssn IN (CAST(? AS varchar(11)), CAST('02-secret' AS varchar(20))) -- 01-secret
            SELECT id FROM person WHERE num = CAST('7000001' AS integer) OR num = CAST(? AS integer) -- I7000002
            SELECT id FROM claim WHERE amount = CAST('90211.504' AS decimal(10,2))
            SELECT count(DISTINCT p.ssn) FROM person p
            SELECT DISTINCT p.id, p.notes, p.city FROM person p JOIN visit v ON v.person_id = p.id ORDER  BY p.id
            SELECT count(DISTINCT ssn), count(ssn), count(DISTINCT num) FROM person
            SELECT count(DISTINCT ssn) FROM person p WHERE city <> 'city1'
            SELECT city, count(DISTINCT ssn) AS n FROM person GROUP BY city ORDER BY city
            SELECT ssn, count(*) FROM person GROUP BY ssn
            SELECT p.ssn AS s, p.city, count(*) AS n, min(p.id) AS first FROM person p GROUP BY p.ssn, p.city
            SELECT ssn, count(*) FROM person GROUP BY ssn HAVING count(*) > 2
            SELECT ssn, count(*) FROM person GROUP BY ssn HAVING ssn = '01-secret' OR ssn IS NULL
            SELECT count(*) AS n FROM person GROUP BY ssn ORDER BY n, 1
            SELECT p.ssn, count(v.id) AS n FROM person p LEFT JOIN visit v ON v.person_id = p.id GROUP BY p.id, p.ssn ORDER BY n, p.id
            SELECT p.id, p.ssn, p.notes, count(v.id) FROM person p LEFT JOIN visit v ON v.person_id = p.id GROUP BY p.id, p.ssn, p.notes
            SELECT num, ssn, max(city) FROM person GROUP BY num, ssn
            SELECT amount, code, count(*) FROM claim GROUP BY amount, code
            SELECT DISTINCT ssn FROM person
            SELECT DISTINCT ssn, city FROM person ORDER  BY city
            SELECT DISTINCT p.ssn AS s, p.num, p.city FROM person p WHERE p.num = 7000001 ORDER  BY city LIMIT 20
            SELECT DISTINCT p.ssn, v.ward FROM person p JOIN visit v ON v.person_id = p.id ORDER  BY v.ward DESC
            SELECT DISTINCT code FROM claim WHERE part <> 'p3'
            SELECT count(*) FROM (SELECT DISTINCT ssn, num FROM person) d
            SELECT d.ssn FROM (SELECT DISTINCT ssn, num FROM person) d WHERE d.ssn = ? -- 01-secret
            SELECT d.ssn, d.n FROM (SELECT ssn, count(*) AS n FROM person GROUP BY ssn) d WHERE d.n > 2
            SELECT id FROM visit WHERE city IN (SELECT city FROM person GROUP BY city HAVING count(DISTINCT ssn) > 2)
            SELECT id, row_number() OVER (PARTITION BY ssn ORDER BY id) AS r FROM person ORDER BY id
            SELECT id, ssn, count(*) OVER (PARTITION BY ssn) AS n FROM person WHERE ssn IS NOT NULL
            SELECT id, count(ssn) OVER (PARTITION BY city) AS n FROM person
            SELECT x.id, x.ssn FROM (SELECT id, ssn, row_number() OVER (PARTITION BY ssn ORDER BY id DESC) AS r FROM person) x WHERE x.r = 1 ORDER BY x.id
            SELECT ssn FROM person UNION ALL SELECT ssn FROM person
            SELECT ssn, city FROM person WHERE id < 5 UNION ALL SELECT code, 'none' FROM claim
            SELECT notes AS s, 1 AS k FROM person UNION ALL SELECT NULL, 2 FROM visit
            SELECT num AS s, 1 AS k FROM person UNION ALL SELECT NULL, 2 FROM visit
            SELECT x.s, x.k FROM (SELECT notes AS s, 1 AS k FROM person UNION ALL SELECT NULL, 2 FROM visit) x WHERE x.k < 3
            SELECT x.s, x.k FROM (SELECT NULL AS s, 2 AS k FROM visit UNION ALL SELECT ssn, 1 FROM person) x WHERE x.s = ? OR x.k = 2 -- 01-secret
            SELECT x.s FROM (SELECT ssn AS s FROM person UNION ALL SELECT NULL FROM visit UNION ALL SELECT NULL FROM claim) x WHERE x.s = ? OR x.s IS NULL -- 01-secret
            SELECT x.s, x.n FROM (SELECT ssn AS s, num AS n, id FROM person UNION ALL SELECT code, NULL, id FROM claim) x WHERE x.s = ? AND x.n IS NULL -- 01-secret
            SELECT x.s FROM (SELECT ssn AS s FROM person UNION ALL SELECT notes FROM person) x
            SELECT x.s, y.ssn FROM (SELECT notes AS s, id FROM person UNION ALL SELECT ssn, id FROM person) x JOIN person y ON y.id = x.id
            SELECT x.s FROM (SELECT y.s FROM (SELECT ssn AS s FROM person UNION ALL SELECT NULL FROM visit) y UNION ALL SELECT code FROM claim) x WHERE x.s <> '01-secret'
            SELECT x.id, x.s, x.n, x.t FROM (SELECT id, ssn AS s, CAST(NULL AS integer) AS n, NULL::varchar AS t FROM person UNION ALL SELECT id, CAST(NULL AS varchar), num, notes FROM person UNION ALL SELECT 1, NULL::varchar(11), CAST(NULL AS int), NULL) x ORDER BY x.id -- PostgreSQL
            SELECT CAST(NULL AS varchar(11)) AS s, CAST(NULL AS numeric(10,2)) AS m UNION ALL SELECT code, amount FROM claim -- PostgreSQL
            SELECT x.s, x.m FROM (SELECT CAST(NULL AS varchar(11)) AS s, CAST(NULL AS numeric(10,2)) AS m FROM visit UNION ALL SELECT NULL, NULL FROM visit UNION ALL SELECT ssn, NULL FROM person) x WHERE x.s = '01-secret' OR x.m IS NULL -- PostgreSQL
            SELECT x.s FROM (SELECT CAST(NULL AS character varying) AS s FROM visit UNION ALL SELECT CAST(NULL AS varchar(5)) FROM visit UNION ALL SELECT ssn FROM person) x -- PostgreSQL
            SELECT id FROM person UNION SELECT id FROM claim ORDER BY 1
            SELECT ssn FROM person UNION SELECT code FROM claim
            SELECT ssn, city FROM person UNION SELECT code, 'city1' FROM claim ORDER  BY city
            SELECT ssn FROM person INTERSECT SELECT code FROM claim
            SELECT ssn FROM person EXCEPT SELECT code FROM claim WHERE id < 3
            SELECT u.s FROM (SELECT ssn AS s FROM person UNION ALL SELECT code FROM claim) u WHERE u.s = ? -- 01-secret
            SELECT u.s, count(*) FROM (SELECT ssn AS s FROM person UNION ALL SELECT code FROM claim) u GROUP BY u.s
            SELECT DISTINCT u.s FROM (SELECT ssn AS s FROM person UNION ALL SELECT code FROM claim) u
            SELECT count(*) FROM (SELECT ssn FROM person UNION SELECT code FROM claim) u
            SELECT id FROM visit WHERE id IN (SELECT id FROM person UNION SELECT person_id FROM claim WHERE code = '01-secret')
            SELECT id FROM person WHERE ssn IN (SELECT code FROM claim WHERE id = 1 UNION ALL SELECT ssn FROM person WHERE id = 4)
            SELECT v.id, (SELECT p.ssn FROM person p WHERE p.id = v.person_id) AS s FROM visit v
            SELECT v.id, (SELECT p.ssn FROM person p WHERE p.id = 3) AS s FROM visit v WHERE v.id = 2
            SELECT v.id, (SELECT p.notes FROM person p WHERE p.id = ?) AS s FROM visit v WHERE v.id = 2 -- L3
            SELECT v.id, (SELECT count(DISTINCT p.ssn) FROM person p WHERE p.city = v.city) AS n FROM visit v
            SELECT (SELECT ssn FROM person WHERE id = 4) AS s
            SELECT p.id, (SELECT c.code FROM claim c WHERE c.person_id = p.id AND c.part = 'p5') AS s FROM person p
            SELECT p.ssn, v.id FROM (visit v JOIN person p ON p.id = v.person_id) JOIN claim c ON c.person_id = p.id
            SELECT p.ssn FROM person p WHERE p.id = ? AND EXISTS (SELECT 1 FROM visit v WHERE v.person_id = p.id) -- L3
            SELECT p.ssn FROM person p WHERE p.city IN (SELECT v.city FROM visit v WHERE v.ward = 'ward1') ORDER BY p.id OFFSET 1
            SELECT id FROM person WHERE num IN (?, ?, NULL) OR ssn NOT IN ('01-secret', '02-secret') -- I7000001;I7000002
            SELECT sum(CASE WHEN ssn = '01-secret' THEN 1 ELSE 0 END) AS n FROM person
            SELECT city FROM person GROUP BY city HAVING sum(CASE WHEN ssn = '01-secret' THEN 1 ELSE 0 END) > 0
            SELECT count(*) FILTER (WHERE ssn = '01-secret') AS n FROM person
            SELECT p.ssn FROM person p, (SELECT max(id) AS m FROM visit) d WHERE p.id = d.m
            SELECT t.x, p.ssn FROM (VALUES (1, 'a'), (2, 'b')) t(x, y) JOIN person p ON p.id = t.x
            SELECT p.id FROM person p WHERE p.id = ALL (SELECT person_id FROM claim WHERE code = 'nobody')
            SELECT p.id FROM person p WHERE p.ssn = ANY (SELECT code FROM claim)
            WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT r.n, p.ssn FROM r JOIN person p ON p.id = r.n
            SELECT *, upper(city) AS u FROM person ORDER BY 6, 1
            SELECT p.* FROM person p ORDER BY 2 DESC, (1)
            SELECT *, 1 AS one FROM visit v JOIN person p ON p.id = v.person_id ORDER BY 10, 3, 1
            INSERT INTO visit (id, city) SELECT id + 500, city FROM person WHERE ssn = ? -- 01-secret
            INSERT INTO visit (id, city) VALUES (600, (SELECT city FROM person WHERE id = 2))
            SELECT * FROM visit
            SELECT DISTINCT * FROM (SELECT city FROM person WHERE ssn IN ('01-secret', '02-secret')) d
            SELECT DISTINCT d.* FROM (SELECT city FROM person WHERE ssn = '01-secret' OR id < 9) d
            SELECT d.* FROM (SELECT city, id FROM person WHERE ssn = '01-secret') d ORDER BY 2
            SELECT DISTINCT p.* FROM person p JOIN visit v ON v.city = p.city
            SELECT DISTINCT p.id, p.notes AS n FROM person p LEFT JOIN visit v ON v.city = p.city ORDER BY p.id LIMIT 3
            SELECT DISTINCT v.ward, p.id, p.ssn, p.notes FROM visit v LEFT JOIN person p ON v.person_id = p.id
            SELECT count(*) FROM (SELECT DISTINCT p.id, p.notes FROM person p, visit v) d
            SELECT id FROM person WHERE (? IS NULL OR ssn = ?) -- 01-secret;01-secret
            SELECT id FROM person WHERE (CAST(? AS varchar(20)) IS NULL OR city = 'city1') AND ssn = ? -- city1;01-secret
            SELECT id FROM person WHERE ssn = ? AND (? IS NOT NULL OR CASE WHEN ? IS NULL THEN 1 ELSE 0 END = 1) -- 01-secret;02-secret;03-secret
            SELECT id FROM person WHERE ssn = ANY (?) -- A01-secret,02-secret
            SELECT id FROM person WHERE ssn = ANY (?) -- A
            SELECT id FROM person WHERE NOT ssn = ANY (?) AND num = 7000001 -- A01-secret,02-secret
            SELECT p.id, c.id FROM person p JOIN claim c ON c.code = ANY (?) AND c.code = p.ssn -- A03-secret,01-secret
            SELECT id FROM person WHERE ssn <> ALL (?) -- A01-secret,02-secret
            SELECT id FROM person WHERE ssn <> ALL (?) -- A
            SELECT id FROM person WHERE city = ANY (?) -- Acity1,city2
            SELECT d.s FROM (SELECT ssn AS s FROM person) d WHERE d.s = ANY (?) -- A04-secret
            SELECT ssn, count(*) AS n FROM person GROUP BY (1) -- PostgreSQL
            SELECT id FROM person WHERE ssn = ANY (ARRAY['01-secret', '02-secret']) -- H2
            SELECT DISTINCT ON (city) city, ssn FROM person ORDER BY city, id -- PostgreSQL
            SELECT v.id, l.ssn FROM visit v, LATERAL (SELECT p.ssn FROM person p WHERE p.id = v.person_id) l -- PostgreSQL
            SELECT v.id, l.ssn FROM visit v LEFT JOIN LATERAL (SELECT p.ssn FROM person p WHERE p.city = v.city ORDER BY p.id LIMIT 1) l ON true -- PostgreSQL
            SELECT g, p.ssn FROM generate_series(1, 3) g JOIN person p ON p.id = g -- PostgreSQL
            SELECT id FROM person WHERE ssn = ANY (ARRAY['01-secret', '02-secret']) -- PostgreSQL
            SELECT p.id, p.ssn, count(v.id) FROM person p LEFT JOIN visit v ON v.person_id = p.id GROUP BY p.id -- PostgreSQL
            SELECT p.ssn, v.* FROM visit v NATURAL JOIN person p -- H2
            SELECT id, ssn, row_number() OVER w AS r FROM person WINDOW w AS (PARTITION BY ssn ORDER  BY id)
            SELECT id, count(*) OVER w AS r, sum(id) OVER v AS s FROM person WHERE num IN (?, 7000002) WINDOW w AS (PARTITION BY num), v AS (ORDER  BY id ROWS 1 PRECEDING) -- I7000001
            SELECT ssn FROM person UNION ALL SELECT notes FROM person
            SELECT notes AS s, city FROM person UNION ALL SELECT code, 'x' FROM claim UNION ALL SELECT ssn, city FROM person
            SELECT notes FROM person UNION ALL (SELECT ssn FROM person UNION ALL SELECT notes FROM person)
            SELECT city, count(*), count(DISTINCT ssn) FROM person GROUP BY ROLLUP (city) -- PostgreSQL
            SELECT city, num IS NULL AS n, count(*) FROM person GROUP BY GROUPING SETS ((city), (city, num IS NULL), ()) -- PostgreSQL
            SELECT city, num = 7000001 AS n, count(*) FROM person GROUP BY CUBE (city, num = 7000001) -- PostgreSQL
            SELECT city, count(*), count(DISTINCT ssn) FROM person WHERE ssn <> '01-secret' GROUP BY city WITH ROLLUP -- MariaDB
            (SELECT ssn, city FROM person WHERE id < 5) UNION ALL (SELECT code, part FROM claim) ORDER  BY city LIMIT 30
            SELECT p.ssn FROM person p WHERE p._rowid_ IN (SELECT q._ROWID_ FROM person q WHERE q.ssn = '01-secret') -- H2
            SELECT p.ssn FROM person p WHERE p.ctid IN (SELECT q.ctid FROM person q WHERE q.ssn = '01-secret') -- PostgreSQL
            """;

    private Queries() {}

    static List<QueriesTest.Query> on(Engine engine) {
        List<QueriesTest.Query> queries = new ArrayList<>();
        for (String line : ALL.split("\n")) {
            int at = line.indexOf(" -- ");
            String sql = at < 0 ? line : line.substring(0, at);
            String rest = at < 0 ? "" : line.substring(at + 4);
            if (engine == Engine.MARIADB && (sql.contains("CAST(") || rest.matches("A.*"))) {
                // It casts to CHAR and SIGNED, and to no type that a column has; and it has no arrays.
                continue;
            }
            boolean named = rest.equals("PostgreSQL") || rest.equals("H2") || rest.equals("MariaDB");
            if (!named || engine.productName().toLowerCase(Locale.ROOT).equals(rest.toLowerCase(Locale.ROOT))) {
                queries.add(new QueriesTest.Query(sql, parameters(named ? "" : rest)));
            }
        }
        return queries;
    }

    private static List<@Nullable Object> parameters(String text) {
        List<@Nullable Object> parameters = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String part : text.split(";", -1)) {
                parameters.add(parameter(part));
            }
        }
        return parameters;
    }

    private static Object parameter(String part) {
        if (part.matches("L\\d+")) {
            return Long.valueOf(part.substring(1));
        }
        if (part.matches("I\\d+")) {
            return Integer.valueOf(part.substring(1));
        }
        return part.startsWith("A")
                ? part.substring(1).isEmpty()
                        ? new String[0]
                        : part.substring(1).split(",", -1)
                : part;
    }
}

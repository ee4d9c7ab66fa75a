package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements that the planner refuses on PostgreSQL, each with what its refusal says. */
class RefusedStatementsTest {

    private static Plan plan(String sql) throws Refusal {
        return new PlannerTest().plan(sql);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        SELECT 1; DELETE FROM patient => run one statement at a time
        WITH d AS (SELECT id FROM patient WHERE ssn = 'x') DELETE FROM visit WHERE id IN (SELECT id FROM d) => WITH stands before a change
        WITH d AS (SELECT id FROM visit) UPDATE patient SET city = 'x' WHERE id IN (SELECT id FROM d) => WITH stands before a change
        WITH c AS (INSERT INTO visit (id) VALUES (1) RETURNING id) SELECT p.ssn, c.id FROM patient p, c => WITH has a statement that changes rows
        WITH c AS (DELETE FROM visit RETURNING id) SELECT p.ssn FROM patient p WHERE p.id IN (SELECT id FROM c) => WITH has a statement that changes rows
        WITH c AS (INSERT INTO patient (id) VALUES (1) RETURNING id) SELECT id FROM c => refuses
        WITH c AS (INSERT INTO visit (id, patient) VALUES (1, 2) RETURNING id) SELECT id FROM c => refuses
        UPDATE visit SET city = 'x' FROM patient WHERE patient.id = visit.id AND patient.ssn = 'x' => read the other tables in a subquery
        DELETE FROM visit USING patient WHERE patient.id = visit.id => read the other tables in a subquery
        SELECT id FROM patient WHERE upper(ssn) = upper('x') => declare equality: case-insensitive
        SELECT * FROM patient WHERE => cannot be parsed
        SELECT 'x FROM patient => does not end
        SELECT * FROM U&"p\\0061tient" => Unicode escapes
        SELECT * FROM U&"p!0061tient" UESCAPE '!' => Unicode escapes
        SELECT * FROM patient_view => read the table instead
        SELECT p FROM patient p => "p" is used
        SELECT row_to_json(p) FROM patient p => "p" is used
        SELECT row_to_json(p.*) FROM patient p => whole row
        SELECT id desc, row_to_json("desc") FROM patient "desc" => "desc" is used
        SELECT id user, row_to_json("user") FROM patient "user" => "user" is used
        SELECT row_to_json("all") FROM patient "all" WHERE "all".ssn = ALL(?) => "all" is used
        SELECT user::text FROM visit UNION ALL SELECT row_to_json("user")::text FROM patient "user" => "user" is used
        SELECT id, xmlexists('/a' PASSING (SELECT city FROM patient WHERE id = 1)), row_to_json(patient) FROM patient => "patient" is used
        SELECT ssn(p) FROM patient p => "p" is used
        SELECT (p).ssn FROM patient p => refuses
        SELECT upper(ssn) FROM patient => patient.ssn stands in the select list
        SELECT ssn || 'x' FROM patient => patient.ssn stands in the select list
        SELECT max(notes) FROM patient => patient.notes stands in the select list
        SELECT ssn_idx FROM patient => is a blind index
        SELECT id FROM patient WHERE ssn_idx = ? => is a blind index
        SELECT id FROM patient WHERE notes = ? => has no lookup
        SELECT id FROM patient WHERE ssn LIKE ? => patient.ssn stands in WHERE
        SELECT id FROM patient WHERE ssn > ? => patient.ssn stands in WHERE
        SELECT id FROM patient WHERE ssn BETWEEN ? AND ? => patient.ssn stands in WHERE
        SELECT id FROM patient WHERE ssn = upper(?) => more than a constant
        SELECT id FROM patient WHERE ssn IN (SELECT city FROM visit) => a lookup column of the
        SELECT id FROM patient ORDER BY ssn => order the rows in the application
        SELECT ssn FROM patient ORDER BY 1 => order the rows in the application
        SELECT *, 1 FROM patient ORDER BY 2 => order the rows in the application
        SELECT ssn AS city FROM patient ORDER BY city => order the rows in the application
        SELECT ssn AS city FROM patient ORDER BY upper(city) => ORDER BY
        SELECT ssn AS city, count(*) FROM patient GROUP BY city => is not grouped by
        SELECT ssn FROM patient UNION SELECT city FROM visit => meets an open one
        SELECT upper(d.s) FROM (SELECT ssn AS s FROM patient) d => patient.ssn stands in the select list
        SELECT d FROM (SELECT ssn AS s FROM patient) d => "d" is used
        SELECT d.s FROM (SELECT ssn AS s FROM patient) d ORDER BY d.s => order the rows in the application
        SELECT s FROM (SELECT ssn AS s FROM patient) d WHERE s LIKE ? => patient.ssn stands in WHERE
        SELECT x FROM (SELECT upper(s) AS x FROM (SELECT ssn AS s FROM patient) d) e => stands in the select list
        SELECT id FROM visit WHERE city IN (SELECT ssn FROM patient) => is given by a subquery
        SELECT id FROM visit WHERE city = (SELECT ssn FROM patient WHERE id = 1) => is given by a subquery
        SELECT id FROM visit WHERE (SELECT ssn FROM patient WHERE id = 1) LIKE ? => is given by a subquery
        SELECT id FROM visit v WHERE EXISTS (SELECT 1 FROM patient p WHERE p.ssn = v.city) => more than a constant
        SELECT id FROM visit ORDER BY (SELECT ssn FROM patient WHERE patient.id = visit.id) => is given by a subquery
        SELECT id FROM patient WHERE EXISTS (SELECT 1 FROM visit WHERE ssn LIKE ?) => patient.ssn stands in WHERE
        SELECT count(DISTINCT notes) FROM patient => has no lookup
        SELECT count(*) FROM patient GROUP BY notes => has no lookup
        SELECT DISTINCT notes FROM patient => has no lookup
        SELECT d.* FROM (SELECT DISTINCT ssn, upper(city) FROM patient) d => without a name
        SELECT DISTINCT ssn, city FROM patient ORDER BY name => is ordered by what is not in its select list
        SELECT notes FROM patient UNION SELECT notes FROM patient => no lookup in common
        SELECT ssn FROM patient INTERSECT ALL SELECT ssn FROM patient => INTERSECT ALL
        SELECT ssn FROM patient UNION ALL SELECT notes FROM patient => of different types
        SELECT ssn FROM patient UNION ALL SELECT CAST(NULL AS integer) FROM visit => meets NULL of another type
        SELECT ssn FROM patient UNION ALL SELECT CAST(NULL AS ward) FROM visit => meets an open one
        SELECT NULL UNION ALL SELECT NULL UNION ALL SELECT ssn FROM patient => text to PostgreSQL
        SELECT ssn AS s FROM patient UNION ALL SELECT ssn FROM patient ORDER BY s => label of a sealed column
        SELECT ssn FROM patient UNION ALL SELECT ssn FROM patient ORDER BY 1 => ORDER BY of a UNION
        SELECT secret FROM (SELECT a, secret FROM code UNION ALL SELECT a, secret FROM code) u WHERE secret = 'x' => has no lookup
        SELECT a.id FROM patient a JOIN patient b USING (ssn) => is in USING
        SELECT id FROM patient WHERE ssn = ANY(city) => more than a constant
        SELECT id FROM patient WHERE (ssn, id) < (?, ?) => patient.ssn stands in WHERE
        SELECT id FROM patient WHERE ssn = (SELECT city FROM visit LIMIT 1) => a lookup column of the
        SELECT string_agg(city, ',' ORDER BY ssn) FROM patient => refuses
        SELECT lag(ssn) OVER (ORDER BY id) FROM patient => patient.ssn stands in the select list
        SELECT row_number() OVER (ORDER BY ssn) FROM patient => patient.ssn stands in the select list
        DELETE FROM visit WHERE city IN (SELECT ssn FROM patient) => is given by a subquery
        UPDATE visit SET city = (SELECT ssn FROM patient WHERE patient.id = visit.patient_id) => is given by a subquery
        WITH patient AS (SELECT 1) SELECT * FROM patient => refuses
        WITH RECURSIVE a AS (SELECT city FROM visit WHERE city = 'x'), visit AS (SELECT ssn AS city FROM patient) SELECT city FROM a => before Rowseal knows
        WITH RECURSIVE visit AS ((SELECT notes AS city FROM patient UNION ALL SELECT NULL FROM visit WHERE city = 'x')) SELECT 1 FROM visit => before Rowseal knows
        SELECT d FROM (SELECT city FROM patient WHERE ssn = 'x') d => cannot prove
        SELECT d.row_to_json FROM (SELECT city FROM patient WHERE ssn = 'x') d => cannot prove
        WITH d AS (SELECT city FROM patient WHERE ssn = 'x') SELECT count(DISTINCT e) FROM d e => cannot prove
        SELECT id FROM patient p WHERE EXISTS (SELECT 1 FROM visit p WHERE ssn = 'x') => another table's alias
        SELECT id, ssn FROM patient ORDER BY (2) => is in ORDER BY
        SELECT ssn FROM patient UNION ALL SELECT ssn FROM patient ORDER BY (1) => ORDER BY of a UNION
        SELECT DISTINCT ON (1) ssn FROM patient => is in DISTINCT ON
        SELECT id, p.notes FROM patient p RIGHT JOIN visit v USING (id) GROUP BY id => not grouped by
        SELECT * INTO copy FROM patient => refuses
        SELECT a.id FROM patient a NATURAL JOIN patient b => NATURAL
        SELECT * FROM patient p(a, b) => refuses
        SELECT * FROM patient, unnest(?) => are not known
        SELECT * FROM patient JOIN nowhere ON true => has nothing named
        SELECT * FROM ONLY patient => refuses
        UPDATE ONLY patient SET ssn = 'x' WHERE id = 1 => refuses
        DELETE FROM ONLY patient WHERE id = 1 => refuses
        SELECT * FROM visit patient => is the alias of another table
        UPDATE visit AS patient SET city = ? => is the alias of another table
        TABLE patient => "patient" is used
        INSERT INTO patient VALUES (?, ?, ?, ?, ?, ?) => of another length
        INSERT INTO patient (ssn) VALUES (?) => leaves row-id column id to the database
        INSERT INTO patient DEFAULT VALUES => leaves row-id column id to the database
        INSERT INTO patient (id, ssn) VALUES (DEFAULT, ?) => leaves row-id column id to the database
        INSERT INTO chart (id, memo) VALUES (nextval('s'), ?), (DEFAULT, ?) => in different ways
        INSERT INTO chart (id, memo) VALUES (abs(?), ?) RETURNING id => ON CONFLICT or RETURNING
        INSERT INTO noted (id, memo) VALUES (abs(?), ?) => acts on the UPDATE
        INSERT INTO slip (id, memo) VALUES (?, ?), (DEFAULT, ?) => and gives those of others
        INSERT INTO slip (id, memo) OVERRIDING USER VALUE VALUES (?, ?) => overriding
        INSERT INTO slip (id, memo) OVERRIDING SYSTEM VALUE VALUES (?, ?), (DEFAULT, ?) => a row without its id
        INSERT INTO slip (memo) OVERRIDING SYSTEM VALUE VALUES (?) => a row without its id
        INSERT INTO slip (id, memo) OVERRIDING SYSTEM VALUE SELECT 1, 'x' => overriding
        INSERT INTO patient (id, ssn) VALUES (NULL, ?) => is NULL
        INSERT INTO patient (id, ssn) VALUES (?, ? || 'x') => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, coalesce(?, 'x')) => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, ?::char(11)) => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, ?::char) => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, ?::date) => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, 7::text) => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, TRY_CAST(? AS text)) => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, E'\\xff') => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, B'01') => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, X'01') => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, (DEFAULT)) => set to an expression
        INSERT INTO patient (id, ssn, ssn_idx) VALUES (?, ?, ?) => is a blind index
        INSERT INTO patient (id, ssn) VALUES (?, ?), (?) => of another length
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (notes) DO NOTHING => patient.notes stands in the target
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (ssn_idx) DO NOTHING => target of its ON CONFLICT
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (id) WHERE id > 1 DO NOTHING => target of its ON CONFLICT
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (lower(city)) DO NOTHING => refuses
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET id = 5 => row-id column
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET city = excluded.ssn => patient.ssn stands in SET
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET ssn = excluded.city => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET ssn = excluded.notes => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET ssn_idx = excluded.ssn_idx => is a blind index
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET city = excluded.ssn_idx => is a blind index
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET (ssn, city) = (excluded.ssn, 'x') => list of columns
        INSERT INTO patient (id, ssn) VALUES (?, ?), (?, ?) ON CONFLICT (id) DO UPDATE SET ssn = 'x' => rows of several
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET city = 'x' WHERE patient.ssn = ? => patient.ssn stands in WHERE of ON CONFLICT
        INSERT INTO patient (id, ssn) VALUES (?, ?) RETURNING upper(ssn) => patient.ssn stands in the select list
        INSERT INTO patient (id, ssn) VALUES (?, ?) RETURNING ssn_idx => is a blind index
        INSERT INTO patient (id, ssn) VALUES (?, ?) RETURNING patient => "patient" is used
        INSERT INTO visit (id, city) SELECT id, ssn FROM patient => is given by a subquery
        UPDATE patient SET ssn = upper(?) WHERE id = ? => set to an expression
        UPDATE patient SET city = ssn WHERE id = ? => patient.ssn stands in SET
        UPDATE patient SET ssn_idx = ? WHERE id = ? => is a blind index
        UPDATE patient SET (ssn, city) = (SELECT city, city FROM visit) WHERE id = ? => no list of values
        UPDATE patient SET id = nextval('s') => depends on a function that may not depend on the row alone
        UPDATE patient SET id = NULL WHERE id = 7 => NULL or DEFAULT
        UPDATE code SET b = ? WHERE a = ? => otherwise than it is given
        UPDATE patient SET ssn = ?, city = v.city FROM visit v WHERE v.patient_id = patient.id => SET reads another table
        UPDATE patient SET notes = ? FROM visit v WHERE v.patient_id = patient.id RETURNING notes => RETURNING of a change
        UPDATE patient SET notes = ? FROM patient p WHERE p.ssn = ? AND p.city = patient.city => of another table finds
        DELETE FROM patient USING visit v WHERE v.id = patient.id RETURNING id => RETURNING of a change
        DELETE FROM patient USING unnest(?) AS t(x) WHERE t.x = patient.id => more than tables and subqueries
        MERGE INTO patient USING visit ON patient.id = visit.id WHEN MATCHED THEN DELETE => refuses
        CREATE VIEW v AS SELECT * FROM patient => a view would read
        EXPLAIN SELECT * FROM patient => EXPLAIN names a sealed table
        COPY patient FROM stdin => cannot be parsed
        PREPARE x AS SELECT * FROM patient => refuses
        CALL f('patient') => refuses
        """)
    void refuses(String sql, String because) {
        assertThatThrownBy(() -> plan(sql))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("refuses")
                .hasMessageContaining(because)
                .satisfies(
                        refusal -> assertThat(((Refusal) refusal).getSQLState()).isEqualTo("0A000"));
    }
}

package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.SealedColumn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {

    private final Planner planner = new Planner();

    Plan plan(String sql) throws Refusal {
        return planner.plan(sql, Clinic.GUARDED, new Clinic());
    }

    @Test
    void aBackTickIsAnOperatorOfPostgreSQL() throws Refusal {
        for (String sql : List.of(
                "SELECT 1 ` 2; UPDATE patient SET ssn = 'x' -- `\n FROM visit",
                "SELECT city FROM visit WHERE city ` 'patient' ` 'x' = 1",
                "SELECT `ssn` FROM patient")) {
            assertThatThrownBy(() -> plan(sql)).as(sql).isInstanceOf(Refusal.class);
        }
        assertThat(plan("SELECT city FROM visit WHERE city = '`patient`'")).isInstanceOf(Plan.PassThrough.class);
    }

    private Plan.Rewritten rewritten(String sql) throws Refusal {
        return (Plan.Rewritten) plan(sql);
    }

    private ResultShape shape(String sql) throws Refusal {
        return java.util.Objects.requireNonNull(rewritten(sql).result());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        INSERT INTO patient (id, ssn) VALUES (?, ?) => INSERT INTO patient (id, ssn, "ssn_idx") VALUES (⟨?1⟩, ⟨seal ssn ?2 row ?1⟩, ⟨index ssn ?2⟩)
        insert into Patient (ssn, city, id) values ('x', upper(?), 7), (?, ?, ?) => INSERT INTO Patient (ssn, city, id, "ssn_idx") VALUES (⟨seal ssn literal row literal⟩, upper(⟨?1⟩), 7, ⟨index ssn literal⟩), (⟨seal ssn ?2 row ?4⟩, ⟨?3⟩, ⟨?4⟩, ⟨index ssn ?2⟩)
        INSERT INTO public."patient" ("id", notes) VALUES (?, NULL) => INSERT INTO public."patient" ("id", notes) VALUES (⟨?1⟩, ⟨seal notes null row ?1⟩)
        INSERT INTO patient (id, city) VALUES (?, ?) => INSERT INTO patient (id, city) VALUES (⟨?1⟩, ⟨?2⟩)
        INSERT INTO patient VALUES (?, ?, upper(?)) => INSERT INTO patient ("id", "ssn", "name", "ssn_idx") VALUES (⟨?1⟩, ⟨seal ssn ?2 row ?1⟩, upper(⟨?3⟩), ⟨index ssn ?2⟩)
        INSERT INTO patient VALUES (1, DEFAULT, ?, N'x', DEFAULT) => INSERT INTO patient ("id", "ssn", "name", "notes", "city", "ssn_idx") VALUES (1, ⟨seal ssn null row literal⟩, ⟨?1⟩, ⟨seal notes literal row literal⟩, DEFAULT, ⟨index ssn null⟩)
        INSERT INTO patient (id, ssn) VALUES (?, ?::text), (?, CAST(? AS varchar)), (?, ('x'::character varying)) => INSERT INTO patient (id, ssn, "ssn_idx") VALUES (⟨?1⟩, ⟨seal ssn cast ?2 row ?1⟩, ⟨index ssn cast ?2⟩), (⟨?3⟩, ⟨seal ssn cast ?4 row ?3⟩, ⟨index ssn cast ?4⟩), (⟨?5⟩, ⟨seal ssn cast literal row ?5⟩, ⟨index ssn cast literal⟩)
        INSERT INTO patient (id, notes) VALUES (?, E'a\\nb'), (?, $$it's$$) => INSERT INTO patient (id, notes) VALUES (⟨?1⟩, ⟨seal notes literal row ?1⟩), (⟨?2⟩, ⟨seal notes literal row ?2⟩)
        UPDATE patient SET ssn = DEFAULT, notes = ?::text WHERE id = ? => UPDATE patient SET ssn = ⟨seal ssn null row ?2⟩, "ssn_idx" = ⟨index ssn null⟩, notes = ⟨seal notes cast ?1 row ?2⟩ WHERE id = ⟨?2⟩
        INSERT INTO patient (id, ssn) VALUES (nextval('s'), ?) => INSERT INTO patient (id, ssn, "ssn_idx") VALUES (⟨new id #0⟩, ⟨seal ssn ?1 row #0⟩, ⟨index ssn ?1⟩)
        INSERT INTO chart (memo, ward) VALUES (?, ?), ('x', upper(?)) => INSERT INTO chart (memo, ward, "id") VALUES (⟨seal memo ?1 row #0⟩, ⟨?2⟩, ⟨new id #0⟩), (⟨seal memo literal row #1⟩, upper(⟨?3⟩), ⟨new id #1⟩)
        INSERT INTO chart VALUES (DEFAULT, ?), (?, ?), (DEFAULT, NULL) => INSERT INTO chart ("id", "memo") VALUES (⟨new id #0⟩, ⟨seal memo ?1 row #0⟩), (⟨?2⟩, ⟨seal memo ?3 row ?2⟩), (⟨new id #1⟩, ⟨seal memo null row #1⟩)
        INSERT INTO chart DEFAULT VALUES => INSERT INTO chart ("id") VALUES (⟨new id #0⟩)
        INSERT INTO slip (memo) VALUES (?) => INSERT INTO slip (memo, "id") OVERRIDING SYSTEM VALUE VALUES (⟨seal memo ?1 row #0⟩, ⟨new id #0⟩)
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT DO NOTHING => INSERT INTO patient (id, ssn, "ssn_idx") VALUES (⟨?1⟩, ⟨seal ssn ?2 row ?1⟩, ⟨index ssn ?2⟩) ON CONFLICT DO NOTHING
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (ssn) DO NOTHING => INSERT INTO patient (id, ssn, "ssn_idx") VALUES (⟨?1⟩, ⟨seal ssn ?2 row ?1⟩, ⟨index ssn ?2⟩) ON CONFLICT ("ssn_idx") DO NOTHING
        INSERT INTO patient AS p (id, ssn) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET ssn = coalesce(excluded.ssn, p.ssn), id = excluded.id, city = excluded.city || p.city WHERE p.city > ? => INSERT INTO patient AS p (id, ssn, "ssn_idx") VALUES (⟨?1⟩, ⟨seal ssn ?2 row ?1⟩, ⟨index ssn ?2⟩) ON CONFLICT (id) DO UPDATE SET ssn = coalesce(excluded.ssn, p.ssn), "ssn_idx" = COALESCE(excluded."ssn_idx", p."ssn_idx"), id = excluded.id, city = excluded.city || p.city WHERE p.city > ⟨?3⟩
        INSERT INTO patient (id) VALUES (?) ON CONFLICT (id) DO UPDATE SET ssn = ?, notes = notes => INSERT INTO patient (id) VALUES (⟨?1⟩) ON CONFLICT (id) DO UPDATE SET ssn = ⟨seal ssn ?2 row ?1⟩, "ssn_idx" = ⟨index ssn ?2⟩, notes = notes
        INSERT INTO patient (id, ssn) VALUES (?, ?) RETURNING id, ssn AS s, upper(city) => INSERT INTO patient (id, ssn, "ssn_idx") VALUES (⟨?1⟩, ⟨seal ssn ?2 row ?1⟩, ⟨index ssn ?2⟩) RETURNING id, ssn AS s, upper(city), "patient"."id" AS rs_4
        INSERT INTO chart (memo) VALUES (?) RETURNING * => INSERT INTO chart (memo, "id") VALUES (⟨seal memo ?1 row #0⟩, ⟨new id #0⟩) RETURNING *, "chart"."id" AS rs_4
        INSERT INTO chart (id, memo) VALUES (abs(?), ?), (DEFAULT, 'x') => INSERT INTO chart (id, memo) VALUES (abs(⟨?1⟩), ⟨pending memo ?2⟩), (DEFAULT, ⟨pending memo literal⟩)
        INSERT INTO code (a, b, secret) VALUES (?, ?, ?) => INSERT INTO code (a, b, secret) VALUES (⟨?1⟩, ⟨?2⟩, ⟨pending secret ?3⟩)
        UPDATE patient SET ssn = ?, city = ? WHERE id = ? => UPDATE patient SET ssn = ⟨seal ssn ?1 row ?3⟩, "ssn_idx" = ⟨index ssn ?1⟩, city = ⟨?2⟩ WHERE id = ⟨?3⟩
        UPDATE patient p SET notes = 'x' WHERE ? = p.id AND city = ? => UPDATE patient p SET notes = ⟨seal notes literal row ?1⟩ WHERE ⟨?1⟩ = p.id AND city = ⟨?2⟩
        UPDATE patient SET (ssn, city) = (?, ?) WHERE id = ? => UPDATE patient SET (ssn, city) = (⟨seal ssn ?1 row ?3⟩, ⟨?2⟩), "ssn_idx" = ⟨index ssn ?1⟩ WHERE id = ⟨?3⟩
        UPDATE patient SET notes = ? WHERE id = ? RETURNING notes, city => UPDATE patient SET notes = ⟨seal notes ?1 row ?2⟩ WHERE id = ⟨?2⟩ RETURNING notes, city, "patient"."id" AS rs_3
        UPDATE patient SET ssn = NULL WHERE (id = 7) => UPDATE patient SET ssn = ⟨seal ssn null row literal⟩, "ssn_idx" = ⟨index ssn null⟩ WHERE (id = 7)
        UPDATE patient SET city = ? WHERE city LIKE ? => UPDATE patient SET city = ⟨?1⟩ WHERE city LIKE ⟨?2⟩
        DELETE FROM patient WHERE id = ? => DELETE FROM patient WHERE id = ⟨?1⟩
        DELETE FROM patient WHERE id = ? AND ssn = ? => DELETE FROM patient WHERE id = ⟨?1⟩ AND "ssn_idx" = ⟨find ssn ?2⟩
        DELETE FROM patient => DELETE FROM patient
        SELECT city FROM patient WHERE id = ? => SELECT city FROM patient WHERE id = ⟨?1⟩
        SELECT ssn FROM patient WHERE id = ? => SELECT ssn FROM patient WHERE id = ⟨?1⟩
        SELECT ssn FROM patient => SELECT ssn, "patient"."id" AS rs_2 FROM patient
        SELECT p.ssn AS s, p.city FROM patient AS p ORDER BY p.city LIMIT ? OFFSET ? => SELECT p.ssn AS s, p.city, "p"."id" AS rs_3 FROM patient AS p ORDER BY p.city LIMIT ⟨?1⟩ OFFSET ⟨?2⟩
        SELECT * FROM patient => SELECT *, "patient"."id" AS rs_7 FROM patient
        SELECT id FROM patient WHERE ssn = ? => SELECT id, "patient"."ssn" AS rs_2, "patient"."ssn_idx" AS rs_3, "patient"."id" AS rs_4 FROM patient WHERE "ssn_idx" = ⟨find ssn ?1⟩
        SELECT id FROM patient p WHERE NOT ('x' <> p.ssn) OR p.ssn IN (?, 'y', NULL) => SELECT id, "p"."ssn" AS rs_2, "p"."ssn_idx" AS rs_3, "p"."id" AS rs_4 FROM patient p WHERE NOT (⟨find ssn literal⟩ <> p."ssn_idx") OR p."ssn_idx" IN (⟨find ssn ?1⟩, ⟨find ssn literal⟩, ⟨find ssn null⟩)
        SELECT v.city, p.notes FROM visit v LEFT JOIN patient p ON p.id = v.patient_id AND p.notes IS NOT NULL WHERE v.id = ? => SELECT v.city, p.notes, "p"."id" AS rs_3 FROM visit v LEFT JOIN patient p ON p.id = v.patient_id AND p.notes IS NOT NULL WHERE v.id = ⟨?1⟩
        SELECT a.ssn, b.ssn FROM patient a JOIN patient b ON a.city = b.city => SELECT a.ssn, b.ssn, "a"."id" AS rs_3, "b"."id" AS rs_4 FROM patient a JOIN patient b ON a.city = b.city
        SELECT count(*), count(ssn), min(city) FROM patient WHERE ssn = ? => SELECT count(*), count(ssn), min(city) FROM patient WHERE "ssn_idx" = ⟨find ssn ?1⟩
        SELECT city, count(notes) FROM patient GROUP BY city HAVING count(*) > ? ORDER BY 2 DESC => SELECT city, count(notes) FROM patient GROUP BY city HAVING count(*) > ⟨?1⟩ ORDER BY 2 DESC
        SELECT ssn FROM patient WHERE id = ? FOR UPDATE => SELECT ssn FROM patient WHERE id = ⟨?1⟩ FOR UPDATE
        SELECT count(DISTINCT ssn) FROM patient => SELECT count(DISTINCT "ssn_idx") FROM patient
        SELECT d.s FROM (SELECT ssn AS s FROM patient) d WHERE d.s = ? => SELECT d.s, "d"."rowseal_2" AS rs_2, "d"."s" AS rs_3, "d"."rowseal_1" AS rs_4 FROM (SELECT ssn AS s, "patient"."ssn_idx" AS "rowseal_1", "patient"."id" AS "rowseal_2" FROM patient) d WHERE d."rowseal_1" = ⟨find ssn ?1⟩
        SELECT id FROM visit WHERE patient_id IN (SELECT id FROM patient WHERE ssn = ?) => SELECT id FROM visit WHERE patient_id IN (SELECT id FROM patient WHERE "patient"."ssn_idx" = ⟨find ssn ?1⟩)
        DELETE FROM visit WHERE patient_id IN (SELECT id FROM patient WHERE ssn = ?) => DELETE FROM visit WHERE patient_id IN (SELECT id FROM patient WHERE "patient"."ssn_idx" = ⟨find ssn ?1⟩)
        SELECT secret FROM code WHERE a = ? AND b = ? => SELECT secret, "code"."a" AS rs_2, "code"."b" AS rs_3 FROM code WHERE a = ⟨?1⟩ AND b = ⟨?2⟩
        """)
    void rewrites(String sql, String expected) throws Refusal {
        Plan.Rewritten whole = java.util.Objects.requireNonNull(plan(sql).whole());
        assertThat(Shown.show(whole.sql())).isEqualTo(expected);
    }

    /** What is read of the locked rows, and what is set. */
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        UPDATE patient SET ssn = notes, notes = city WHERE id = ? => SELECT "patient"."id", "patient"."notes", "patient"."city" FROM patient => ssn = ⟨seal ssn copy 0 row locked⟩, "ssn_idx" = ⟨index ssn copy 0⟩, notes = ⟨seal notes copy 1 row locked⟩
        UPDATE patient p SET notes = (p.ssn), ssn = p.notes => SELECT "p"."id", "p"."ssn", "p"."notes" FROM patient p => notes = ⟨seal notes copy 0 row locked⟩, ssn = ⟨seal ssn copy 1 row locked⟩, "ssn_idx" = ⟨index ssn copy 1⟩
        UPDATE patient SET id = id + ?, ssn = ? WHERE city = ? => SELECT "patient"."id", id + ⟨?1⟩, "patient"."notes" FROM patient => id = ⟨id copy 0⟩, ssn = ⟨seal ssn ?2 row locked⟩, "ssn_idx" = ⟨index ssn ?2⟩, "notes" = ⟨seal notes copy 1 row locked⟩
        UPDATE patient SET id = ?, ssn = ? WHERE id = ? => SELECT "patient"."id", "patient"."notes" FROM patient => id = ⟨?1⟩, ssn = ⟨seal ssn ?2 row locked⟩, "ssn_idx" = ⟨index ssn ?2⟩, "notes" = ⟨seal notes copy 0 row locked⟩
        """)
    void readsRowsBeforeItChangesThem(String sql, String query, String assignments) throws Refusal {
        Steps.LockedChange steps = (Steps.LockedChange) ((Plan.Stepped) plan(sql)).steps();

        assertThat(Shown.show(java.util.Objects.requireNonNull(steps.read()).query()))
                .isEqualTo(query);
        assertThat(Shown.show(java.util.Objects.requireNonNull(steps.assignments())))
                .isEqualTo(assignments);
    }

    /** The query that locks, what is set, and the condition in which the rows' ids come. */
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        DELETE FROM patient WHERE ssn = ? => SELECT "patient"."id", "patient"."ssn", "patient"."ssn_idx" FROM patient WHERE "ssn_idx" = ⟨find ssn ?1⟩ FOR UPDATE => DELETE FROM patient => "patient"."id"
        UPDATE patient p SET city = upper(?), name = 'x' WHERE p.ssn IN (?, 'y') OR NOT (city = ?) => SELECT "p"."id", "p"."ssn", "p"."ssn_idx" FROM patient p WHERE p."ssn_idx" IN (⟨find ssn ?2⟩, ⟨find ssn literal⟩) OR NOT (city = ⟨?3⟩) FOR NO KEY UPDATE => UPDATE patient p SET city = upper(⟨?1⟩), name = 'x' => "p"."id"
        UPDATE patient SET ssn = ?, city = ? => SELECT "patient"."id" FROM patient FOR NO KEY UPDATE => UPDATE patient SET ssn = ⟨seal ssn ?1 row locked⟩, "ssn_idx" = ⟨index ssn ?1⟩, city = ⟨?2⟩ => "patient"."id"
        UPDATE patient SET notes = ? WHERE id = ? OR id = ? => SELECT "patient"."id" FROM patient WHERE id = ⟨?2⟩ OR id = ⟨?3⟩ FOR NO KEY UPDATE => UPDATE patient SET notes = ⟨seal notes ?1 row locked⟩ => "patient"."id"
        DELETE FROM patient p USING visit v WHERE v.patient_id = p.id AND p.ssn = ? => SELECT "p"."id", "p"."ssn", "p"."ssn_idx" FROM patient p, visit v WHERE v.patient_id = p.id AND p."ssn_idx" = ⟨find ssn ?1⟩ FOR UPDATE OF "p" => DELETE FROM patient p => "p"."id"
        UPDATE patient SET ssn = ?, city = upper(patient.city) FROM visit v JOIN visit w ON w.id = v.id AND w.city = ? WHERE v.patient_id = patient.id AND v.city = ? => SELECT "patient"."id" FROM patient, visit v JOIN visit w ON w.id = v.id AND w.city = ⟨?2⟩ WHERE v.patient_id = patient.id AND v.city = ⟨?3⟩ FOR NO KEY UPDATE OF "patient" => UPDATE patient SET ssn = ⟨seal ssn ?1 row locked⟩, "ssn_idx" = ⟨index ssn ?1⟩, city = upper(patient.city) => "patient"."id"
        UPDATE code SET secret = ? WHERE a = ? AND b = ? => SELECT "code"."a", "code"."b" FROM code WHERE a = ⟨?2⟩ AND b = ⟨?3⟩ FOR NO KEY UPDATE => UPDATE code SET secret = ⟨seal secret ?1 row locked⟩ => "code"."a", "code"."b"
        """)
    void locksRowsFirst(String sql, String lock, String change, String columns) throws Refusal {
        Plan.Stepped plan = (Plan.Stepped) plan(sql);
        Steps.LockedChange steps = (Steps.LockedChange) plan.steps();

        assertThat(Shown.show(steps.lock())).isEqualTo(lock);
        assertThat(steps.head() + (steps.assignments() == null ? "" : Shown.show(steps.assignments())))
                .isEqualTo(change);
        assertThat(String.join(", ", steps.columns())).isEqualTo(columns);
        assertThat(plan.whole().parameters())
                .hasSize((int) sql.chars().filter(c -> c == '?').count());
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "SELECT 1",
                "SELECT * FROM visit WHERE city = 'patient'",
                "SELECT patient FROM visit -- of a patient",
                "SELECT v.patient AS p FROM visit v WHERE v.patient = ?",
                "SELECT ssn FROM other.patient WHERE ssn = ?",
                "INSERT INTO visit (id, patient) VALUES (?, ?)",
                "INSERT INTO visit (id, city) VALUES (1, 'the patient')",
                "UPDATE visit SET patient = ? WHERE patient = ?",
                "DELETE FROM visit WHERE patient = ?",
                "VACUUM (ANALYZE) visit; whatever no parser can read $$",
                "SELECT outpatient, patient2 FROM visit",
            })
    void passes(String sql) throws Refusal {
        assertThat(plan(sql)).isInstanceOf(Plan.PassThrough.class);
    }

    /** H2 takes a parameter, and a number with a sign, for a column's; and a key for a label before a column. */
    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "SELECT id FROM patient WHERE ssn = varchar 'x'",
                "DELETE FROM patient WHERE ssn = ? RETURNING id",
                "UPDATE patient SET city = ? WHERE ssn = ? RETURNING id",
                "INSERT INTO patient (id, ssn) VALUES (1, varchar 'x')",
                "SELECT id, ssn FROM patient ORDER BY ?",
                "SELECT id, ssn FROM patient ORDER BY -2",
                "SELECT 'x' AS ssn, count(*) AS n FROM patient GROUP BY ssn",
                "WITH visit AS (SELECT notes AS city FROM patient UNION ALL SELECT NULL FROM visit WHERE city = 'x')"
                        + " SELECT 1 FROM visit",
            })
    void refusesWhatH2WouldTakeOtherwise(String sql) {
        assertThatThrownBy(() -> planner.plan(sql, Clinic.GUARDED, new Clinic(Dialect.H2)))
                .isInstanceOf(Refusal.class);
    }

    /** ORDER BY would take the label of a hidden column for the application's column. */
    @Test
    void labelsHiddenColumnsAsTheTextDoesNot() throws Refusal {
        assertThat(Shown.show(rewritten("SELECT ssn FROM patient ORDER BY rs_2").sql()))
                .contains(" AS rs_2_ ");
    }

    /** What asks only whether a parameter is NULL is told only that. */
    @Test
    void tellsWhetherAParameterIsNullAndNoMore() throws Refusal {
        Plan.Rewritten plan = rewritten("SELECT id FROM patient WHERE (?::text IS NULL OR (?) IS NULL OR ssn = ?)");

        assertThat(plan.sql().slots().subList(0, 2))
                .containsExactly(new Slot.Nullness(1, null, false), new Slot.Nullness(2, null, true));
    }

    @Test
    void aRefusalDoesNotRepeatTheText() {
        assertThatThrownBy(() -> plan("INSERT INTO patient (id, ssn) VALUES (1, upper('078-05-1120')) nonsense ("))
                .hasMessageNotContaining("078-05-1120")
                .hasNoCause();
    }

    @Test
    void knowsWhatTheApplicationSees() throws Refusal {
        ResultShape shape = shape("SELECT * FROM patient p JOIN visit v ON v.patient_id = p.id");

        assertThat(shape.visible().stream().map(ResultShape.Visible::physical).toList())
                .isEqualTo(List.of(1, 2, 3, 4, 5, 7, 8, 9, 10));
        assertThat(shape.visible().get(1)).isInstanceOf(ResultShape.SealedCell.class);
        assertThat(shape.physicalColumns()).isEqualTo(11);
        assertThat(shape.starLabels()).containsEntry(6, "ssn_idx").containsEntry(10, "patient");
    }

    @Test
    void usesTheRowIdThatTheWhereFixesAndNotTheServers() throws Refusal {
        ResultShape shape = shape("SELECT ssn FROM patient WHERE id = ?");

        ResultShape.SealedCell cell = (ResultShape.SealedCell) shape.visible().get(0);
        assertThat(cell.rowId()).isInstanceOf(RowIdSource.Given.class);
    }

    @Test
    void knowsWhichParametersAreSealed() throws Refusal {
        Plan.Rewritten plan = rewritten("UPDATE patient SET city = ?, ssn = ? WHERE id = ?");

        assertThat(plan.parameters().get(0)).isNull();
        assertThat(plan.parameters().get(1)).extracting(SealedColumn::name).isEqualTo("ssn");
        assertThat(plan.parameters().get(2)).isNull();
    }

    @Test
    void findsNamesBehindUnicodeEscapes() {
        assertThat(Clinic.GUARDED.in("SELECT * FROM U&\"p\\0061tient\"")).isTrue();
        assertThat(Clinic.GUARDED.in("SELECT * FROM U&\"p\\+000061tient\"")).isTrue();
        assertThat(Clinic.GUARDED.in("SELECT * FROM U&\"p!0061tient\" uescape '!'"))
                .isTrue();
        assertThat(Clinic.GUARDED.in("SELECT * FROM U&\"d\\0061ta\"")).isFalse();
        assertThat(Clinic.GUARDED.in("SELECT * FROM \"PATIENT\"")).isTrue();
        assertThat(Clinic.GUARDED.in("SELECT * FROM/**/patient")).isTrue();
    }

    /** MariaDB's joins of tables that are all open are not this planner's affair, but for the subqueries in them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE visit v JOIN visit w ON w.id = v.id SET v.city = w.city"
                        + " WHERE v.patient_id IN (SELECT id FROM patient WHERE ssn = ?)",
                "DELETE v FROM visit v JOIN visit w ON w.id = v.id WHERE v.patient_id IN (SELECT id FROM patient WHERE ssn = ?)"
            })
    void plansSubqueriesOfJoinsOfOpenTables(String sql) throws Refusal {
        Plan plan = planner.plan(sql, Clinic.GUARDED, new Clinic(Dialect.MARIADB));

        assertThat(plan).isInstanceOf(Plan.Rewritten.class);
    }

    @Test
    void refusesVariablesThatARowIdIsCountedWith() {
        assertThatThrownBy(() -> planner.plan(
                        "UPDATE patient SET id = (@n := @n + 1)", Clinic.GUARDED, new Clinic(Dialect.MARIADB)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("variable");
    }
}

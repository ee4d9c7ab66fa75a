package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What INSERT … SELECT into a sealed table becomes, and which is refused. */
class InsertQueryPlannerTest {

    private static Plan plan(String sql) throws Refusal {
        return new Planner().plan(sql, Clinic.GUARDED, new Clinic());
    }

    /** The query, in which no constant is, and the INSERT that takes its rows. */
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        INSERT INTO patient (id, ssn, city) SELECT v.id, 'x', ? FROM visit v WHERE v.city = ? => SELECT v.id, NULL AS "rowseal_1", NULL AS "rowseal_2" FROM visit v WHERE v.city = ⟨?2⟩ => INSERT INTO patient ("id", "ssn", "city", "ssn_idx") VALUES (⟨?1⟩, ⟨seal ssn literal row ?1⟩, ⟨?2⟩, ⟨index ssn literal⟩)
        INSERT INTO patient (notes, id, ssn) SELECT ?, id + 1, ssn FROM patient => SELECT NULL AS "rowseal_1", id + 1 AS "rowseal_2", ssn, "patient"."id" AS rs_4 FROM patient => INSERT INTO patient ("notes", "id", "ssn", "ssn_idx") VALUES (⟨seal notes ?1 row ?2⟩, ⟨?2⟩, ⟨seal ssn ?3 row ?2⟩, ⟨index ssn ?3⟩)
        """)
    void readsAQueryAndInsertsItsRows(String sql, String query, String insert) throws Refusal {
        Plan.Stepped plan = (Plan.Stepped) plan(sql);
        Steps.InsertQuery steps = (Steps.InsertQuery) plan.steps();

        assertThat(Shown.show(steps.query())).isEqualTo(query);
        Plan.Rewritten one =
                java.util.Objects.requireNonNull(steps.insertion().plan().whole());
        assertThat(Shown.show(one.sql())).isEqualTo(insert);
        String row =
                Shown.show(java.util.Objects.requireNonNull(steps.insertion().row()));
        assertThat(insert).isEqualTo("%s%s", steps.insertion().head(), row);
        assertThat(plan.whole().parameters())
                .hasSize((int) sql.chars().filter(c -> c == '?').count());
        assertThat(steps.holdsValues()).isEqualTo(sql.contains("'x'"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        INSERT INTO patient (id, ssn) SELECT id, upper(city) FROM visit => from an expression
        INSERT INTO patient (id, ssn) SELECT id, c FROM (SELECT id, 'x' AS c FROM visit) v => from an expression
        INSERT INTO patient (id, ssn) SELECT 1, 'x' UNION SELECT 2, 'y' => from an expression
        INSERT INTO patient (id, ssn) SELECT id, 'x' AS s FROM visit GROUP BY id, s HAVING s = 'x' => named in HAVING
        INSERT INTO patient (id, ssn) SELECT id, city FROM visit RETURNING id => ON CONFLICT or RETURNING
        INSERT INTO patient (id, city) SELECT id, ssn FROM patient => which is not sealed
        INSERT INTO patient (id, ssn) SELECT id FROM visit => number of columns
        INSERT INTO patient (id, ssn) (SELECT 1, 'x') => from an expression
        """)
    void refuses(String sql, String because) {
        assertThatThrownBy(() -> plan(sql)).isInstanceOf(Refusal.class).hasMessageContaining(because);
    }
}

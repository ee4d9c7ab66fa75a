package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.catalog.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpsertPlannerTest {

    private static Plan plan(String sql) throws Refusal {
        return new Planner().plan(sql, Clinic.GUARDED, new Clinic());
    }

    private static Steps.Upsert steps(Plan plan) {
        return (Steps.Upsert) ((Plan.Stepped) plan).steps();
    }

    /** The attempt, and the change under the id that was found. */
    @Test
    void insertsAgainUnderTheIdThatWasFound() throws Refusal {
        Steps.Upsert steps =
                steps(plan("INSERT INTO patient AS p (id, ssn, city) VALUES (?, ?, ?) ON CONFLICT (ssn) DO UPDATE"
                        + " SET ssn = excluded.ssn, notes = ? WHERE p.city > ? RETURNING city"));

        String row =
                "INSERT INTO patient AS p (id, ssn, city, \"ssn_idx\") VALUES (⟨id ?1⟩, ⟨seal ssn ?2 row locked⟩, ⟨?3⟩,"
                        + " ⟨index ssn ?2⟩)";
        String sets = " DO UPDATE SET ssn = excluded.ssn, \"ssn_idx\" = excluded.\"ssn_idx\","
                + " notes = ⟨seal notes ?4 row locked⟩ WHERE ";
        assertThat(Shown.show(steps.rows().get(0).attempt()))
                .isEqualTo(row + " ON CONFLICT (\"ssn_idx\")" + sets
                        + "CASE WHEN (pg_catalog.set_config('rowseal.row_0', CAST(\"p\".\"id\" AS pg_catalog.text), true))"
                        + " IS NULL THEN p.city > ⟨?5⟩ ELSE false END RETURNING city");
        assertThat(Shown.show(steps.rows().get(0).change()))
                .isEqualTo(row + " ON CONFLICT (\"id\")" + sets + "p.city > ⟨?5⟩ RETURNING city");
        assertThat(steps.find())
                .isEqualTo("SELECT \"id\", \"ssn\", \"ssn_idx\" FROM \"public\".\"patient\" WHERE \"id\" ="
                        + " CAST(pg_catalog.current_setting('rowseal.row_0') AS pg_catalog.int8)");
    }

    @Test
    void marksTheRowThatMariaDbFinds() throws Refusal {
        Steps.Upsert steps = steps(new Planner()
                .plan(
                        "INSERT INTO patient (id, ssn) VALUES (7, ?) ON DUPLICATE KEY UPDATE ssn = VALUES(ssn), city = ?",
                        Clinic.GUARDED,
                        new Clinic(Dialect.MARIADB)));

        String row = "INSERT INTO patient (id, ssn, `ssn_idx`) VALUES (⟨id literal⟩, ⟨seal ssn ?1 row locked⟩,"
                + " ⟨index ssn ?1⟩) ON DUPLICATE KEY UPDATE ";
        assertThat(Shown.show(steps.rows().get(0).attempt()))
                .isEqualTo(row + "`id` = IF((@rowseal_found := ?) = '', `id`, `id`) RETURNING `id`, `ssn`, `ssn_idx`,"
                        + " `notes`, IF(FALSE, @rowseal_found := '', @rowseal_found)");
        assertThat(Shown.show(steps.rows().get(0).change()))
                .isEqualTo(row + "`id` = IF(`id` = VALUES(`id`), `id`, NULL), ssn = VALUES(ssn), `ssn_idx` ="
                        + " VALUES(`ssn_idx`), city = ⟨?2⟩");
    }

    /** H2's own MERGE, which the parser does not know. */
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        MERGE INTO patient (id, ssn) KEY (id) VALUES (?, ?) => MERGE INTO patient (id, ssn, "ssn_idx") KEY (id) VALUES (⟨?1⟩, ⟨seal ssn ?2 row ?1⟩, ⟨index ssn ?2⟩)
        merge into public."patient" key ("id") values (1, 'x', ?, DEFAULT, NULL) => MERGE INTO public."patient" ("id", "ssn", "name", "notes", "city", "ssn_idx") KEY ("id") VALUES (1, ⟨seal ssn literal row literal⟩, ⟨?1⟩, ⟨seal notes null row literal⟩, NULL, ⟨index ssn literal⟩)
        """)
    void readsH2sMerge(String sql, String expected) throws Refusal {
        Plan plan = new Planner().plan(sql, Clinic.GUARDED, new Clinic(Dialect.H2));
        assertThat(Shown.show(((Plan.Rewritten) plan).sql())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        REPLACE INTO patient (id, ssn) SELECT id, city FROM visit => has a query
        REPLACE INTO patient (id, city) SELECT id, ssn FROM patient => has a query
        REPLACE INTO patient (ssn) VALUES (?) => does not give row-id column id
        REPLACE INTO patient (id, ssn) VALUES (NULL, ?) => does not give row-id column id
        REPLACE INTO visit (id, city) SELECT id, ssn FROM patient => patient.ssn
        INSERT INTO patient (id, ssn) SELECT id, city FROM visit ON DUPLICATE KEY UPDATE city = 'x' => refuses
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON DUPLICATE KEY UPDATE ssn = VALUES(ssn), city = VALUES(id) => row id that was
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON DUPLICATE KEY UPDATE ssn = VALUES(ssn), city = VALUES(patient.id) => row id that was
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON DUPLICATE KEY UPDATE ssn = VALUES(ssn), city = VALUES(clinic.patient.id) => row id that was
        INSERT INTO patient (id, ssn, city) VALUES (?, ?, id * 10) ON DUPLICATE KEY UPDATE city = VALUES(city) => names the row id
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON DUPLICATE KEY UPDATE ssn = VALUES(notes) => set to an expression
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON DUPLICATE KEY UPDATE city = VALUES(ssn) => patient.ssn
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON DUPLICATE KEY UPDATE city = VALUES(ssn_idx) => is a blind index
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON DUPLICATE KEY UPDATE ssn = VALUES(ssn) RETURNING id => RETURNING
        INSERT INTO noted (id, memo) VALUES (?, ?) ON DUPLICATE KEY UPDATE memo = VALUES(memo) => acts on
        """)
    void refusesOnMariaDb(String sql, String because) {
        assertThatThrownBy(() -> new Planner().plan(sql, Clinic.GUARDED, new Clinic(Dialect.MARIADB)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(because);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        MERGE INTO patient (id, ssn) KEY (ssn) VALUES (?, ?) => another key
        MERGE INTO patient (id, ssn) KEY (id, ssn) VALUES (?, ?) => another key
        MERGE INTO patient (id, ssn) VALUES (?, ?) => cannot be parsed
        MERGE INTO patient (id, ssn) KEY (id) SELECT id, city FROM visit => cannot be parsed
        MERGE INTO patient (ssn) KEY (id) VALUES (?) => does not give row-id column id
        MERGE INTO patient (id, ssn) KEY (id) VALUES (abs(?), ?) => does not give row-id column id
        MERGE INTO patient (id, ssn) KEY (id) VALUES (?, ?) ON CONFLICT DO NOTHING => MERGE has a part
        MERGE INTO patient (id, ssn) KEY (id) VALUES (?, ?) RETURNING ssn => MERGE has a part
        MERGE INTO visit (id, city) KEY (id) VALUES (?, (SELECT max(ssn) FROM patient)) => patient.ssn
        """)
    void refusesOtherMerges(String sql, String because) {
        assertThatThrownBy(() -> new Planner().plan(sql, Clinic.GUARDED, new Clinic(Dialect.H2)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(because);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (ssn) DO UPDATE SET city = excluded.id => row id that was to be inserted
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (ssn) DO UPDATE SET city = 'x' WHERE EXCLUDED."id" > 5 => row id that was to be inserted
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (ssn) DO UPDATE SET city = excluded::text => "excluded" is used
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (ssn) DO UPDATE SET id = patient.id => row-id column id is set
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (ssn) DO UPDATE SET city = (SELECT 'x') => has a subquery
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON CONFLICT (ssn) DO UPDATE SET notes = excluded.ssn => set to an expression
        INSERT INTO chart (id, memo) VALUES (abs(?), ?) ON CONFLICT (ward) DO UPDATE SET ward = 'x' => known only when the row is stored
        INSERT INTO patient (id, ssn) VALUES (?, ?) ON DUPLICATE KEY UPDATE city = 'x' => on MariaDB
        """)
    void refuses(String sql, String because) {
        assertThatThrownBy(() -> plan(sql)).isInstanceOf(Refusal.class).hasMessageContaining(because);
    }
}

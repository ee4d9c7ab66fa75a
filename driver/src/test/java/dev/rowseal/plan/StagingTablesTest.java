package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.catalog.Dialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hibernate's temporary tables take nothing that is named as a sealed column, however a text says it. */
class StagingTablesTest {

    private static Plan plan(String sql, Dialect dialect) throws Refusal {
        return new Planner().plan(sql, Clinic.GUARDED, new Clinic(dialect));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO HTE_dog (id, ssn, rn_) VALUES (1, 'x', 1)",
                "insert into public.\"HTE_dog\" (id, \"ssn\") values (?, ?)",
                "/* c */ INSERT INTO hte_dog (id, SSN) SELECT 1, 'x'",
                "SELECT 1; INSERT INTO HTE_dog (ssn) VALUES ('x')",
                "WITH x AS (SELECT 1) INSERT INTO HTE_dog (ssn) SELECT 'x'",
                "UPDATE HTE_dog SET ssn = 'x'",
                "CREATE TEMPORARY TABLE hte_x AS SELECT 'x' AS ssn",
                "INSERT INTO HTE_dog (ssn) VALUES ('x"
            })
    void theyTakeNoValue(String sql) {
        assertThatThrownBy(() -> plan(sql, Dialect.POSTGRESQL))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Hibernate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into HTE_dog (id, ssn) values (1, 'O\\'Brien')",
                "insert into `HTE_dog` (`ssn`) values (\"x\")",
                "/*!50000 insert into HTE_dog (ssn) values ('x') */"
            })
    void norInMariaDbsWords(String sql) {
        assertThatThrownBy(() -> plan(sql, Dialect.MARIADB)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO HTE_visit (id, city, rn_) VALUES (1, 'x', 1)",
                "CREATE LOCAL TEMPORARY TABLE HTE_dog (id bigint, ssn varchar(11))",
                "SELECT ssn FROM HTE_dog",
                "DELETE FROM HTE_dog WHERE ssn = 'x'",
                "DROP TABLE HTE_dog",
                "INSERT INTO rechte_id (ssn) VALUES ('x')",
                "INSERT INTO visit (ssn) VALUES ('hte_dog')"
            })
    void everythingElseIsNoBusinessOfTheirs(String sql) throws Refusal {
        assertThat(plan(sql, Dialect.POSTGRESQL)).isInstanceOf(Plan.PassThrough.class);
    }
}

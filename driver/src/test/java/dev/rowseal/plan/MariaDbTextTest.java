package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.convert.Literal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How MariaDB's text is brought into the form that planning reads, and what is refused because it could be read twice. */
class MariaDbTextTest {

    private static final Clinic CLINIC = new Clinic(Dialect.MARIADB);

    private static Plan plan(String sql) throws Refusal {
        return new Planner().plan(sql, Clinic.GUARDED, CLINIC);
    }

    /** The value that a planned INSERT seals. */
    private static String sealed(String literal) throws Refusal {
        Plan.Rewritten plan = (Plan.Rewritten) plan("INSERT INTO patient (id, notes) VALUES (1, " + literal + ")");
        Slot.Seal slot = (Slot.Seal) plan.sql().slots().get(0);
        return ((Literal.Text) ((dev.rowseal.plan.ValueSource.Constant) slot.value()).literal()).text();
    }

    @Test
    void stringsStandForWhatMariaDbTakesThemFor() throws Refusal {
        assertThat(sealed("'a\\'b''c'")).isEqualTo("a'b'c");
        assertThat(sealed("\"a\\\"b\"\"c'd\"")).isEqualTo("a\"b\"c'd");
        assertThat(sealed("'\\n\\r\\t\\b\\Z\\q'")).isEqualTo("\n\r\t\b\u001Aq");
        assertThat(sealed("'\\\\ \\% \\_'")).isEqualTo("\\ \\% \\_");
        assertThat(sealed("'ends with \\\\'")).isEqualTo("ends with \\");
        assertThat(sealed("/* ' */ 'x' # ' -- \n")).isEqualTo("x");
    }

    @Test
    void openStringsStayWhatTheyAre() throws Refusal {
        Plan.Rewritten plan = (Plan.Rewritten)
                plan("INSERT INTO patient (id, notes, city) VALUES (1, ?, \"O'Neil \\\\ \\n\") -- ' comment");
        assertThat(plan.sql().prepared()).contains("'O''Neil \\\\ \n'").doesNotContain("comment");
    }

    @Test
    void commentsEndWhereMariaDbEndsThem() throws Refusal {
        for (String sql : List.of(
                "SELECT ssn FROM patient # WHERE\n WHERE id = 1",
                "SELECT ssn FROM patient -- x\n WHERE id = 1",
                "SELECT ssn FROM patient --\n WHERE id = 1",
                "SELECT ssn FROM patient /* /* */ WHERE id = 1",
                "SELECT ssn FROM patient /* ' */ WHERE id = 1",
                "SELECT ssn FROM patient WHERE id = 1 --",
                "SELECT ssn FROM patient -- x\r WHERE id = 2\n WHERE id = 1")) {
            Plan.Rewritten plan = (Plan.Rewritten) plan(sql);
            assertThat(plan.sql().prepared().replaceAll("\\s+", " ").trim())
                    .as(sql)
                    .startsWith("SELECT ssn")
                    .endsWith("FROM patient WHERE id = 1");
        }
    }

    @Test
    void columnsAreKnownInAnyCaseAndTablesNot() throws Refusal {
        Plan.Rewritten plan = (Plan.Rewritten) plan("SELECT `SSN` FROM `patient` AS p WHERE p.Ssn = ?");
        assertThat(plan.sql().prepared()).contains("`ssn_idx` = ?");
        assertThatThrownBy(() -> plan("SELECT ssn AS S FROM patient ORDER BY s"))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> plan("SELECT ssn AS 'n' FROM patient ORDER BY N"))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> plan("SELECT ssn FROM PATIENT")).isInstanceOf(Refusal.class);
    }

    @Test
    void labelsAnExpressionAsItWasWrittenButNeverWithAConstant() throws Refusal {
        assertThat(plan("SELECT count( DISTINCT  ssn ) FROM patient").toString())
                .contains("AS `count( DISTINCT  ssn )`");
        assertThat(plan("SELECT ssn = '078-05-1120' FROM patient").toString()).doesNotContain("AS `");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, count(DISTINCT ssn) /* x */ FROM patient",
                "SELECT id, ssn = 'x' FROM patient",
                "SELECT id, CASE ssn WHEN 'x' THEN id END FROM patient",
                "SELECT id, ssn = ? FROM patient",
                "SELECT id, concat('a', \"b\") FROM patient",
                "SELECT id, ssn='x' FROM patient UNION SELECT 1, true",
            })
    void labelsThatWouldHoldAValueAreNotKnown(String sql) throws Refusal {
        ResultShape shape = ((Plan.Rewritten) plan(sql)).result();
        assertThat(shape).isNotNull();
        assertThat(shape.unlabelled()).as(sql).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT /*! ssn, */ id FROM patient",
                "SELECT /*M!100100 ssn, */ id FROM patient",
                "SELECT /*!99999 ssn, */ id FROM patient",
                "SELECT id FROM patient WHERE id = 5--1",
                "SELECT id FROM patient WHERE id = 1 || city = 'x'",
                "SELECT id FROM patient WHERE !ssn = ?",
                "SELECT id FROM patient WHERE ssn = 'a' 'b'",
                "SELECT 'a' 'b' FROM patient",
                "SELECT city 'ssn' FROM patient",
                "SELECT id FROM patient WHERE ssn = _utf8mb4'x'",
                "SELECT id FROM patient WHERE ssn = _latin1 x'41'",
                "SELECT id FROM patient WHERE ssn = N'x'",
                "SELECT id FROM patient WHERE ssn = 'x",
                "SELECT id FROM patient WHERE ssn = 'x\\'",
                "SELECT id FROM patient WHERE ssn = \\N",
                "SELECT id FROM `patient",
                "SELECT id FROM patient /* x",
                "SELECT id FROM patient WHERE @'a' = 1",
                "SELECT id\u00A0FROM patient",
                "SELECT id\u2003FROM patient",
                "SELECT id FROM patient WHERE 1a = 1",
                "SELECT id FROM patient WHERE patient.1 = 1",
                "SELECT id FROM patient WHERE $$x$$ = 1",
                "SELECT id FROM \"patient\"",
                "SELECT id FROM patient; DROP TABLE visit",
                "SELECT @a := ssn FROM patient",
                "SELECT ssn INTO @a FROM patient",
                "HANDLER patient OPEN",
                "LOAD DATA LOCAL INFILE 'x' INTO TABLE patient",
                "PREPARE s FROM 'SELECT ssn FROM patient'",
                "PREPARE s FROM 'SELECT ssn FROM pat\\ient'",
                "PREPARE s FROM @a",
                "PREPARE s FROM concat('SELECT ssn FROM pat', 'ient')",
                "prepare `s` /* x */ from\n@a",
                "EXECUTE IMMEDIATE @a",
                "CALL sys.execute_prepared_stmt(@a)",
                "CALL `sys` . `Execute_Prepared_Stmt` (concat('a', 'b'))",
                "PREPARE s FROM \"SELECT 1\"",
                "PREPARE/**/s/**/FROM \"v\"",
                "BEGIN NOT ATOMIC DECLARE v TEXT DEFAULT 'a'; EXECUTE IMMEDIATE \"v\"; END",
                "BEGIN NOT ATOMIC SELECT '\\'; EXECUTE IMMEDIATE @v; SELECT \"',\"; END; # \"",
                "BEGIN NOT ATOMIC SELECT '\\'; PREPARE`s`FROM @v; SELECT '\\'; END",
                "SELECT `a\u4e2d`.`; EXECUTE /* x */ IMMEDIATE @v; SELECT `a\u4e2d`",
                "SELECT '\\', '; /*!50003PREPARE*/ s FROM @v; -- '",
                "EXECUTE IMMEDIATE 'SELECT ssn FROM pat' 'ient'",
                "EXECUTE IMMEDIATE 0x53454C454354",
                "BEGIN NOT ATOMIC EXECUTE IMMEDIATE concat('a', 'b'); END",
                "/*! EXECUTE IMMEDIATE @a */",
                "EXECUTE IMMEDIATE 'EXECUTE IMMEDIATE @a'",
            })
    void whatCouldBeReadTwiceIsRefused(String sql) {
        assertThatThrownBy(() -> plan(sql)).as(sql).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT /*! STRAIGHT_JOIN */ * FROM visit",
                "SELECT 1 || 'a' 'b' FROM visit # x",
                "PREPARE s FROM 'SELECT * FROM visit'",
                "/* prepare */ SELECT \"prepare\", city FROM visit -- immediate",
                "INSERT INTO visit (city) VALUES (\"execute immediately\")",
                "EXECUTE IMMEDIATE 'SELECT * FROM visit WHERE id = ?' USING 1",
                "DEALLOCATE PREPARE s",
                "SELECT prepare, immediate FROM visit",
                "SELECT 'prepare x from y' FROM visit",
            })
    void theRestPasses(String sql) throws Refusal {
        assertThat(plan(sql)).isInstanceOf(Plan.PassThrough.class);
    }

    @Test
    void columnsKeepTheirLabels() throws Refusal {
        for (String sql : List.of(
                "SELECT upper(city), 'x', 1, ssn, 1 + 1 FROM patient",
                "SELECT count(DISTINCT ssn) AS n FROM patient",
                "SELECT count( * ) AS `count( * )` FROM patient")) {
            assertThat(plan(sql)).as(sql).isInstanceOf(Plan.Rewritten.class);
        }
    }

    @Test
    void doubleQuotesAreStrings() throws Refusal {
        assertThat(plan("SELECT \"patient\" FROM visit")).isInstanceOf(Plan.PassThrough.class);
        assertThat(((Plan.Rewritten) plan("SELECT \"ssn\" , id FROM patient"))
                        .sql()
                        .prepared())
                .startsWith("SELECT 'ssn', id");
        assertThat(((Plan.Rewritten) plan("SELECT id FROM patient WHERE city = \"x\" AND ssn = \"y\""))
                        .sql()
                        .slots())
                .hasSize(1);
    }
}

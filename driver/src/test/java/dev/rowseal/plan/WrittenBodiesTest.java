package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenBodiesTest {

    private final Planner planner = new Planner();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO $$ BEGIN UPDATE visit SET city = E'\\n'; END $$",
                "DO 'BEGIN UPDATE visit SET city = ''x''; END' LANGUAGE plpgsql",
                "INSERT INTO visit (city) VALUES (E'a\\n') ON CONFLICT DO NOTHING",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $f$ SELECT length(E'\\n') $f$",
                "CREATE OR REPLACE PROCEDURE f() LANGUAGE sql AS 'DELETE FROM visit'",
                "CREATE FUNCTION f(int) RETURNS int AS 'obj.so', 'symbol' LANGUAGE c",
                "CREATE FUNCTION f() RETURNS int AS $$ SELECT 1 $$ LANGUAGE 'sql'; COMMENT ON FUNCTION f() IS 'a'",
                "CREATE TRIGGER t BEFORE INSERT ON visit FOR EACH ROW EXECUTE FUNCTION f()",
                "INSERT INTO visit (city) VALUES ('create a function', E'a\\n')"
            })
    void pass(String sql) throws Refusal {
        assertThat(planner.plan(sql, Clinic.GUARDED, new Clinic())).isInstanceOf(Plan.PassThrough.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS E'DELETE FROM p\\x61tient'",
                "create or replace function f() RETURNS void LANGUAGE sql AS 'DELETE FROM pat'\n'ient'",
                "CREATE --\nPROCEDURE f() LANGUAGE sql AS 'DELETE FROM p\\x61tient'",
                "CREATE /* /* */ a */ FUNCTION f() RETURNS void LANGUAGE sql AS E'DELETE FROM p\\x61tient'",
                "SELECT 1; CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ x"
            })
    void refused(String sql) {
        assertThatThrownBy(() -> planner.plan(sql, Clinic.GUARDED, new Clinic())).isInstanceOf(Refusal.class);
    }
}

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
                "INSERT INTO visit (city) VALUES ('create a function', E'a\\n')",
                "SELECT city FROM visit WHERE reason ~ '/login\\.do$'",
                "/* do not cache */ SELECT regexp_replace(city, '\\D', '', 'g') FROM visit",
                "SELECT U&'\\00e9' AS do_x -- do",
                "CREATE TABLE other (a text, -- procedure\n b text CHECK (b ~ '^\\d+$'))",
                "INSERT INTO visit (city, reason) VALUES ('what to do', 'C:\\temp')",
                "INSERT INTO visit (city, reason) VALUES ('-- create a function', 'C:\\temp')",
                "DO $$ BEGIN EXECUTE 'UPDATE visit SET city = $1' USING 'x'; RAISE NOTICE 'cannot execute %', E'x'; END $$",
                "DO $$ DECLARE r record; BEGIN FOR r IN EXECUTE $q$ SELECT 1 $q$ LOOP END LOOP; EXECUTE 'SELECT 1' INTO r; END $$",
                "DO $$ BEGIN CREATE TRIGGER t BEFORE INSERT ON visit FOR EACH ROW EXECUTE FUNCTION app.\"f\"(); END $$",
                "DO $$ BEGIN EXECUTE 'CREATE TRIGGER t BEFORE INSERT ON visit EXECUTE PROCEDURE f()'; END $$",
                "DO LANGUAGE plpgsql $$ BEGIN GRANT EXECUTE ON FUNCTION f() TO reader; END $$",
                "DO $$ BEGIN EXECUTE 'DO $x$ BEGIN EXECUTE ''SELECT 1''; END $x$'; END $$",
                "CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'ANALYZE ' || t; END $$",
                "PREPARE s AS SELECT 1; EXECUTE s"
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
                "SELECT 1; CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ x",
                "SELECT U&'x'; DO E'BEGIN DELETE FROM p\\x61tient; END'",
                "DO $$ BEGIN EXECUTE 'DELETE FROM pat' || 'ient'; END $$",
                "DO 'BEGIN EXECUTE format(''DELETE FROM %sient'', ''pat''); END'",
                "DO $$ BEGIN EXECUTE E'DELETE FROM p\\x61tient'; END $$",
                "DO $$ BEGIN EXECUTE /* a */ v; END $$",
                "DO $$ BEGIN EXECUTE 'DELETE FROM pat'\n'ient'; END $$",
                "DO $$ DECLARE function text := 'a'; BEGIN EXECUTE function; END $$",
                "DO $$ BEGIN EXECUTE 'DO $x$ BEGIN EXECUTE v; END $x$'; END $$",
                "DO $$ BEGIN DO $x$ BEGIN EXECUTE v; END $x$; END $$",
                "DO $$ BEGIN IF true THEN DO E'BEGIN DELETE FROM p\\x61tient; END'; END IF; END $$",
                "DO $$ BEGIN PERFORM '\\'; EXECUTE v; PERFORM '\\'; END $$",
                "DO $$ spi_exec_query('DELETE FROM pat' . 'ient') $$ LANGUAGE plperl"
            })
    void refused(String sql) {
        assertThatThrownBy(() -> planner.plan(sql, Clinic.GUARDED, new Clinic()))
                .isInstanceOf(Refusal.class);
    }
}

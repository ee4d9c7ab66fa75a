package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectsTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        SELECT * FROM visit => NONE
        UPDATE visit SET city = ? => NONE
        INSERT INTO visit (id) VALUES (1) => NONE
        SET search_path TO x => SEARCH_PATH
        set schema x => SEARCH_PATH
        /* c */ SET LOCAL search_path = x => SEARCH_PATH
        SELECT 1; SET SCHEMA x => SEARCH_PATH
        SELECT set_config('search_path', 'x', false) => SEARCH_PATH
        SELECT pg_catalog.set_config('search_path', 'x', false) => SEARCH_PATH
        RESET ALL => SEARCH_PATH
        DISCARD ALL => OWN_TABLES
        rollback => SEARCH_PATH
        /*!50000 SET sql_select_limit = 1 */ => SEARCH_PATH
        /*M!100000set x = 1 */ => SEARCH_PATH
        /*! USE x */ => SEARCH_PATH
        CREATE VIEW v AS SELECT 1 => SCHEMA
        alter table x add y int => SCHEMA
        DROP SCHEMA x => SCHEMA
        CREATE TEMP TABLE t (id int) => OWN_TABLES
        CREATE TEMP TABLE t (id int); DROP TABLE u => BOTH
        CREATE GLOBAL TEMPORARY TABLE t (id int) => BOTH
        DISCARD TEMP => OWN_TABLES
        UPDATE t SET note = 'create it' => SCHEMA
        /* create one-to-many row */ UPDATE t SET id = 1 => SCHEMA
        /* c */ -- d => NONE
        SELECT 1; DROP TABLE t => SCHEMA
        BEGIN; SET TRANSACTION SNAPSHOT 'x' => SNAPSHOT
        CALL NEXT VALUE FOR s => NONE
        COMMIT PREPARED 'x' => SCHEMA
        SELECT 1 AS "id"INTO t FROM u => BOTH
        SELECT 1 AS last_insert INTO TEMP t => BOTH
        SELECT id INTO @x FROM u => NONE
        INSERT INTO t (id) VALUES (1) ON CONFLICT DO NOTHING => NONE
        create local temporary table t (id int) => OWN_TABLES
        SELECT 1 AS id INTO t FROM u => BOTH
        SELECT 1 AS id INTO TEMP t => BOTH
        INSERT INTO t SELECT 1 FROM u => NONE
        WITH a AS (SELECT 1) INSERT  INTO t SELECT * FROM a => NONE
        PREPARE TRANSACTION 'x' => SEARCH_PATH
        CALL f() => BOTH
        SET ROLE reader => ROLE
        set local role tenant => ROLE
        /*!100000 SET ROLE reader */ => ROLE
        UPDATE person SET role = 'x' => NONE
        GRANT SELECT ON t TO u => SCHEMA
        BEGIN NOT ATOMIC CREATE TEMPORARY TABLE t (id int); END => BOTH
        {call f()} => BOTH
        UPDATE pg_settings SET setting = 'bob' WHERE name = 'role' => SEARCH_PATH
        /*!50003CALL migrate()*/ => BOTH
        /*M!100501CREATE TEMPORARY TABLE visit (id int)*/ => BOTH
        /*!40101DROP TABLE t*/ => SCHEMA
        FETCH ALL FROM c => SEARCH_PATH
        SELECT 1; fetch first from c => SEARCH_PATH
        /* a */ FETCH NEXT rows => SEARCH_PATH
        MOVE 5 IN c => SEARCH_PATH
        SELECT id FROM t FETCH FIRST 5 ROWS ONLY => NONE
        SELECT U&"set\\005fconfig"('search_path', 'x', false) => BOTH
        SELECT u&"pg!005fsettings" UESCAPE '!' FROM t => BOTH
        SET STATEMENT max_statement_time=1 /*!50000FOR SET ROLE reader*/ => ROLE
        """)
    void of(String sql, Effects expected) {
        assertThat(Effects.of(sql)).isEqualTo(expected);
    }

    /** H2 takes more than blanks for blanks, and more than letters of ASCII for those. */
    @Test
    void wordsAreSeenAsAnyDatabaseSeesThem() {
        assertThat(Effects.of("SELECT 1;\u00a0SET SCHEMA other")).isEqualTo(Effects.SEARCH_PATH);
        assertThat(Effects.of("SELECT 1;\u0001SET\u3000SCHEMA other")).isEqualTo(Effects.SEARCH_PATH);
        assertThat(Effects.of("u\u017fe other")).isEqualTo(Effects.SEARCH_PATH);
        assertThat(Effects.of("DROP\u00a0V\u0131EW x")).isEqualTo(Effects.SCHEMA);
    }

    /** As Hibernate and jOOQ write it, on lines of its own. */
    @Test
    void whatLimitsAQueryFetchesNothing() {
        assertThat(Effects.of("SELECT id FROM t\nOFFSET ? ROWS\nFETCH NEXT ? ROWS ONLY"))
                .isEqualTo(Effects.NONE);
        assertThat(Effects.of("SELECT id FROM t\nfetch first row only")).isEqualTo(Effects.NONE);
        assertThat(Effects.of("SELECT id FROM t\nFETCH FIRST (1 + 1) ROWS WITH TIES"))
                .isEqualTo(Effects.NONE);
        assertThat(Effects.of("FETCH FIRST FROM c; SELECT 1 FETCH FIRST 1 ROWS ONLY"))
                .isEqualTo(Effects.SEARCH_PATH);
    }

    /** PostgreSQL and H2 end a comment there. */
    @Test
    void aCarriageReturnEndsAComment() {
        assertThat(Effects.of("-- x\rSET SCHEMA 'x'")).isEqualTo(Effects.SEARCH_PATH);
        assertThat(Effects.of("-- x\rSET ROLE reader")).isEqualTo(Effects.ROLE);
    }
}

package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

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
        DISCARD ALL => SEARCH_PATH
        rollback => SEARCH_PATH
        /*!50000 SET sql_select_limit = 1 */ => SEARCH_PATH
        /*M!100000set x = 1 */ => SEARCH_PATH
        /*! USE x */ => SEARCH_PATH
        CREATE VIEW v AS SELECT 1 => SCHEMA
        alter table x add y int => SCHEMA
        DROP SCHEMA x => SCHEMA
        CALL f() => SCHEMA
        {call f()} => SCHEMA
        """)
    void of(String sql, Planned.Effects expected) {
        assertThat(Planned.Effects.of(sql)).isEqualTo(expected);
    }
}

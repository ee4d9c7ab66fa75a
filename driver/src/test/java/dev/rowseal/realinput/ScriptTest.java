package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScriptTest {

    @Test
    void splitsWithCare() {
        assertThat(Script.statements("""
                        /* a; comment */
                        DROP DATABASE x;
                        \\c chinook;

                        -- another; one
                        INSERT INTO t VALUES (1, N'Baroque; London \\ Act -- /* here'), (2, 'it''s; so');
                        SELECT "a;b" FROM t -- at its end;
                        ;
                        """))
                .containsExactly(
                        "DROP DATABASE x",
                        "INSERT INTO t VALUES (1, N'Baroque; London \\ Act -- /* here'), (2, 'it''s; so')",
                        "SELECT \"a;b\" FROM t");
    }
}

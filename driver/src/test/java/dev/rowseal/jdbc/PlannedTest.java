package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that pass without a look at what they name: they must end a transaction, or set one up, and do nothing else. */
class PlannedTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rollback",
                "COMMIT;",
                "-- done\nROLLBACK",
                "-- done\rROLLBACK WORK; -- x",
                "/* a/b */ ROLLBACK /* c * d */",
                "ROLLBACK TO SAVEPOINT s$1",
                "ROLLBACK TO größe",
                "ROLLBACK TO \"a b\" ;",
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"
            })
    void oneOfATransaction(String sql) {
        assertThat(Planned.ofTransaction(sql)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ROLLBACK; INSERT INTO patient (ssn) VALUES ('x')",
                "ROLLBACK; -- x\rINSERT INTO patient (ssn) VALUES ('x')",
                "ROLLBACK; -- x\nINSERT INTO patient (ssn) VALUES ('x')",
                "ROLLBACK -- x\r; INSERT INTO patient (ssn) VALUES ('x')",
                "-- x\rINSERT INTO patient (ssn) VALUES ('x'); --\nROLLBACK",
                "-- x\nINSERT INTO patient (ssn) VALUES ('x'); /* \nROLLBACK */",
                "/* /* */ INSERT INTO patient (ssn) VALUES ('x') */ ROLLBACK",
                "/* /* */ */ INSERT INTO patient (ssn) VALUES ('x'); /* */ ROLLBACK",
                "/*! INSERT INTO patient (ssn) VALUES ('x'); */ ROLLBACK",
                "/*M!100000 INSERT INTO patient (ssn) VALUES ('x'); */ ROLLBACK",
                "ROLLBACK /*M! ; INSERT INTO patient (ssn) VALUES ('x') */",
                "ROLLBACK /* a */ ; */ INSERT INTO patient (ssn) VALUES ('x')",
                "ROLLBACK TO \"a\"\"b; INSERT INTO patient (ssn) VALUES ('x')\"",
                "# ROLLBACK"
            })
    void moreThanThat(String sql) {
        assertThat(Planned.ofTransaction(sql)).isNull();
    }
}

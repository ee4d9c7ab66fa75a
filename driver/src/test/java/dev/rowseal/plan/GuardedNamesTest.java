package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO $$ BEGIN EXECUTE format($q$UPDATE %I SET ssn = 'P'$q$, $t$patient$t$); END $$",
                "SELECT $t$patient",
                "SELECT $Ünd_1$Patient$Ünd_1$",
                "SELECT $$patient$$",
                "SELECT 'patient$t$'"
            })
    void stringsBetweenDollarsMayNameThem(String sql) {
        assertThat(Clinic.GUARDED.in(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT inpatient", "SELECT my$patient", "SELECT patient$x FROM t", "SELECT patients"})
    void otherNamesAreOthers(String sql) {
        assertThat(Clinic.GUARDED.in(sql)).isFalse();
    }
}

package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.catalog.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Planning takes work in proportion to a text's length. Work is told by what is allocated: unlike time it is the same on
 * a loaded machine.
 */
class PlannerWorkTest {

    private static final int FEW = 500;
    private static final int TIMES = 8;

    /** By name: the driver's module, with which this is compiled, does not read the one that has it. */
    private static long allocated() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean")
                    .getMethod("getCurrentThreadAllocatedBytes")
                    .invoke(threads);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this JDK does not tell what a thread allocates", e);
        }
    }

    private static long work(String sql, Dialect dialect) throws Refusal {
        Clinic clinic = new Clinic(dialect);
        long before = allocated();
        Plan plan = new Planner().plan(sql, Clinic.GUARDED, clinic);
        long after = allocated();
        assertThat(plan.whole()).isNotNull();
        return after - before;
    }

    private static void requireLinear(String head, String row, String tail, Dialect dialect) throws Refusal {
        String few = head + (row + ", ").repeat(FEW - 1) + row + tail;
        String many = head + (row + ", ").repeat(FEW * TIMES - 1) + row + tail;
        work(few, dialect);
        assertThat((double) work(many, dialect) / work(few, dialect))
                .as("work for %d times as many rows", TIMES)
                .isBetween(TIMES / 2.0, TIMES * 1.5);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void rowsOfValues(Dialect dialect) throws Refusal {
        requireLinear("INSERT INTO patient (id, ssn, notes, city) VALUES ", "(?, ?, 'note', upper(?))", "", dialect);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "'078-05-1120'"})
    void valuesOfAnIn(String value) throws Refusal {
        requireLinear("SELECT id FROM patient WHERE ssn IN (", value, ")", Dialect.POSTGRESQL);
    }

    @Test
    void rowsOfAnUpsert() throws Refusal {
        requireLinear(
                "INSERT INTO patient (id, ssn) VALUES ",
                "(?, 'x')",
                " ON CONFLICT (id) DO UPDATE SET ssn = excluded.ssn",
                Dialect.POSTGRESQL);
    }
}

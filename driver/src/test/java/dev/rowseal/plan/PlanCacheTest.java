package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanCacheTest {

    private static final List<String> PATH = List.of("public");

    private final PlanCache<Plan> cache = new PlanCache<>(10_000);
    private final Plan plan = new Plan.PassThrough();

    @Test
    void findsWhatItKeeps() {
        cache.keep("SELECT 1", PATH, 1, plan);

        assertThat(cache.find("SELECT 1", PATH, 1)).isSameAs(plan);
    }

    @Test
    void dependsOnAllThatAPlanDependsOn() {
        cache.keep("SELECT 1", PATH, 1, plan);

        assertThat(cache.find("SELECT  1", PATH, 1)).isNull();
        assertThat(cache.find("SELECT 1", List.of("other"), 1)).isNull();
        assertThat(cache.find("SELECT 1", PATH, 2)).isNull();
    }

    @Test
    void isBounded() {
        IntStream.range(0, 10_000).forEach(i -> cache.keep("SELECT " + i, PATH, 1, plan));

        long kept = IntStream.range(0, 10_000)
                .filter(i -> cache.find("SELECT " + i, PATH, 1) != null)
                .count();
        assertThat(kept).isBetween(1L, 10_000L / 64);
    }

    @Test
    void aPlanWithALiteralOfASealedColumnIsNotToBeKept() throws Refusal {
        Planner planner = new Planner();
        Plan.Rewritten literal =
                (Plan.Rewritten) planner.plan("SELECT id FROM patient WHERE ssn = 'x'", Clinic.GUARDED, new Clinic());
        Plan.Rewritten inserted = (Plan.Rewritten)
                planner.plan("INSERT INTO patient (id, ssn) VALUES (1, 'x')", Clinic.GUARDED, new Clinic());
        Plan.Rewritten parameter =
                (Plan.Rewritten) planner.plan("SELECT id FROM patient WHERE ssn = ?", Clinic.GUARDED, new Clinic());

        assertThat(literal.sql().holdsValues()).isTrue();
        assertThat(inserted.sql().holdsValues()).isTrue();
        assertThat(parameter.sql().holdsValues()).isFalse();
    }
}

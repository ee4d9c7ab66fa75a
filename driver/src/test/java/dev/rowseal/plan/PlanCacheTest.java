package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanCacheTest {

    private static final List<String> PATH = List.of("public");
    private static final Object HOME = new Object();

    private final PlanCache<Plan> cache = new PlanCache<>(10_000);
    private final Plan plan = new Plan.PassThrough();

    @Test
    void findsWhatItKeeps() {
        cache.keep("SELECT 1", HOME, PATH, 1, plan);

        assertThat(cache.find("SELECT 1", HOME, PATH, 1)).isSameAs(plan);
    }

    @Test
    void dependsOnAllThatAPlanDependsOn() {
        cache.keep("SELECT 1", HOME, PATH, 1, plan);

        assertThat(cache.find("SELECT  1", HOME, PATH, 1)).isNull();
        assertThat(cache.find("SELECT 1", HOME, List.of("other"), 1)).isNull();
        assertThat(cache.find("SELECT 1", HOME, PATH, 2)).isNull();
        assertThat(cache.find("SELECT 1", new Object(), PATH, 1)).isNull();
    }

    @Test
    void isBounded() throws InterruptedException {
        IntStream.range(0, 10_000).forEach(i -> cache.keep("SELECT " + i, HOME, PATH, 1, plan));

        // What is too much is dropped by another thread, soon.
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (kept() > 10_000L / 64 && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        assertThat(kept()).isBetween(1L, 10_000L / 64);
    }

    private long kept() {
        return IntStream.range(0, 10_000)
                .filter(i -> cache.find("SELECT " + i, HOME, PATH, 1) != null)
                .count();
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

package dev.rowseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.CountingMode;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowsealMetersTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(rowseal\\.[^`]+)` \\| (counter|gauge) \\|");

    private final MeterRegistry registry = new SimpleMeterRegistry();

    private static FunctionCounter counter(MeterRegistry registry, Event event) {
        return registry.get(RowsealMeters.PREFIX + event.term()).functionCounter();
    }

    @ParameterizedTest
    @EnumSource
    void everyEventHasAMeterThatSaysWhatItCounts(Event event) {
        new RowsealMeters().bindTo(registry);

        assertThat(counter(registry, event).getId().getDescription()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void aMeterGrowsWithItsEventAndNoOtherDoes(Event event) {
        new RowsealMeters().bindTo(registry);
        Map<String, Double> before = counts();

        Events.counted(event);
        Events.counted(event);

        before.merge(RowsealMeters.PREFIX + event.term(), 2.0, Double::sum);
        assertThat(counts()).isEqualTo(before);
    }

    private Map<String, Double> counts() {
        Map<String, Double> counts = new TreeMap<>();
        for (Event event : Event.values()) {
            counts.put(
                    RowsealMeters.PREFIX + event.term(),
                    counter(registry, event).count());
        }
        return counts;
    }

    @Test
    void aStatementThatIsRefusedIsSeen() {
        new RowsealMeters().bindTo(registry);
        double before = counter(registry, Event.STATEMENT_REFUSED).count();

        Events.ofStatement(Event.STATEMENT_REFUSED, "ORDER BY patient.ssn");

        assertThat(counter(registry, Event.STATEMENT_REFUSED).count()).isEqualTo(before + 1);
    }

    @Test
    void boundLateOrTwiceNothingIsLostAndNothingIsCountedTwice() {
        Events.counted(Event.CACHE_EVICTED);

        new RowsealMeters().bindTo(registry);
        new RowsealMeters().bindTo(registry);
        MeterRegistry another = new SimpleMeterRegistry();
        new RowsealMeters().bindTo(another);
        Events.counted(Event.CACHE_EVICTED);

        assertThat(registry.getMeters()).hasSize(Event.values().length + 1);
        assertThat(counter(registry, Event.CACHE_EVICTED).count()).isEqualTo(Events.count(Event.CACHE_EVICTED));
        assertThat(counter(another, Event.CACHE_EVICTED).count()).isEqualTo(Events.count(Event.CACHE_EVICTED));
    }

    @Test
    void aRegistryThatReportsStepsHasInItsFirstWhatWasBefore() {
        MockClock clock = new MockClock();
        SimpleConfig steps = new SimpleConfig() {
            @Override
            public @Nullable String get(String key) {
                return key.equals("simple.mode") ? CountingMode.STEP.name() : null;
            }
        };
        MeterRegistry stepping = new SimpleMeterRegistry(steps, clock);
        Events.counted(Event.KEY_REFUSED);
        new RowsealMeters().bindTo(stepping);

        clock.add(Duration.ofMinutes(1));
        assertThat(counter(stepping, Event.KEY_REFUSED).count()).isEqualTo(Events.count(Event.KEY_REFUSED));
        Events.counted(Event.KEY_REFUSED);
        clock.add(Duration.ofMinutes(1));
        assertThat(counter(stepping, Event.KEY_REFUSED).count()).isEqualTo(1);
    }

    @Test
    void theHitRatioIsThatOfTheCounters() {
        new RowsealMeters().bindTo(registry);
        Events.counted(Event.CACHE_HIT);
        Events.counted(Event.CACHE_HIT);
        Events.counted(Event.CACHE_MISS);

        double hits = counter(registry, Event.CACHE_HIT).count();
        double misses = counter(registry, Event.CACHE_MISS).count();
        assertThat(registry.get(RowsealMeters.HIT_RATIO).gauge().value())
                .isEqualTo(hits / (hits + misses))
                .isBetween(0.0, 1.0);
        assertThat(RowsealMeters.hitRatio(3, 1)).isEqualTo(0.75);
        assertThat(RowsealMeters.hitRatio(0, 4)).isZero();
        assertThat(RowsealMeters.hitRatio(0, 0)).isNaN();
    }

    @Test
    void theOnlyTagsAreTheApplications() {
        new RowsealMeters().bindTo(registry);
        MeterRegistry tagged = new SimpleMeterRegistry();
        new RowsealMeters(Tags.of("application", "clinic")).bindTo(tagged);

        assertThat(registry.getMeters())
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(meter.getId().getTags()).isEmpty());
        assertThat(tagged.getMeters())
                .hasSameSizeAs(registry.getMeters())
                .allSatisfy(
                        meter -> assertThat(meter.getId().getTags()).containsExactly(Tag.of("application", "clinic")));
    }

    @Test
    void thePageListsEveryMeterAndNoOther() throws IOException {
        new RowsealMeters().bindTo(registry);
        Map<String, String> listed = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("..", "docs", "events.md")))
                .results()
                .forEach(row -> assertThat(listed.put(row.group(1), row.group(2)))
                        .as(row.group(1))
                        .isNull());

        Map<String, String> bound = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            bound.put(meter.getId().getName(), meter instanceof FunctionCounter ? "counter" : "gauge");
        }
        assertThat(bound).isEqualTo(listed);
    }
}

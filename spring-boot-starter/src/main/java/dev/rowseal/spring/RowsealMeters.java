package dev.rowseal.spring;

import static java.util.Map.entry;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;

/**
 * Rowseal's counters as meters of Micrometer: a counter {@code rowseal.<term>} for each {@link Event}, and the gauge {@value
 * #HIT_RATIO}. They read {@link Events} when a registry asks and keep nothing of their own, so that it is all the same when they
 * are bound, how often and to how many registries. They are the process's: of all data sources together. No meter has a tag
 * but those that the application gives, and none holds a name, a key or a value.
 *
 * <p>Needs no Spring. Immutable; safe for use by many threads.
 */
public final class RowsealMeters implements MeterBinder {

    static final String PREFIX = "rowseal.";

    static final String HIT_RATIO = PREFIX + "cache.hit-ratio";

    /** What registries show beside a meter. A test wants one for each event. */
    private static final Map<Event, String> DESCRIPTIONS = Map.ofEntries(
            entry(Event.KEY_WRAPPED, "Keys that a KMS wrapped, or made and wrapped"),
            entry(Event.KEY_WRAP_FAILED, "Keys that a KMS did not wrap"),
            entry(Event.KEY_UNWRAPPED, "Keys that a KMS unwrapped"),
            entry(
                    Event.KEY_UNWRAP_FAILED,
                    "Keys that a KMS did not unwrap, or that were others than their rows commit to"),
            entry(Event.KEY_MADE, "Keys made: the first of an owner, or a rotation"),
            entry(Event.KEY_RESTORED, "Key rows put back that the key table had lost"),
            entry(Event.KEY_LOST, "Keys that the key table had lost, and that could not be put back"),
            entry(Event.KEY_REWRAPPED, "Keys whose wrappings were changed"),
            entry(Event.KEY_RETIRED, "Keys that seal no longer"),
            entry(Event.KEY_DESTROYED, "Keys whose wrappings were deleted"),
            entry(Event.KEY_ROTATION_FAILED, "Rotations by age that failed"),
            entry(Event.KEY_REFRESH_FAILED, "Keys in use that could not be loaded ahead of the end of their time"),
            entry(Event.CACHE_HIT, "Keys found in the cache"),
            entry(Event.CACHE_MISS, "Keys not found in the cache, and loaded"),
            entry(Event.CACHE_GRACE, "Keys lent past their time, because no KMS could be reached"),
            entry(Event.CACHE_EVICTED, "Keys that left the cache"),
            entry(Event.STATEMENT_REFUSED, "Statements refused because they were not understood in full"),
            entry(Event.NOT_AUTHENTIC, "Values, key rows or wrappings that were altered or moved (RS001)"),
            entry(Event.PLAINTEXT_FOUND, "Sealed columns that held something else than a sealed value (RS005)"),
            entry(Event.KEY_REFUSED, "Statements whose key was denied, disabled, destroyed or unknown (RS003)"),
            entry(Event.KEY_UNAVAILABLE, "Statements whose key could not be had for now (RS002)"),
            entry(Event.UNTOLD, "Lines that are missing in the audit log"));

    private final Tags tags;

    /** Meters without tags. */
    public RowsealMeters() {
        this(Tags.empty());
    }

    /**
     * Meters with an application's own tags.
     *
     * @param tags what every meter has; few values each, and no secret
     */
    public RowsealMeters(Iterable<Tag> tags) {
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Event event : Event.values()) {
            // A registry refers weakly to what it asks; an event is never collected.
            FunctionCounter.builder(PREFIX + event.term(), event, Events::count)
                    .description(DESCRIPTIONS.get(event))
                    .tags(tags)
                    .register(registry);
        }
        Gauge.builder(HIT_RATIO, () -> hitRatio(Events.count(Event.CACHE_HIT), Events.count(Event.CACHE_MISS)))
                .description("Part of the keys that were found in the cache, since the process began")
                .tags(tags)
                .register(registry);
    }

    /** From 0 to 1; not a number as long as nobody asked. */
    static double hitRatio(long hits, long misses) {
        return hits + misses == 0 ? Double.NaN : (double) hits / (hits + misses);
    }
}

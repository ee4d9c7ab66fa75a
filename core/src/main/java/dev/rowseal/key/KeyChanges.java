package dev.rowseal.key;

import dev.rowseal.failure.RowsealFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of each key of a namespace in one call of {@link KeyLife}. Immutable.
 *
 * @param changed ids of the keys that were changed
 * @param unchanged ids of the keys that were as they should be before
 * @param failed ids of the keys that could not be brought there, and why; they are as they were
 */
public record KeyChanges(List<Long> changed, List<Long> unchanged, Map<Long, RowsealFailure> failed) {

    public KeyChanges {
        changed = List.copyOf(changed);
        unchanged = List.copyOf(unchanged);
        failed = Map.copyOf(failed);
    }

    /** What became of the keys in this call's turn and in a later one, which came to all of them again. */
    KeyChanges and(KeyChanges later) {
        Set<Long> all = new LinkedHashSet<>(changed);
        all.addAll(later.changed);
        List<Long> rest =
                later.unchanged.stream().filter(key -> !all.contains(key)).toList();
        return new KeyChanges(List.copyOf(all), rest, later.failed);
    }
}

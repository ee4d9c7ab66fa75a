package dev.rowseal.plan;

import java.util.stream.Collectors;

/** Plans in short words, for comparison. */
final class Shown {

    private Shown() {}

    /** Slots as short words: {@code ?1} open, {@code seal(ssn,?2)}, {@code index(ssn,?2)}, {@code find(ssn,…)}. */
    static String show(Template template) {
        return template.filled(i -> "⟨" + show(template.slots().get(i)) + "⟩");
    }

    static String show(Slot slot) {
        if (slot instanceof Slot.Open open) {
            return "?" + open.parameter();
        }
        if (slot instanceof Slot.Nullness test) {
            return "null? " + test.parameter();
        }
        if (slot instanceof Slot.Seal seal) {
            return "seal " + seal.column().name() + " " + show(seal.value()) + " row " + show(seal.rowId());
        }
        if (slot instanceof Slot.Index index) {
            return "index " + index.column().name() + " " + show(index.value());
        }
        if (slot instanceof Slot.Pending pending) {
            return "pending " + pending.column().name() + " " + show(pending.value());
        }
        if (slot instanceof Slot.Generated generated) {
            return "new " + generated.column().name() + " " + show(generated.value());
        }
        if (slot instanceof Slot.RowPart part) {
            return part.column().name() + " " + show(part.given());
        }
        if (slot instanceof Slot.NewId part) {
            return part.column().name() + " " + show(part.value());
        }
        Slot.Lookup lookup = (Slot.Lookup) slot;
        return "find " + lookup.column().name() + " " + show(lookup.value());
    }

    static String show(RowIdSource rowId) {
        return rowId instanceof RowIdSource.Given given
                ? given.values().stream().map(Shown::show).collect(Collectors.joining(","))
                : "locked";
    }

    static String show(ValueSource source) {
        if (source instanceof ValueSource.Parameter parameter) {
            return "?" + parameter.index();
        }
        if (source instanceof ValueSource.Cast cast) {
            return "cast " + show(cast.value());
        }
        if (source instanceof ValueSource.Generated generated) {
            return "#" + generated.row();
        }
        if (source instanceof ValueSource.Copied copied) {
            return "copy " + copied.copy();
        }
        return source instanceof ValueSource.Null ? "null" : "literal";
    }
}

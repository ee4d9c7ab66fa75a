package dev.rowseal.plan;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Rewritten SQL with slots: one text more than slots, to be joined alternately.
 *
 * @param texts what stands before, between and behind the slots
 * @param slots what is filled in, in the order of the text
 */
public record Template(List<String> texts, List<Slot> slots) {

    public Template {
        texts = List.copyOf(texts);
        slots = List.copyOf(slots);
        if (texts.size() != slots.size() + 1) {
            throw new IllegalArgumentException("texts and slots do not alternate");
        }
    }

    /** The SQL with a {@code ?} for each slot. */
    public String prepared() {
        return filled(slot -> "?");
    }

    /** The SQL with each slot, by its number from 0, replaced by what the function gives. */
    public String filled(IntFunction<String> literal) {
        StringBuilder sql = new StringBuilder(texts.get(0));
        for (int i = 0; i < slots.size(); i++) {
            sql.append(literal.apply(i)).append(texts.get(i + 1));
        }
        return sql.toString();
    }
}

package dev.rowseal.plan;

import java.util.ArrayList;
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
        texts = texts.stream().map(MariaDbText::restored).toList();
        slots = List.copyOf(slots);
        if (texts.size() != slots.size() + 1) {
            throw new IllegalArgumentException("texts and slots do not alternate");
        }
    }

    /** A text without slots. */
    static Template of(String text) {
        return new Template(List.of(text), List.of());
    }

    /** Whether there is nothing in it. */
    boolean isEmpty() {
        return slots.isEmpty() && texts.get(0).isEmpty();
    }

    /** This and, behind it, another. */
    Template then(Template next) {
        List<String> joined = new ArrayList<>(texts);
        List<Slot> all = new ArrayList<>(slots);
        joined.set(joined.size() - 1, joined.get(joined.size() - 1) + next.texts.get(0));
        joined.addAll(next.texts.subList(1, next.texts.size()));
        all.addAll(next.slots);
        return new Template(joined, all);
    }

    /** This and, behind it, a text. */
    Template then(String text) {
        return then(of(text));
    }

    /** Whether a literal of the application's text is kept in a slot: a value of a sealed column. */
    public boolean holdsValues() {
        return slots.stream().anyMatch(Template::holdsValue);
    }

    static boolean holdsValue(Slot slot) {
        return slot instanceof Slot.Seal seal && ValueSource.isInText(seal.value())
                || slot instanceof Slot.Pending pending && ValueSource.isInText(pending.value())
                || slot instanceof Slot.Lookup lookup && ValueSource.isInText(lookup.value());
    }

    /** Whether the SQL begins with a word. */
    public boolean beginsWith(String word) {
        return texts.get(0).regionMatches(true, 0, word, 0, word.length());
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

    /** Whether a value is sealed, or is to be, for one of its slots. */
    public boolean seals() {
        for (Slot slot : slots) {
            if (slot instanceof Slot.Seal || slot instanceof Slot.Pending) {
                return true;
            }
        }
        return false;
    }
}

package dev.rowseal.key;

import java.util.List;

/**
 * A key as the key table holds it.
 *
 * @param record what never changes
 * @param state where it is in its life
 * @param commitment 32 bytes; ties the key's bytes to the record; not copied and not to be changed
 * @param wrappings one for each KEK that can open it; at least one unless destroyed
 * @param revision counts the changes to this row; every change compares and sets it
 */
public record StoredKey(KeyRecord record, KeyState state, byte[] commitment, List<Wrapping> wrappings, long revision) {

    public StoredKey {
        wrappings = List.copyOf(wrappings);
    }

    @Override
    public String toString() {
        return "StoredKey[" + record + ", " + state + ", " + wrappings + ", revision=" + revision + "]";
    }
}

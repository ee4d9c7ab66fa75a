package dev.rowseal.key;

/** Where a key is in its life. */
public enum KeyState {
    /** Seals and opens. */
    ACTIVE,
    /** Opens only. */
    RETIRED,
    /** Gone for good; the row stays as a tombstone, so that its id is never used again. */
    DESTROYED
}

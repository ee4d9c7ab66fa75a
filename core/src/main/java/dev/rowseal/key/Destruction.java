package dev.rowseal.key;

import java.time.Duration;

/** How far the destruction of a key has come. */
public sealed interface Destruction {

    /** The key is gone: no wrapping is left, and its row is a tombstone. Backups of the key table may still have one. */
    record Done() implements Destruction {}

    /**
     * Some process may still hold the key.
     *
     * @param remaining how long at most; ask again after that
     */
    record Waiting(Duration remaining) implements Destruction {}

    /**
     * Sealed values still name the key.
     *
     * @param values how many; move them to a newer key first
     */
    record InUse(long values) implements Destruction {}
}

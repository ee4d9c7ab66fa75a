package dev.rowseal.surface;

import org.jspecify.annotations.Nullable;

/**
 * One reviewed decision.
 *
 * @param line where it stands in the file, from 1
 * @param verb what becomes of the method
 * @param later whether the method exists only on JDKs newer than the one this compiles against
 * @param signature name and erased simple parameter types, as in {@code setObject(int, Object, SQLType)}
 * @param wayOut what a refused caller should do instead; present exactly for REFUSE
 */
record PolicyLine(
        int line,
        Verb verb,
        boolean later,
        String signature,
        @Nullable String wayOut) {}

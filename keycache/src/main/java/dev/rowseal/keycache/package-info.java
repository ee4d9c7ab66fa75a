/** Unwrapped keys, shared by the whole process, lent under leases, wiped when they expire and nobody uses them. */
@NullMarked
package dev.rowseal.keycache;

import org.jspecify.annotations.NullMarked;

/**
 * A value and its place to bytes and back: the envelope, its associated data, run keys, row ids and blind indexes.
 * {@link dev.rowseal.seal.Sealer} is the way in; docs/format is the specification that this follows. Knows
 * no SQL, no JDBC, no KMS and nobody's keys but those it is given.
 */
@NullMarked
package dev.rowseal.seal;

import org.jspecify.annotations.NullMarked;

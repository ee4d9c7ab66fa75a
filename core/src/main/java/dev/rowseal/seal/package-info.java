/**
 * A value and its place to bytes and back: the envelope, its associated data, run keys, row ids, blind indexes and key
 * commitments. {@link dev.rowseal.seal.Sealer} is the way in; docs/format is the specification that this follows. Knows
 * no SQL, no JDBC and no KMS.
 */
@NullMarked
package dev.rowseal.seal;

import org.jspecify.annotations.NullMarked;

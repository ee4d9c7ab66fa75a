/**
 * The three types through which a key management service wraps and unwraps data keys: a provider found by URI scheme,
 * an open KMS, and the registry that finds one. They have no more than a hundred lines of code. Nothing here knows the key
 * table, values or SQL.
 */
@NullMarked
package dev.rowseal.kms;

import org.jspecify.annotations.NullMarked;

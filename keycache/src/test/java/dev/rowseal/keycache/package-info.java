/** The cache by itself, raced, and under the key ring with a key table and a KMS in memory. */
@NullMarked
package dev.rowseal.keycache;

import org.jspecify.annotations.NullMarked;

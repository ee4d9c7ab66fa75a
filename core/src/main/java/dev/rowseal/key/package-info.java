/** Data keys and index keys: their records and commitments, their table and cache as ports, and the ring that leases them. */
@NullMarked
package dev.rowseal.key;

import org.jspecify.annotations.NullMarked;

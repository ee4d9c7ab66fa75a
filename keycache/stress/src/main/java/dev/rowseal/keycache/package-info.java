/** The leases of {@code dev.rowseal.keycache}, and the whole cache, against eviction: in jcstress's hands. */
@NullMarked
package dev.rowseal.keycache;

import org.jspecify.annotations.NullMarked;

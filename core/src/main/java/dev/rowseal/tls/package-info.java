/** TLS for those who fetch keys over a network: what was said leaves nothing in memory. */
@NullMarked
package dev.rowseal.tls;

import org.jspecify.annotations.NullMarked;

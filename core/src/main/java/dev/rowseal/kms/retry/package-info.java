/** When an adapter calls its service again, for those whose SDK has nothing for it. Beside the SPI, and not part of it. */
@NullMarked
package dev.rowseal.kms.retry;

import org.jspecify.annotations.NullMarked;

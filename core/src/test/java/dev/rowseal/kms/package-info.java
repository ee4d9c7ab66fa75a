/** Tests of the SPI. */
@NullMarked
package dev.rowseal.kms;

import org.jspecify.annotations.NullMarked;

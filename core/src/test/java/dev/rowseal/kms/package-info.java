/** Tests of the SPI, and a KMS in memory for the tests of keys. */
@NullMarked
package dev.rowseal.kms;

import org.jspecify.annotations.NullMarked;

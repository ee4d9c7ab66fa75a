/** The contract, and what is particular to a keystore in a file. */
@NullMarked
package dev.rowseal.kms.local;

import org.jspecify.annotations.NullMarked;

/** The contract on SoftHSM, and what is particular to tokens. */
@NullMarked
package dev.rowseal.kms.pkcs11;

import org.jspecify.annotations.NullMarked;

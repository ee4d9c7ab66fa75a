/** The contract, kept by a loopback Vault that checks what the real one checks, and what is particular to Vault. */
@NullMarked
package dev.rowseal.kms.vault;

import org.jspecify.annotations.NullMarked;

/** {@code hcvault:}: data keys wrapped by a key of Vault's Transit secrets engine. */
@NullMarked
package dev.rowseal.kms.vault;

import org.jspecify.annotations.NullMarked;

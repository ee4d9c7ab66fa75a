/** {@code pkcs11:}: data keys wrapped inside a token, under an AES-256 key that never leaves it. */
@NullMarked
package dev.rowseal.kms.pkcs11;

import org.jspecify.annotations.NullMarked;

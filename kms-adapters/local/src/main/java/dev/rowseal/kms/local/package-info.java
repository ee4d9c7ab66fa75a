/** {@code local-kms:}: data keys wrapped under a key in a PKCS12 keystore on this machine. */
@NullMarked
package dev.rowseal.kms.local;

import org.jspecify.annotations.NullMarked;

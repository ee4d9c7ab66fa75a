/** The adapter against a loopback KMS that checks what the service checks. */
@NullMarked
package dev.rowseal.kms.tencent;

import org.jspecify.annotations.NullMarked;

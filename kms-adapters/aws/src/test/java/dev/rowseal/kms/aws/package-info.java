/** The adapter against a loopback KMS that checks what the service checks. */
@NullMarked
package dev.rowseal.kms.aws;

import org.jspecify.annotations.NullMarked;

/** The adapter against a loopback Secrets Manager that checks what the service checks. */
@NullMarked
package dev.rowseal.credentials.tencent;

import org.jspecify.annotations.NullMarked;

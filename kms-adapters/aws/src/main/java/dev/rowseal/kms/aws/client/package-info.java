/**
 * How AWS is called, whatever for: as whom, over which connections, and what its errors are. For {@code kms-aws} and {@code
 * credentials-aws}, and exported to nobody else.
 */
@NullMarked
package dev.rowseal.kms.aws.client;

import org.jspecify.annotations.NullMarked;

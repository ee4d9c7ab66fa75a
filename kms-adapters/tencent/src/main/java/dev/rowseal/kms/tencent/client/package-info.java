/**
 * How Tencent Cloud's API is called, whatever for: as whom, signed how, within which limits, and what its errors are. For {@code
 * kms-tencent} and {@code credentials-tencent}, and exported to nobody else.
 */
@NullMarked
package dev.rowseal.kms.tencent.client;

import org.jspecify.annotations.NullMarked;

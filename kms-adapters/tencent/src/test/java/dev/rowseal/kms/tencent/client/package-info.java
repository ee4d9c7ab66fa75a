/** Signatures and JSON, by their documentation. */
@NullMarked
package dev.rowseal.kms.tencent.client;

import org.jspecify.annotations.NullMarked;

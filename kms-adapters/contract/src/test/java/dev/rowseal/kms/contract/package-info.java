/** The contract, kept by the KMS in memory. */
@NullMarked
package dev.rowseal.kms.contract;

import org.jspecify.annotations.NullMarked;

/** What every KMS adapter must do, as tests to inherit; and a KMS in memory for the tests of those who need one. */
@NullMarked
package dev.rowseal.kms.contract;

import org.jspecify.annotations.NullMarked;

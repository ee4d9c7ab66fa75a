/** All KMS adapters at once, as an application has them: found by their URIs, told by the environment where their KMS is. */
@NullMarked
package dev.rowseal.integration.kms;

import org.jspecify.annotations.NullMarked;

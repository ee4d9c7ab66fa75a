/** KEKs of the AWS Key Management Service, through the AWS SDK, past which the key bytes are carried. */
@NullMarked
package dev.rowseal.kms.aws;

import org.jspecify.annotations.NullMarked;

/** KEKs of the Tencent Cloud Key Management Service, which sends keys encrypted to a key pair of this process. */
@NullMarked
package dev.rowseal.kms.tencent;

import org.jspecify.annotations.NullMarked;

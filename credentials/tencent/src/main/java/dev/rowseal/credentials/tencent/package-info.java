/** Credentials of a database from the Secrets Manager (SSM) of Tencent Cloud. */
@NullMarked
package dev.rowseal.credentials.tencent;

import org.jspecify.annotations.NullMarked;

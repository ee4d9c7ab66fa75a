/** Credentials of a database from AWS Secrets Manager. */
@NullMarked
package dev.rowseal.credentials.aws;

import org.jspecify.annotations.NullMarked;

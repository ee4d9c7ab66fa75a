/** Connections as servers may end them. */
@NullMarked
package dev.rowseal.kms.aws.client;

import org.jspecify.annotations.NullMarked;

/** What the application says is to be sealed: the policy, read from YAML and from annotated types. Knows no database. */
@NullMarked
package dev.rowseal.policy;

import org.jspecify.annotations.NullMarked;

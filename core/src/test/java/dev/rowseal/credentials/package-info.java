/** What is read of secrets, and who is found to fetch them. */
@org.jspecify.annotations.NullMarked
package dev.rowseal.credentials;

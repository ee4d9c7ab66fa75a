/** What tests read from the folder of shared test data beside the project, where there is one. */
package dev.rowseal.shared;

/** What a Spring Boot application has of Rowseal beside the driver: its counters, as meters of Micrometer. */
@NullMarked
package dev.rowseal.spring;

import org.jspecify.annotations.NullMarked;

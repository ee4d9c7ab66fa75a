package dev.rowseal.surface;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the package that receives the classes generated from the surface policy. The compiler option {@code
 * -Arowseal.surface=<file>} names the policy; one package of a compilation may be marked.
 */
@Target(ElementType.PACKAGE)
@Retention(RetentionPolicy.SOURCE)
public @interface JdbcSurface {}

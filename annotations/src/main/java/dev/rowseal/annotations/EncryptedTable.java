package dev.rowseal.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rows of a class or record have sealed columns. Its members, and those of its superclasses, say by {@link RowId}
 * what names a row and by {@link Encrypted} what is sealed; at least one of each.
 *
 * <p>A name is folded as the database folds unquoted ones, unless it is written in double quotes inside the string:
 * {@code name = "\"Patient\""}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EncryptedTable {

    /** The table, without its schema; the simple name of the type in snake_case by default. */
    String name() default "";

    /** Its schema; the connection's default schema by default. */
    String schema() default "";

    /**
     * What stands for the table in the context of keys and values, so that it can be renamed: 1 to 255 bytes; the
     * schema and name by default.
     */
    String id() default "";
}

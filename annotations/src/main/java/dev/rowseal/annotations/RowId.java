package dev.rowseal.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A column of the primary key, or of another key that is unique and never NULL: what a sealed value is bound to. On a
 * field, a getter or a record component.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface RowId {

    /** The column; the member's name in snake_case by default. */
    String column() default "";

    /** Its declared type, as {@code rowseal.yaml} writes it; by default what the Java type stands for. */
    String type() default "";

    /** Its place among the columns of the row id, lowest first; needed when there is more than one. */
    int order() default 0;
}

package dev.rowseal.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A sealed column. On a field, a getter or a record component. */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Encrypted {

    /** The column; the member's name in snake_case by default. */
    String column() default "";

    /**
     * Its declared type, as {@code rowseal.yaml} writes it: {@code varchar(11)}, {@code decimal(12,2)}, …. By default
     * what the Java type stands for; a {@code BigDecimal} and types without a counterpart must say.
     */
    String type() default "";

    /** How rows can be found by it; not at all by default. */
    Lookup lookup() default Lookup.NONE;

    /** What equal means to the lookup. */
    Equality equality() default Equality.EXACT;

    /**
     * The lookup group: columns that name the same one can be joined. 1 to 63 of a-z, 0-9, '_' and '-', first a
     * letter; by default the column is alone.
     */
    String group() default "";

    /** The column that holds the blind index; {@code <column>_idx} by default. */
    String indexColumn() default "";

    /** Plaintexts are padded to a multiple of this many bytes, 1 to 65535; 1 for no padding. */
    int pad() default 1;

    /** What stands for the column in the context of values, so that it can be renamed; its name by default. */
    String id() default "";
}

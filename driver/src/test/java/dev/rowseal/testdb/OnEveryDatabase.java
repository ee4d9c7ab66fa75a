package dev.rowseal.testdb;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class once on each {@link Engine} it names. The constructor, the life-cycle methods and the tests may take a
 * {@link TestDatabase}: within one test it is always the same, fresh and empty at its start, removed at its end.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ClassTemplate
@ExtendWith(EveryDatabase.class)
public @interface OnEveryDatabase {

    /** On which; a class that is not ready for all of them names those that it is ready for. */
    Engine[] value() default {Engine.H2, Engine.POSTGRESQL, Engine.MARIADB};
}

package dev.rowseal.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What the database puts into a column for which an INSERT gives no value. Immutable.
 *
 * @param how where the value comes from
 * @param expression SQL that gives such a value, and means the same under every search path; null when there is none,
 *     or none that can be evaluated outside the INSERT. It gives NULL where this user may not evaluate it
 * @param always whether a statement may give a value of its own only with OVERRIDING SYSTEM VALUE
 * @param onNull whether NULL asks for such a value too
 */
public record Generated(How how, @Nullable String expression, boolean always, boolean onNull) {

    /** Where such a value comes from. */
    public enum How {
        /** There is none: the column stays NULL, and where it must not, the INSERT fails. */
        NEVER,
        /** From a default expression. */
        DEFAULT,
        /** From the column itself: identity, AUTO_INCREMENT. */
        IDENTITY
    }

    /** Nothing. */
    public static final Generated NEVER = new Generated(How.NEVER, null, false, false);
}

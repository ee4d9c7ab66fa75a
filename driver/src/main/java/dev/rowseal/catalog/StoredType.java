package dev.rowseal.catalog;

/**
 * The type that the database gives a column. Immutable.
 *
 * @param family what kind of values it holds
 * @param name as the database writes it, for messages
 * @param capacity most bytes of {@link Family#BINARY}, most characters of text, {@link #UNBOUNDED} where only the
 *     database's own limit holds
 */
public record StoredType(Family family, String name, long capacity) {

    static final long UNBOUNDED = Long.MAX_VALUE;

    /** What kind of values a type holds, as far as row ids and storage need to know. */
    public enum Family {
        BINARY,
        /** Binary that no index can be put on. */
        LARGE_BINARY,
        /** Binary that is filled up to its length. */
        PADDED_BINARY,
        /** Text that compares byte by byte or code point by code point, and keeps its trailing spaces. */
        TEXT,
        /** Text that compares byte by byte, save that trailing spaces count for nothing. */
        PAD_SPACE_TEXT,
        /** Such text that no index can be put on. */
        LARGE_TEXT,
        /** Text that compares in a looser way: without regard to case, or by a collation. */
        LOOSE_TEXT,
        /** Text that is filled up with spaces. */
        PADDED_TEXT,
        SMALLINT,
        INTEGER,
        BIGINT,
        DECIMAL,
        BOOLEAN,
        DATE,
        TIME,
        TIMESTAMP,
        TIMESTAMPTZ,
        UUID,
        OTHER
    }
}

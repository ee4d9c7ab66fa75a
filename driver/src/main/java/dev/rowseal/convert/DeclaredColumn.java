package dev.rowseal.convert;

/**
 * What the plain driver's {@link java.sql.ResultSetMetaData} says of a column of the declared type.
 *
 * @param jdbcType a number of {@link java.sql.Types}
 * @param typeName the type as the database names it
 * @param className the class that {@code getObject} without a class gives
 * @param precision characters, digits or bytes, as the driver counts them
 * @param scale digits after the point, or of a fraction of a second
 * @param displaySize in characters
 * @param signed whether numbers may be negative
 * @param caseSensitive whether case matters in a comparison
 * @param searchable whether it can stand in a WHERE
 */
public record DeclaredColumn(
        int jdbcType,
        String typeName,
        String className,
        int precision,
        int scale,
        int displaySize,
        boolean signed,
        boolean caseSensitive,
        boolean searchable) {}

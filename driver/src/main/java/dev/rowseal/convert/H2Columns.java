package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType;
import java.sql.Types;

/** How H2 spells and describes the declared types. */
final class H2Columns {

    private H2Columns() {}

    static String ddl(DeclaredType type) {
        return switch (type.kind()) {
            case CHAR -> "CHARACTER(" + type.length() + ")";
            case VARCHAR -> "CHARACTER VARYING(" + type.length() + ")";
            case TEXT -> "CHARACTER LARGE OBJECT";
            case SMALLINT -> "SMALLINT";
            case INTEGER -> "INTEGER";
            case BIGINT -> "BIGINT";
            case DECIMAL -> "NUMERIC(" + type.length() + ", " + type.scale() + ")";
            case REAL -> "REAL";
            case DOUBLE -> "DOUBLE PRECISION";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case TIME -> "TIME";
            case TIMESTAMP -> "TIMESTAMP";
            case TIMESTAMPTZ -> "TIMESTAMP WITH TIME ZONE";
            case UUID -> "UUID";
            case BINARY -> "BINARY VARYING";
            case JSON -> "JSON";
        };
    }

    static DeclaredColumn declared(DeclaredType type) {
        int n = type.length();
        return switch (type.kind()) {
            case CHAR -> column(Types.CHAR, "CHARACTER", "java.lang.String", n, 0, n, false, true);
            case VARCHAR -> column(Types.VARCHAR, "CHARACTER VARYING", "java.lang.String", n, 0, n, false, true);
            case TEXT ->
                column(Types.CLOB, "CHARACTER LARGE OBJECT", "java.sql.Clob", 2147483647, 0, 2147483647, false, true);
            case SMALLINT -> column(Types.SMALLINT, "SMALLINT", "java.lang.Integer", 16, 0, 6, true, true);
            case INTEGER -> column(Types.INTEGER, "INTEGER", "java.lang.Integer", 32, 0, 11, true, true);
            case BIGINT -> column(Types.BIGINT, "BIGINT", "java.lang.Long", 64, 0, 20, true, true);
            case DECIMAL ->
                column(Types.NUMERIC, "NUMERIC", "java.math.BigDecimal", n, type.scale(), n + 2, true, true);
            case REAL -> column(Types.REAL, "REAL", "java.lang.Float", 24, 0, 15, true, true);
            case DOUBLE -> column(Types.DOUBLE, "DOUBLE PRECISION", "java.lang.Double", 53, 0, 24, true, true);
            case BOOLEAN -> column(Types.BOOLEAN, "BOOLEAN", "java.lang.Boolean", 1, 0, 5, false, true);
            case DATE -> column(Types.DATE, "DATE", "java.sql.Date", 10, 0, 10, false, true);
            case TIME -> column(Types.TIME, "TIME", "java.sql.Time", 8, 0, 8, false, true);
            case TIMESTAMP -> column(Types.TIMESTAMP, "TIMESTAMP", "java.sql.Timestamp", 26, 6, 26, false, true);
            case TIMESTAMPTZ ->
                column(
                        Types.TIMESTAMP_WITH_TIMEZONE,
                        "TIMESTAMP WITH TIME ZONE",
                        "java.time.OffsetDateTime",
                        32,
                        6,
                        32,
                        false,
                        true);
            case UUID -> column(Types.BINARY, "UUID", "java.util.UUID", 16, 0, 36, false, true);
            case BINARY -> column(Types.VARBINARY, "BINARY VARYING", "[B", 1000000000, 0, 2000000000, false, true);
            case JSON -> column(Types.OTHER, "JSON", "java.lang.String", 1000000000, 0, 1000000000, false, true);
        };
    }

    private static DeclaredColumn column(
            int jdbcType,
            String typeName,
            String className,
            int precision,
            int scale,
            int displaySize,
            boolean signed,
            boolean caseSensitive) {
        return new DeclaredColumn(
                jdbcType, typeName, className, precision, scale, displaySize, signed, caseSensitive, true);
    }
}

package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType;
import java.sql.Types;

/** How PostgreSQL spells and describes the declared types. */
final class PostgresColumns {

    private PostgresColumns() {}

    static String ddl(DeclaredType type) {
        return switch (type.kind()) {
            case CHAR -> "character(" + type.length() + ")";
            case VARCHAR -> "character varying(" + type.length() + ")";
            case TEXT -> "text";
            case SMALLINT -> "smallint";
            case INTEGER -> "integer";
            case BIGINT -> "bigint";
            case DECIMAL -> "numeric(" + type.length() + "," + type.scale() + ")";
            case REAL -> "real";
            case DOUBLE -> "double precision";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case TIME -> "time";
            case TIMESTAMP -> "timestamp";
            case TIMESTAMPTZ -> "timestamptz";
            case UUID -> "uuid";
            case BINARY -> "bytea";
            case JSON -> "json";
        };
    }

    static DeclaredColumn declared(DeclaredType type) {
        int n = type.length();
        return switch (type.kind()) {
            case CHAR -> column(Types.CHAR, "bpchar", "java.lang.String", n, 0, n, false, true);
            case VARCHAR -> column(Types.VARCHAR, "varchar", "java.lang.String", n, 0, n, false, true);
            case TEXT -> column(Types.VARCHAR, "text", "java.lang.String", 2147483647, 0, 2147483647, false, true);
            case SMALLINT -> column(Types.SMALLINT, "int2", "java.lang.Integer", 5, 0, 6, true, false);
            case INTEGER -> column(Types.INTEGER, "int4", "java.lang.Integer", 10, 0, 11, true, false);
            case BIGINT -> column(Types.BIGINT, "int8", "java.lang.Long", 19, 0, 20, true, false);
            case DECIMAL ->
                column(
                        Types.NUMERIC,
                        "numeric",
                        "java.math.BigDecimal",
                        n,
                        type.scale(),
                        n + (type.scale() > 0 ? 2 : 1),
                        true,
                        false);
            case REAL -> column(Types.REAL, "float4", "java.lang.Float", 8, 8, 15, true, false);
            case DOUBLE -> column(Types.DOUBLE, "float8", "java.lang.Double", 17, 17, 25, true, false);
            case BOOLEAN -> column(Types.BIT, "bool", "java.lang.Boolean", 1, 0, 1, false, false);
            case DATE -> column(Types.DATE, "date", "java.sql.Date", 13, 0, 13, false, false);
            case TIME -> column(Types.TIME, "time", "java.sql.Time", 15, 6, 15, false, false);
            case TIMESTAMP -> column(Types.TIMESTAMP, "timestamp", "java.sql.Timestamp", 29, 6, 29, false, false);
            case TIMESTAMPTZ -> column(Types.TIMESTAMP, "timestamptz", "java.sql.Timestamp", 35, 6, 35, false, false);
            case UUID -> column(Types.OTHER, "uuid", "java.util.UUID", 2147483647, 0, 2147483647, false, true);
            case BINARY -> column(Types.BINARY, "bytea", "[B", 2147483647, 0, 2147483647, false, true);
            case JSON -> column(Types.OTHER, "json", "java.lang.String", 2147483647, 0, 2147483647, false, true);
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

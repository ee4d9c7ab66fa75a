package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType;

/** How PostgreSQL spells the declared types. */
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
}

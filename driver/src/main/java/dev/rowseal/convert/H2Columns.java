package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType;

/** How H2 spells the declared types. */
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
}

package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType;
import java.sql.SQLException;
import java.sql.Types;

/** How MariaDB spells and describes the declared types. */
final class MariaDbColumns {

    /** Equal is what has the same code points, the trailing spaces among them. */
    private static final String EXACT = " character set utf8mb4 collate utf8mb4_nopad_bin";

    /** What the driver says where the number of digits after the point is not fixed. */
    private static final int NO_SCALE = 31;

    private MariaDbColumns() {}

    /** Refuses lengths that MariaDB has no column of. */
    static void requireOne(Column column) throws SQLException {
        DeclaredType type = column.type();
        boolean known = switch (type.kind()) {
            case CHAR -> type.length() <= 255;
            case VARCHAR -> type.length() <= 16_383;
            case DECIMAL -> type.length() <= 65 && type.scale() <= 38;
            default -> true;
        };
        if (!known) {
            throw Refusal.of(column, "a value", "MariaDB has no column of this length; declare a smaller one, or text");
        }
    }

    static String ddl(DeclaredType type) {
        return switch (type.kind()) {
            case CHAR -> "char(" + type.length() + ")" + EXACT;
            case VARCHAR -> "varchar(" + type.length() + ")" + EXACT;
            case TEXT -> "longtext" + EXACT;
            case SMALLINT -> "smallint";
            case INTEGER -> "int";
            case BIGINT -> "bigint";
            case DECIMAL -> "decimal(" + type.length() + "," + type.scale() + ")";
            case REAL -> "float";
            case DOUBLE -> "double";
            case BOOLEAN -> "tinyint(1)";
            case DATE -> "date";
            case TIME -> "time(6)";
            case TIMESTAMP -> "datetime(6)";
            case TIMESTAMPTZ -> "timestamp(6) null";
            case UUID -> "uuid";
            case BINARY -> "longblob";
            case JSON -> "json";
        };
    }

    static DeclaredColumn declared(DeclaredType type) {
        int n = type.length();
        int point = type.scale() > 0 ? 1 : 0;
        return switch (type.kind()) {
            case CHAR -> column(Types.CHAR, "CHAR", "java.lang.String", n, 0, n);
            case VARCHAR -> column(Types.VARCHAR, "VARCHAR", "java.lang.String", n, 0, n);
            case TEXT -> column(Types.LONGVARCHAR, "LONGTEXT", "java.lang.String", 0, 0, 0);
            case SMALLINT -> column(Types.SMALLINT, "SMALLINT", "java.lang.Short", 5, 0, 6);
            case INTEGER -> column(Types.INTEGER, "INTEGER", "java.lang.Integer", 10, 0, 11);
            case BIGINT -> column(Types.BIGINT, "BIGINT", "java.lang.Long", 19, 0, 20);
            case DECIMAL -> column(Types.DECIMAL, "DECIMAL", "java.math.BigDecimal", n, type.scale(), n + 1 + point);
            case REAL -> column(Types.REAL, "FLOAT", "java.lang.Float", 12, NO_SCALE, 12);
            case DOUBLE -> column(Types.DOUBLE, "DOUBLE", "java.lang.Double", 22, NO_SCALE, 22);
            case BOOLEAN -> column(Types.BOOLEAN, "BOOLEAN", "java.lang.Boolean", 1, 0, 1);
            case DATE -> column(Types.DATE, "DATE", "java.sql.Date", 10, 0, 10);
            case TIME -> column(Types.TIME, "TIME", "java.sql.Time", 17, 6, 17);
            case TIMESTAMP -> column(Types.TIMESTAMP, "DATETIME", "java.sql.Timestamp", 26, 6, 26);
            case TIMESTAMPTZ ->
                new DeclaredColumn(Types.TIMESTAMP, "TIMESTAMP", "java.sql.Timestamp", 26, 6, 26, false, true, true);
            case UUID -> new DeclaredColumn(Types.OTHER, "uuid", "java.util.UUID", 36, 0, 144, false, true, true);
            case BINARY -> column(Types.LONGVARBINARY, "LONGBLOB", "java.sql.Blob", -1, 0, -1);
            case JSON -> column(Types.LONGVARCHAR, "JSON", "java.lang.String", 0, 0, 0);
        };
    }

    /** The driver calls everything signed, and case-sensitive whatever the collation. */
    private static DeclaredColumn column(
            int jdbcType, String typeName, String className, int precision, int scale, int displaySize) {
        return new DeclaredColumn(jdbcType, typeName, className, precision, scale, displaySize, true, true, true);
    }
}

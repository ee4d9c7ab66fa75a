package dev.rowseal.jdbc;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.convert.DeclaredColumn;
import dev.rowseal.value.DeclaredType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the plain drivers' {@code DatabaseMetaData.getColumns} say of a column of a declared type. */
final class DescribedColumn {

    private static final int TINYINT_DIGITS = 3;

    /** Bytes that MariaDB reckons for a character. */
    private static final int UTF8MB4_BYTES = 4;

    private DescribedColumn() {}

    /** What it says by label; an empty value is NULL. */
    static Map<String, Optional<Object>> of(DeclaredType type, DeclaredColumn declared, Dialect dialect) {
        return dialect == Dialect.MARIADB ? mariaDb(type, declared) : of(declared, type, dialect);
    }

    private static Map<String, Optional<Object>> of(DeclaredColumn declared, DeclaredType type, Dialect dialect) {
        Map<String, Optional<Object>> said = new HashMap<>();
        said.put("DATA_TYPE", Optional.of(declared.jdbcType()));
        said.put("TYPE_NAME", Optional.of(declared.typeName()));
        said.put("COLUMN_SIZE", Optional.of(declared.precision()));
        said.put("DECIMAL_DIGITS", Optional.of(declared.scale()));
        said.put("CHAR_OCTET_LENGTH", hasOctets(type, dialect) ? Optional.of(declared.precision()) : Optional.empty());
        said.put("NUM_PREC_RADIX", radix(type, dialect));
        return said;
    }

    /** MariaDB's driver reads INFORMATION_SCHEMA, which has other words and sizes than results have. */
    private static Map<String, Optional<Object>> mariaDb(DeclaredType type, DeclaredColumn declared) {
        int size = switch (type.kind()) {
            case BOOLEAN -> TINYINT_DIGITS;
            case TEXT, JSON, BINARY -> Integer.MAX_VALUE;
            default -> declared.precision();
        };
        String name = switch (type.kind()) {
            case INTEGER -> "INT";
            case UUID -> "UUID";
            case JSON -> "LONGTEXT";
            default -> declared.typeName();
        };
        Optional<Object> digits = switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT, DECIMAL, BOOLEAN -> Optional.of(BigInteger.valueOf(declared.scale()));
            default -> Optional.empty();
        };
        Optional<Object> octets = switch (type.kind()) {
            case CHAR, VARCHAR -> Optional.of(BigDecimal.valueOf((long) size * UTF8MB4_BYTES));
            case TEXT, JSON, BINARY -> Optional.of(BigDecimal.valueOf(size));
            default -> Optional.empty();
        };
        Map<String, Optional<Object>> said = new HashMap<>();
        said.put("DATA_TYPE", Optional.of(declared.jdbcType()));
        said.put("TYPE_NAME", Optional.of(name));
        said.put(
                "COLUMN_SIZE",
                type.kind() == DeclaredType.Kind.UUID ? Optional.empty() : Optional.of(BigDecimal.valueOf(size)));
        said.put("DECIMAL_DIGITS", digits);
        said.put("CHAR_OCTET_LENGTH", octets);
        said.put("NUM_PREC_RADIX", Optional.of(10));
        return said;
    }

    private static boolean hasOctets(DeclaredType type, Dialect dialect) {
        return dialect == Dialect.H2
                || switch (type.kind()) {
                    case CHAR, VARCHAR, TEXT, BINARY -> true;
                    default -> false;
                };
    }

    private static Optional<Object> radix(DeclaredType type, Dialect dialect) {
        if (dialect != Dialect.H2) {
            return Optional.of(10);
        }
        return switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> Optional.of(2);
            case DECIMAL -> Optional.of(10);
            default -> Optional.empty();
        };
    }
}

package dev.rowseal.jdbc;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.convert.DeclaredColumn;
import dev.rowseal.value.DeclaredType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the plain drivers' {@code DatabaseMetaData.getColumns} say of a column of a declared type. */
final class DescribedColumn {

    private DescribedColumn() {}

    /** What it says by label; an empty value is NULL. */
    static Map<String, Optional<Object>> of(DeclaredType type, DeclaredColumn declared, Dialect dialect) {
        Map<String, Optional<Object>> said = new HashMap<>();
        said.put("DATA_TYPE", Optional.of(declared.jdbcType()));
        said.put("TYPE_NAME", Optional.of(declared.typeName()));
        said.put("COLUMN_SIZE", Optional.of(declared.precision()));
        said.put("DECIMAL_DIGITS", Optional.of(declared.scale()));
        said.put("CHAR_OCTET_LENGTH", hasOctets(type, dialect) ? Optional.of(declared.precision()) : Optional.empty());
        said.put("NUM_PREC_RADIX", radix(type, dialect));
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

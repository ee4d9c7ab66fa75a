package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** What H2's driver makes of {@code setObject} with a target type: a conversion of its own, before the column's. */
final class H2Targets {

    private H2Targets() {}

    static H2Binds.Sent cast(Column column, Value natural, boolean large, Binding how) throws SQLException {
        int target = how.targetType() == null ? Types.OTHER : how.targetType();
        if (large) {
            throw Refusal.of(
                    column, "setObject of a stream or large object with a target type", "leave out the target type");
        } else if (target == Types.OTHER) {
            return new H2Binds.Sent(natural, false);
        } else if (target == Types.TINYINT) {
            Value small =
                    H2Converts.integer(column, natural, Byte.MIN_VALUE, Byte.MAX_VALUE, "setObject", H2Converts.CAST);
            return new H2Binds.Sent(small, false);
        }
        Kind kind = kind(target);
        if (kind == null) {
            throw Refusal.of(column, "setObject with target type " + target, "leave out the target type");
        }
        Value value = H2Converts.convert(column, natural, kind, "setObject", H2Converts.CAST);
        if (value instanceof Value.Decimal decimal
                && decimal.number().scale() < 0
                && !(natural instanceof Value.Decimal)) {
            throw Refusal.of(column, "setObject of a power of ten with target type NUMERIC", "bind a BigDecimal");
        }
        if (target == Types.CHAR && value instanceof Value.Text text) {
            return new H2Binds.Sent(new Value.Text(text.text().replaceAll(" +\\z", "")), false);
        }
        return new H2Binds.Sent(value, target == Types.CLOB || target == Types.BLOB);
    }

    static @Nullable Kind kind(int target) {
        return switch (target) {
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NVARCHAR, Types.LONGNVARCHAR -> Kind.VARCHAR;
            case Types.CLOB, Types.NCLOB -> Kind.TEXT;
            case Types.SMALLINT -> Kind.SMALLINT;
            case Types.INTEGER -> Kind.INTEGER;
            case Types.BIGINT -> Kind.BIGINT;
            case Types.NUMERIC, Types.DECIMAL -> Kind.DECIMAL;
            case Types.REAL -> Kind.REAL;
            case Types.DOUBLE, Types.FLOAT -> Kind.DOUBLE;
            case Types.BOOLEAN, Types.BIT -> Kind.BOOLEAN;
            case Types.DATE -> Kind.DATE;
            case Types.TIME -> Kind.TIME;
            case Types.TIMESTAMP -> Kind.TIMESTAMP;
            case Types.TIMESTAMP_WITH_TIMEZONE -> Kind.TIMESTAMPTZ;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Kind.BINARY;
            default -> null;
        };
    }
}

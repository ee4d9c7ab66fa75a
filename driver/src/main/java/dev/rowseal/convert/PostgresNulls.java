package dev.rowseal.convert;

import dev.rowseal.convert.PostgresSent.Typed;
import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The type that pgjdbc tells the server with a NULL ({@code PgPreparedStatement.setNull}), and which a column must take as it
 * takes a value's. Dates with a time, and what was set without a type, have none.
 */
final class PostgresNulls {

    private static final Set<Kind> OF_NAMES = Set.of(Kind.CHAR, Kind.VARCHAR, Kind.TEXT);
    private static final Set<Kind> OF_OIDS = Set.of(Kind.CHAR, Kind.VARCHAR, Kind.TEXT, Kind.INTEGER, Kind.BIGINT);

    private PostgresNulls() {}

    private interface Conversion {
        void of(PostgresSent sent) throws SQLException;
    }

    /** Fails as an assignment does. */
    static void requireAssigned(Column column, Binding how) throws SQLException {
        int type = type(how);
        Set<Kind> taking = taking(type);
        if (taking != null && !taking.contains(column.type().kind())) {
            throw PostgresAssigns.noCast(column);
        }
        require("42804", type, column, sent -> PostgresAssigns.assign(column, sent, how.setter()));
    }

    /** Fails as a comparison does. */
    static void requireCompared(Column column, Binding how) throws SQLException {
        require("42883", type(how), column, sent -> PostgresCompares.compared(column, sent, how.setter()));
    }

    private static void require(String state, int type, Column column, Conversion conversion) throws SQLException {
        Value sample = sample(column, type);
        if (sample == null) {
            return;
        }
        try {
            conversion.of(new Typed(sample));
        } catch (SQLException failed) {
            // Whatever else is wrong is so of the sample.
            if (state.equals(failed.getSQLState())) {
                throw failed;
            }
        }
    }

    private static int type(Binding how) {
        if (how.targetType() != null) {
            return how.targetType();
        }
        return switch (how.what()) {
            case "String", "AsciiStream", "UnicodeStream", "CharacterStream" -> Types.VARCHAR;
            case "BigDecimal" -> Types.NUMERIC;
            case "Bytes", "BinaryStream" -> Types.VARBINARY;
            case "Date" -> Types.DATE;
            default -> Types.NULL;
        };
    }

    /** Of types that no declared one is: what they are assigned to; null for others. */
    private static @Nullable Set<Kind> taking(int type) {
        return switch (type) {
            case Types.SQLXML, Types.REF_CURSOR -> OF_NAMES;
            case Types.BLOB, Types.CLOB -> OF_OIDS;
            default -> null;
        };
    }

    private static @Nullable Value sample(Column column, int type) throws SQLException {
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> new Value.Int(0);
            case Types.REAL -> new Value.Real(0);
            case Types.FLOAT, Types.DOUBLE -> new Value.Double(0);
            case Types.DECIMAL, Types.NUMERIC -> new Value.Decimal(BigDecimal.ZERO);
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR -> new Value.Text("");
            case Types.BIT, Types.BOOLEAN -> new Value.Bool(false);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> new Value.Binary(new byte[0]);
            case Types.DATE -> new Value.Date(LocalDate.EPOCH);
            case Types.SQLXML,
                    Types.REF_CURSOR,
                    Types.BLOB,
                    Types.CLOB,
                    Types.TIME,
                    Types.TIMESTAMP,
                    Types.TIME_WITH_TIMEZONE,
                    Types.TIMESTAMP_WITH_TIMEZONE,
                    Types.ARRAY,
                    Types.DISTINCT,
                    Types.STRUCT,
                    Types.NULL,
                    Types.OTHER -> null;
            default -> throw Refusal.unsettable(column, "07006", "the driver has no such type");
        };
    }
}

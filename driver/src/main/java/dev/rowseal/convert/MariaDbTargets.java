package dev.rowseal.convert;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Locale;

/** What MariaDB's driver writes for {@code setObject} with a target type: it converts in Java first. */
final class MariaDbTargets {

    private static final int MOST_CHARACTERS = 1024;

    private MariaDbTargets() {}

    static MariaDbSent sent(Column column, Object value, Binding how, int target) throws SQLException {
        switch (target) {
            case Types.ARRAY, Types.ROWID, Types.DATALINK, Types.JAVA_OBJECT, Types.STRUCT, Types.REF, Types.SQLXML ->
                throw Refusal.of(column, "setObject with target type " + target, "leave out the target type");
            default -> {}
        }
        if (value instanceof String || value instanceof Character) {
            return string(column, value.toString(), how, target);
        } else if (value instanceof Number number) {
            return number(column, number, how, target);
        } else if (value instanceof byte[] bytes) {
            return bytes(column, bytes, how, target);
        } else if (how.length() >= 0) {
            throw Refusal.of(column, "setObject of this class with a scale or length", "leave the length out");
        }
        return MariaDbBinds.natural(column, value, how);
    }

    private static MariaDbSent string(Column column, String text, Binding how, int target) throws SQLException {
        try {
            return switch (target) {
                case Types.BIT, Types.BOOLEAN ->
                    exact(text.toLowerCase(Locale.ROOT).equals("false") || text.equals("0") ? 0 : 1);
                case Types.TINYINT -> exact(Byte.parseByte(text));
                case Types.SMALLINT -> exact(Short.parseShort(text));
                case Types.INTEGER -> exact(Integer.parseInt(text));
                case Types.BIGINT -> exact(Long.parseLong(text));
                case Types.FLOAT, Types.DOUBLE -> MariaDbBinds.floating(column, Double.parseDouble(text), how);
                case Types.REAL -> MariaDbBinds.floating(column, Float.parseFloat(text), how);
                case Types.NUMERIC, Types.DECIMAL -> decimal(column, text);
                case Types.CHAR,
                        Types.VARCHAR,
                        Types.LONGVARCHAR,
                        Types.CLOB,
                        Types.NCHAR,
                        Types.NVARCHAR,
                        Types.LONGNVARCHAR,
                        Types.NCLOB -> new MariaDbSent.Text(Surrogates.paired(column, text));
                case Types.TIMESTAMP -> timestamp(column, text, how);
                case Types.TIME -> {
                    Time time = Time.valueOf(text);
                    yield MariaDbBinds.moment(column, time, MariaDbMoments.written(time, null), how);
                }
                default -> throw mismatch(column);
            };
        } catch (IllegalArgumentException e) {
            throw Refusal.unsettable(column, "HY000", "the text cannot be converted to the target type");
        }
    }

    private static MariaDbSent decimal(Column column, String text) throws SQLException {
        if (text.length() > MOST_CHARACTERS) {
            throw mismatch(column);
        }
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.scale()) > MOST_CHARACTERS) {
            throw Refusal.of(column, "a number so large or small", "bind a Double");
        }
        return new MariaDbSent.Exact(new BigDecimal(number.toPlainString()));
    }

    private static MariaDbSent timestamp(Column column, String text, Binding how) throws SQLException {
        if (text.startsWith("0000-00-00")) {
            throw Refusal.of(column, "a date of zeros", "bind null");
        }
        Timestamp timestamp = Timestamp.valueOf(text);
        return MariaDbBinds.moment(column, timestamp, MariaDbMoments.written(timestamp, null), how);
    }

    private static MariaDbSent number(Column column, Number number, Binding how, int target) throws SQLException {
        return switch (target) {
            case Types.TINYINT -> exact(number.byteValue());
            case Types.SMALLINT -> exact(number.shortValue());
            case Types.INTEGER -> exact(number.intValue());
            case Types.BIGINT -> exact(number.longValue());
            case Types.FLOAT, Types.DOUBLE -> MariaDbBinds.floating(column, number.doubleValue(), how);
            case Types.REAL -> MariaDbBinds.floating(column, number.floatValue(), how);
            case Types.NUMERIC, Types.DECIMAL -> {
                if (number instanceof BigDecimal decimal) {
                    yield MariaDbBinds.number(column, decimal, how);
                } else if (number instanceof Double || number instanceof Float) {
                    yield MariaDbBinds.floating(column, number.doubleValue(), how);
                }
                yield exact(number.longValue());
            }
            case Types.BIT -> exact(number.shortValue() == 0 ? 0 : 1);
            case Types.CHAR, Types.VARCHAR -> new MariaDbSent.Text(number.toString());
            default -> throw mismatch(column);
        };
    }

    private static MariaDbSent bytes(Column column, byte[] bytes, Binding how, int target) throws SQLException {
        return switch (target) {
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> {
                if (how.length() > bytes.length) {
                    throw Refusal.of(column, "setObject of bytes with a length beyond them", "leave the length out");
                }
                yield new MariaDbSent.Bytes(MariaDbBinds.start(bytes, how.length()));
            }
            default -> throw mismatch(column);
        };
    }

    private static MariaDbSent exact(long number) {
        return new MariaDbSent.Exact(BigDecimal.valueOf(number));
    }

    private static SQLException mismatch(Column column) {
        return Refusal.unsettable(column, "42000", "the object cannot be converted to the target type");
    }
}

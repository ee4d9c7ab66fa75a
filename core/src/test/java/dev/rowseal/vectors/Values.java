package dev.rowseal.vectors;

import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/** Values to text and back, in the notation that the second implementation works with. */
public final class Values {

    private Values() {}

    public static ValueClass valueClass(String name) {
        return ValueClass.valueOf(name.toUpperCase(Locale.ROOT));
    }

    public static String name(ValueClass valueClass) {
        return valueClass.name().toLowerCase(Locale.ROOT);
    }

    public static Value of(String valueClass, String text) {
        return switch (valueClass(valueClass)) {
            case TEXT -> new Value.Text(text);
            case INTEGER -> new Value.Int(Long.parseLong(text));
            case DECIMAL -> new Value.Decimal(new BigDecimal(text));
            case REAL -> new Value.Real(Float.parseFloat(text));
            case DOUBLE -> new Value.Double(Double.parseDouble(text));
            case BOOLEAN -> new Value.Bool(Boolean.parseBoolean(text));
            case DATE -> new Value.Date(LocalDate.parse(text));
            case TIME -> new Value.Time(LocalTime.parse(text));
            case TIMESTAMP -> new Value.Timestamp(LocalDateTime.parse(text));
            case TIMESTAMPTZ -> new Value.TimestampTz(OffsetDateTime.parse(text));
            case UUID -> new Value.Uuid(UUID.fromString(text));
            case BINARY -> new Value.Binary(HexFormat.of().parseHex(text));
            case JSON -> new Value.Json(text);
        };
    }

    public static String text(Value value) {
        return switch (value.valueClass()) {
            case TEXT -> ((Value.Text) value).text();
            case INTEGER -> Long.toString(((Value.Int) value).number());
            case DECIMAL -> ((Value.Decimal) value).number().toString();
            case REAL -> Float.toString(((Value.Real) value).number());
            case DOUBLE -> Double.toString(((Value.Double) value).number());
            case BOOLEAN -> Boolean.toString(((Value.Bool) value).truth());
            case DATE -> ((Value.Date) value).date().toString();
            case TIME -> ((Value.Time) value).time().toString();
            case TIMESTAMP -> ((Value.Timestamp) value).timestamp().toString();
            case TIMESTAMPTZ -> ((Value.TimestampTz) value).timestamp().toString();
            case UUID -> ((Value.Uuid) value).uuid().toString();
            case BINARY -> HexFormat.of().formatHex(((Value.Binary) value).bytes());
            case JSON -> ((Value.Json) value).json();
        };
    }
}

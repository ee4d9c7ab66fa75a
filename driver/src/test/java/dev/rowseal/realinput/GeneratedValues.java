package dev.rowseal.realinput;

import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The constants of one generated statement: all of them parameters, or all of them literals. */
final class GeneratedValues {

    private static final Pattern MARK = Pattern.compile("⟦(\\d+)⟧");

    private final Random random;
    private final GeneratedSchema schema;
    private final List<@Nullable Object> values = new ArrayList<>();
    private boolean literals;

    GeneratedValues(Random random, GeneratedSchema schema) {
        this.random = random;
        this.schema = schema;
    }

    void start() {
        values.clear();
        literals = random.nextInt(4) == 0;
    }

    /** A constant to compare a column of a type with. */
    String of(String type, boolean sealed) {
        String known = type.equals("bigint") ? "integer" : type;
        Object value = sealed ? schema.value(known) : schema.open(known);
        if (type.equals("bigint") && value instanceof Integer number) {
            value = number.longValue();
        }
        return mark(value == null && !literals ? new Null(jdbcType(type)) : value);
    }

    /** A value of a unique column. */
    String key(int number) {
        return mark(GeneratedSchema.key(number));
    }

    String number(int number) {
        return mark(number);
    }

    private String mark(@Nullable Object value) {
        values.add(value);
        return "⟦" + (values.size() - 1) + "⟧";
    }

    static int jdbcType(String type) {
        return switch (type) {
            case "integer" -> Types.INTEGER;
            case "bigint" -> Types.BIGINT;
            case "decimal(8,2)" -> Types.NUMERIC;
            case "date" -> Types.DATE;
            case "uuid" -> Types.OTHER;
            default -> Types.VARCHAR;
        };
    }

    /** The statement with its constants, in the order of the text. */
    Request request(String marked) {
        List<@Nullable Object> parameters = new ArrayList<>();
        Matcher mark = MARK.matcher(marked);
        StringBuilder sql = new StringBuilder();
        while (mark.find()) {
            Object value = values.get(Integer.parseInt(mark.group(1)));
            if (literals) {
                mark.appendReplacement(sql, Matcher.quoteReplacement(literal(value)));
            } else {
                parameters.add(value);
                mark.appendReplacement(sql, "?");
            }
        }
        mark.appendTail(sql);
        return literals ? Request.text(sql.toString()) : new Request(sql.toString(), parameters);
    }

    private static String literal(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof LocalDate) {
            return "DATE '" + value + "'";
        }
        return value instanceof String || value instanceof UUID
                ? "'" + value.toString().replace("'", "''") + "'"
                : value.toString();
    }
}

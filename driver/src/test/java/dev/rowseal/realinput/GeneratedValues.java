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

    /** How far the second entry of a batch is from the first: more than one has rows. */
    private static final int NEXT = 3;

    private final Random random;
    private final GeneratedSchema schema;
    private final List<@Nullable Object> values = new ArrayList<>();
    /** What stands in their places in the second entry of a batch. */
    private final List<@Nullable Object> others = new ArrayList<>();

    private boolean literals;

    GeneratedValues(Random random, GeneratedSchema schema) {
        this.random = random;
        this.schema = schema;
    }

    void start() {
        values.clear();
        others.clear();
        literals = random.nextInt(4) == 0;
    }

    /** A constant to compare a column of a type with. */
    String of(String type, boolean sealed) {
        return mark(constant(type, sealed), constant(type, sealed));
    }

    private @Nullable Object constant(String type, boolean sealed) {
        String known = type.equals("bigint") ? "integer" : type.equals("folded") ? "varchar(16)" : type;
        Object value = sealed ? schema.value(known) : schema.open(known);
        if (type.equals("bigint") && value instanceof Integer number) {
            value = number.longValue();
        }
        return value == null && !literals ? new Null(jdbcType(type)) : value;
    }

    /** A value of a unique column. */
    String key(int number) {
        return mark(GeneratedSchema.key(number), GeneratedSchema.key((number + 7) % GeneratedSchema.KEYS));
    }

    /** The value beside {@code id} of a row. */
    String beside(GeneratedSchema.Key key, int number) {
        return mark(key.value(number), key.value(number + NEXT));
    }

    String number(int number) {
        return mark(number, number);
    }

    /** A number that is another in the second entry of a batch. */
    String counted(int number) {
        return mark(number, number + NEXT);
    }

    private String mark(@Nullable Object value, @Nullable Object other) {
        values.add(value);
        others.add(other);
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
        return request(marked, false);
    }

    /** @param batch whether it is to be a batch of two, where it has parameters */
    Request request(String marked, boolean batch) {
        List<@Nullable Object> parameters = new ArrayList<>();
        List<@Nullable Object> second = new ArrayList<>();
        Matcher mark = MARK.matcher(marked);
        StringBuilder sql = new StringBuilder();
        while (mark.find()) {
            int number = Integer.parseInt(mark.group(1));
            if (literals) {
                mark.appendReplacement(sql, Matcher.quoteReplacement(literal(values.get(number))));
            } else {
                parameters.add(values.get(number));
                second.add(others.get(number));
                mark.appendReplacement(sql, "?");
            }
        }
        mark.appendTail(sql);
        Request request = literals ? Request.text(sql.toString()) : new Request(sql.toString(), parameters);
        return batch && !literals && !parameters.isEmpty() ? request.twice(second) : request;
    }

    static String literal(@Nullable Object value) {
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

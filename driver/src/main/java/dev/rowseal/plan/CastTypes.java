package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.statement.create.table.ColDataType;
import org.jspecify.annotations.Nullable;

/** The types that a cast may name, as H2 and PostgreSQL spell them. */
final class CastTypes {

    private static final Set<String> TEXTS = Set.of("text", "varchar", "character varying");

    private static final Pattern VARCHAR = Pattern.compile("(?:varchar|character varying)\\((\\d{1,9})\\)");

    private static final Pattern ANY_TEXT =
            Pattern.compile("(?:text|n?varchar|character varying|n?char|character|bpchar"
                    + "|varchar_ignorecase|clob|longvarchar|character large object|longtext)(?:\\(\\d{1,9}\\))?"
                    + "(?: ?character set \\w+)?|(?:text|varchar|character varying)\\[]");

    private static final Pattern DECIMAL =
            Pattern.compile("(?:numeric|decimal|dec)(?:\\((\\d{1,4})(?:,(\\d{1,4}))?\\))?");
    private static final int MOST_DIGITS = 1000;
    private static final int MOST_SCALE = 500;

    private static final Map<String, DeclaredType> MARIADB = Map.of(
            "datetime", new DeclaredType(Kind.TIMESTAMP, 0, 0),
            "signed", new DeclaredType(Kind.BIGINT, 0, 0),
            "signed integer", new DeclaredType(Kind.BIGINT, 0, 0),
            "double", new DeclaredType(Kind.DOUBLE, 0, 0));

    private CastTypes() {}

    /** A type's name in lower case, with its numbers and without spaces around them. */
    static String normal(ColDataType type) {
        return type.toString()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s*([(),])\\s*", "$1")
                .replaceAll("\\s+", " ");
    }

    /** Whether this is a text type that cuts nothing. */
    static boolean isText(String type) {
        return TEXTS.contains(type);
    }

    /** Whether this is a text type, of any length: a cast to it makes no NULL and does not fail. */
    static boolean isAnyText(String type) {
        return ANY_TEXT.matcher(type).matches();
    }

    /** What a policy calls a type beside text, as far as values are checked against it; null for any other. */
    static @Nullable DeclaredType declared(String type, Dialect dialect) {
        Matcher numbers = DECIMAL.matcher(type);
        if (numbers.matches()) {
            boolean bare = numbers.group(1) == null;
            int scale = numbers.group(2) == null ? 0 : Integer.parseInt(numbers.group(2));
            return new DeclaredType(
                    Kind.DECIMAL, bare ? MOST_DIGITS : Integer.parseInt(numbers.group(1)), bare ? MOST_SCALE : scale);
        }
        for (Kind kind : Kind.values()) {
            DeclaredType declared = new DeclaredType(kind, 0, 0);
            if (kind != Kind.DECIMAL && isOf(type, declared, dialect)) {
                return declared;
            }
        }
        if (dialect == Dialect.MARIADB) {
            return MARIADB.get(type.replaceFirst("\\(\\d+\\)$", ""));
        }
        return dialect == Dialect.POSTGRESQL && type.equals("jsonb") ? new DeclaredType(Kind.JSON, 0, 0) : null;
    }

    /** Whether a cast is one to an array of text. */
    static boolean isTextArray(CastExpression cast) {
        String type =
                String.valueOf(cast.getColDataType()).toLowerCase(Locale.ROOT).replace(" ", "");
        return Set.of("text[]", "varchar[]").contains(type);
    }

    /** The length of a {@code varchar(n)}; 0 when it is another type. */
    static int length(String type) {
        Matcher varchar = VARCHAR.matcher(type);
        return varchar.matches() ? Integer.parseInt(varchar.group(1)) : 0;
    }

    /** Six digits of a second are what H2 and PostgreSQL take where none are named. */
    private static String micros(String type, Dialect dialect) {
        return dialect == Dialect.MARIADB
                ? type
                : type.replaceFirst("^(timestamp|timestamptz)\\(6\\)\\s*", "$1 ")
                        .strip();
    }

    /** Whether a value cast to this type is what it would be when it is assigned to a column of the declared one. */
    static boolean isOf(String type, DeclaredType declared, Dialect dialect) {
        return switch (declared.kind()) {
            case CHAR, VARCHAR, TEXT -> false;
            case JSON -> type.equals("json") && dialect == Dialect.POSTGRESQL;
            case SMALLINT -> Set.of("smallint", "int2").contains(type);
            case INTEGER -> Set.of("integer", "int", "int4").contains(type);
            case BIGINT -> Set.of("bigint", "int8").contains(type);
            case DECIMAL -> {
                String numbers = "(" + declared.length() + "," + declared.scale() + ")";
                // H2 takes a type without numbers for one without decimals.
                yield dialect == Dialect.POSTGRESQL
                                && Set.of("numeric", "decimal").contains(type)
                        || Set.of("numeric" + numbers, "decimal" + numbers).contains(type);
            }
            case REAL -> Set.of("real", "float4").contains(type);
            case DOUBLE -> Set.of("double precision", "float8").contains(type);
            case BOOLEAN -> Set.of("boolean", "bool").contains(type);
            case DATE -> type.equals("date");
            case TIME -> Set.of("time", "time without time zone").contains(type);
            case TIMESTAMP -> Set.of("timestamp", "timestamp without time zone").contains(micros(type, dialect));
            case TIMESTAMPTZ ->
                Set.of("timestamptz", "timestamp with time zone").contains(micros(type, dialect));
            case UUID -> type.equals("uuid");
            case BINARY -> type.equals("bytea") && dialect == Dialect.POSTGRESQL;
        };
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.value.DeclaredType;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.statement.create.table.ColDataType;

/** The types that a cast may name, as H2 and PostgreSQL spell them. */
final class CastTypes {

    private static final Set<String> TEXTS = Set.of("text", "varchar", "character varying");

    private static final Pattern VARCHAR = Pattern.compile("(?:varchar|character varying)\\((\\d{1,9})\\)");

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
            case TIMESTAMP -> Set.of("timestamp", "timestamp without time zone").contains(type);
            case TIMESTAMPTZ ->
                Set.of("timestamptz", "timestamp with time zone").contains(type);
            case UUID -> type.equals("uuid");
            case BINARY -> type.equals("bytea") && dialect == Dialect.POSTGRESQL;
        };
    }
}

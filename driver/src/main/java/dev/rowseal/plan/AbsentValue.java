package dev.rowseal.plan;

import dev.rowseal.convert.Literal;
import dev.rowseal.value.DeclaredType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** What a sealed column holds where an INSERT gives it nothing: the policy's default, never the database's. */
final class AbsentValue {

    private AbsentValue() {}

    /** The policy's default as a literal. */
    static Literal literal(String absent, DeclaredType type) {
        return switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT, DECIMAL -> new Literal.Number(absent);
            case BOOLEAN -> new Literal.Bool(Boolean.parseBoolean(absent));
            case DATE -> new Literal.TypedDate(absent);
            case TIME -> new Literal.TypedTime(absent);
            default -> new Literal.Text(absent);
        };
    }

    /** Whether what a statement writes behind DEFAULT is the policy's default, in the plainest spelling of it. */
    static boolean is(String written, String absent, DeclaredType type) {
        String quoted = "'" + absent.replace("'", "''") + "'";
        return switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT, DECIMAL ->
                written.matches("-?\\d+(\\.\\d+)?") && new BigDecimal(written).compareTo(new BigDecimal(absent)) == 0;
            case BOOLEAN -> written.equalsIgnoreCase(absent);
            case DATE, TIME -> List.of(quoted, type.kind() + " " + quoted).contains(written.toUpperCase(Locale.ROOT));
            default -> written.equals(quoted);
        };
    }
}

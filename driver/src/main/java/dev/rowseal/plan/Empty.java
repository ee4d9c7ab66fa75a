package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.value.DeclaredType;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.NullValue;
import org.jspecify.annotations.Nullable;

/** A column that is NULL in every row of a query. */
sealed interface Empty {

    /** The word NULL, of no type. */
    record Bare() implements Empty {}

    /**
     * NULL cast to a type, as Hibernate writes the columns that a class of a hierarchy does not have.
     *
     * @param type a varchar that may be of any length is of {@link #ANY_LENGTH}
     */
    record Cast(DeclaredType type) implements Empty {}

    /** PostgreSQL's varchar without a length. */
    DeclaredType ANY_LENGTH = new DeclaredType(DeclaredType.Kind.VARCHAR, Integer.MAX_VALUE, 0);

    /** A type's words, and its numbers in parentheses. */
    Pattern TYPE = Pattern.compile("([a-z0-9 ]+?)(?:\\((\\d{1,9}(?:,\\d{1,9})?)\\))?");

    /** What an expression is, or null when it may have values, or a type that the policy has no name for. */
    static @Nullable Empty of(Expression expression, Dialect dialect) {
        if (expression instanceof NullValue) {
            return new Bare();
        }
        // Elsewhere a bare NULL has no type either way, and is what Hibernate writes.
        return dialect == Dialect.POSTGRESQL
                        && expression instanceof CastExpression cast
                        && cast.getLeftExpression() instanceof NullValue
                        && cast.getColDataType() != null
                        && (cast.keyword == null || cast.keyword.equalsIgnoreCase("CAST"))
                ? cast(CastTypes.normal(cast.getColDataType()), dialect)
                : null;
    }

    private static @Nullable Empty cast(String type, Dialect dialect) {
        Matcher form = TYPE.matcher(type);
        if (!form.matches()) {
            return null;
        }
        List<Integer> numbers = form.group(2) == null
                ? List.of()
                : Arrays.stream(form.group(2).split(",")).map(Integer::valueOf).toList();
        boolean any =
                numbers.isEmpty() && List.of("varchar", "character varying").contains(form.group(1));
        DeclaredType declared = any ? ANY_LENGTH : new WrittenTypes(dialect).declared(form.group(1), numbers);
        return declared == null ? null : new Cast(declared);
    }
}

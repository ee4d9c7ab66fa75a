package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Index;
import dev.rowseal.catalog.Storage;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.ValueClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import net.sf.jsqlparser.expression.AnyComparisonExpression;
import net.sf.jsqlparser.expression.ArrayConstructor;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.OldOracleJoinBinaryExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons for equality in which a lookup column takes part. They become the same comparison of its index column with
 * blind indexes, which has the same truth value for every row, NULL included: with constants, lists and arrays of them,
 * with other columns of the same lookup group, and with subqueries that give such columns.
 */
final class Comparisons {

    private final Scope scope;
    private final Draft draft;
    private final OpenExpressions open;

    Comparisons(Scope scope, Draft draft, OpenExpressions open) {
        this.scope = scope;
        this.draft = draft;
        this.open = open;
    }

    /** An expression and how to put another in its place. */
    private record Place(Expression expression, Consumer<Expression> replace) {

        /** Behind parentheses. */
        @SuppressWarnings("unchecked") // only expressions are ever in such lists
        Place bare() {
            return expression instanceof ParenthesedExpressionList<?> list && list.size() == 1
                    ? at((ExpressionList<Expression>) list, 0).bare()
                    : this;
        }

        static Place at(ExpressionList<Expression> list, int i) {
            return new Place(list.get(i), other -> list.set(i, other));
        }
    }

    /**
     * Rewrites {@code =}, {@code <>}, {@code IS [NOT] DISTINCT FROM} and the like, in place.
     *
     * @return false when no sealed column is compared, and nothing was done
     */
    boolean rewrite(BinaryExpression comparison, String clause) throws Refusal {
        Place left = new Place(comparison.getLeftExpression(), comparison::setLeftExpression).bare();
        Place right = new Place(comparison.getRightExpression(), comparison::setRightExpression).bare();
        List<Place> leftRow = row(left.expression());
        List<Place> rightRow = row(right.expression());
        if (leftRow == null && rightRow == null) {
            return pair(left, right, comparison, clause);
        }
        if (leftRow == null || rightRow == null || leftRow.size() != rightRow.size()) {
            return rowAgainst(leftRow, right, leftRow == null ? left : null, clause);
        }
        boolean any = false;
        for (int i = 0; i < leftRow.size(); i++) {
            any |= sealed(leftRow.get(i)) != null || sealed(rightRow.get(i)) != null;
        }
        for (int i = 0; any && i < leftRow.size(); i++) {
            Scope.SealedOne leftColumn = sealed(leftRow.get(i));
            Scope.SealedOne rightColumn = sealed(rightRow.get(i));
            if (leftColumn != null && putsOwnNull(leftRow.get(i), rightRow.get(i))) {
                toIndex(leftRow.get(i), leftColumn, clause);
            } else if (rightColumn != null && putsOwnNull(rightRow.get(i), leftRow.get(i))) {
                toIndex(rightRow.get(i), rightColumn, clause);
            } else if (!pair(leftRow.get(i), rightRow.get(i), comparison, clause)) {
                open.claim(leftRow.get(i).expression(), clause);
                open.claim(rightRow.get(i).expression(), clause);
            }
        }
        return any;
    }

    /**
     * Puts a NULL in the place of one within a row that is no constant, where H2 would conclude from {@code (a, 1) = (NULL, 1) AND
     * (b, 1) = (NULL, 1)} that (a, 1) = (b, 1), and fail for their types if only one is an index.
     */
    private boolean putsOwnNull(Place column, Place value) {
        boolean bare =
                value.expression() instanceof NullValue && draft.catalogue().dialect() == Dialect.H2;
        if (bare) {
            // Whatever the column is called in the end.
            value.replace().accept(new Function("NULLIF", column.expression(), column.expression()));
        }
        return bare;
    }

    /** A row that is compared with a subquery, on either side. */
    private boolean rowAgainst(@Nullable List<Place> row, Place other, @Nullable Place subquery, String clause)
            throws Refusal {
        List<Place> places = row == null ? row(other.expression()) : row;
        Place query = subquery == null ? other : subquery;
        if (places == null || !(query.expression() instanceof ParenthesedSelect select)) {
            return false;
        }
        return members(places, select, clause);
    }

    /** Rewrites {@code IN}, in place; false when its left side has no sealed column. */
    boolean in(InExpression in, String clause) throws Refusal {
        Place left = new Place(in.getLeftExpression(), in::setLeftExpression).bare();
        List<Place> row = row(left.expression());
        List<Place> places = row == null ? List.of(left) : row;
        if (places.stream().allMatch(place -> sealed(place) == null)) {
            return false;
        }
        if (in.getOldOracleJoinSyntax() != 0 || in.isGlobal()) {
            throw refusal(places, "an IN with more than its two sides in " + clause);
        }
        if (in.getRightExpression() instanceof ParenthesedSelect select) {
            return members(places, select, clause);
        }
        if (!(in.getRightExpression() instanceof ParenthesedExpressionList<?>)) {
            throw refusal(places, "an IN over more than a list of constants in " + clause);
        }
        @SuppressWarnings("unchecked") // only expressions are ever in such a list
        ExpressionList<Expression> values = (ExpressionList<Expression>) in.getRightExpression();
        if (row != null && values.size() > 1 && draft.catalogue().dialect() == Dialect.H2) {
            ConstantRows.requireNoNull(parts(values), clause);
        }
        for (int i = 0; i < values.size(); i++) {
            Place value = Place.at(values, i);
            List<Place> parts = row == null ? List.of(value.bare()) : row(value.expression());
            if (parts == null || parts.size() != places.size()) {
                throw refusal(places, "an IN over rows of another length in " + clause);
            }
            for (int j = 0; j < parts.size(); j++) {
                Scope.SealedOne column = sealed(places.get(j));
                if (column == null) {
                    open.claim(parts.get(j).expression(), clause);
                } else if (!(row != null && putsOwnNull(places.get(j), parts.get(j)))
                        && !constant(column, parts.get(j), clause)) {
                    throw OpenExpressions.sealedIn(column, "an IN over more than a list of constants in " + clause);
                }
            }
        }
        for (Place place : places) {
            Scope.SealedOne column = sealed(place);
            if (column == null) {
                open.claim(place.expression(), clause);
            } else {
                toIndex(place, column, clause);
            }
        }
        return true;
    }

    private boolean members(List<Place> places, Select select, String clause) throws Refusal {
        List<Scope.@Nullable SealedOne> sealed = new ArrayList<>();
        for (Place place : places) {
            Scope.SealedOne column = sealed(place);
            sealed.add(column);
            if (column == null) {
                open.claim(place.expression(), clause);
            } else {
                toIndex(place, column, clause);
            }
        }
        open.subquery(select).forMembership(sealed);
        return true;
    }

    /** Rewrites a comparison of two expressions; false when neither is a sealed column. */
    private boolean pair(Place left, Place right, Expression comparison, String clause) throws Refusal {
        Scope.SealedOne leftColumn = sealed(left);
        Scope.SealedOne rightColumn = sealed(right);
        if (leftColumn == null && rightColumn == null) {
            return false;
        }
        if (comparison instanceof OldOracleJoinBinaryExpression old && old.getOldOracleJoinSyntax() != 0) {
            throw OpenExpressions.sealedIn(
                    leftColumn == null ? Objects.requireNonNull(rightColumn) : leftColumn,
                    "a join with (+) in " + clause);
        }
        if (leftColumn != null && rightColumn != null) {
            requireOneGroup(leftColumn, rightColumn, clause);
            toIndex(left, leftColumn, clause);
            toIndex(right, rightColumn, clause);
        } else if (leftColumn != null) {
            with(left, leftColumn, right, clause);
        } else if (rightColumn != null) {
            with(right, rightColumn, left, clause);
        }
        return true;
    }

    private void with(Place place, Scope.SealedOne column, Place other, String clause) throws Refusal {
        if (other.expression() instanceof ParenthesedSelect select) {
            open.subquery(select).forMembership(List.of(column));
        } else if (other.expression() instanceof AnyComparisonExpression any && any.getSelect() != null) {
            open.subquery(any.getSelect()).forMembership(List.of(column));
        } else if (!constant(column, other, clause) && !array(column, other.expression(), clause)) {
            throw OpenExpressions.sealedIn(column, "a comparison with more than a constant in " + clause);
        }
        toIndex(place, column, clause);
    }

    /** Puts a blind index in a constant's place; false when it is no constant. */
    private boolean constant(Scope.SealedOne column, Place place, String clause) throws Refusal {
        ValueSource value =
                new AssignedConstants(column.column(), draft.catalogue().dialect()).compared(place.expression());
        if (value == null) {
            return false;
        }
        index(column, clause);
        draft.touches(value, column.column());
        place.replace().accept(draft.replace(place.expression(), new Slot.Lookup(column.column(), value)));
        return true;
    }

    /** Puts blind indexes into ANY, SOME or ALL of an array; false when the expression is none of these. */
    private boolean array(Scope.SealedOne column, Expression expression, String clause) throws Refusal {
        if (!(expression instanceof Function function)
                || !List.of("any", "some", "all").contains(function.getName().toLowerCase(Locale.ROOT))
                || function.getParameters() == null
                || function.getParameters().size() != 1) {
            return false;
        }
        Features.only(function, new Function(), "ANY", "getName", "getMultipartName", "getParameters");
        if (draft.claims().first(function)) {
            draft.claims().claim(function.getName());
        }
        @SuppressWarnings("unchecked") // only expressions are ever in such a list
        ExpressionList<Expression> list = (ExpressionList<Expression>) function.getParameters();
        Expression array = list.get(0);
        if (array instanceof ArrayConstructor constructor) {
            return elements(column, constructor, clause);
        }
        // A cast to text changes nothing only for what is text already.
        Expression bare = array instanceof CastExpression cast
                        && CastTypes.isTextArray(cast)
                        && column.column().type().valueClass() == ValueClass.TEXT
                ? cast.getLeftExpression()
                : array;
        if (!(bare instanceof JdbcParameter) || !(Constants.of(bare) instanceof ValueSource.Parameter parameter)) {
            return false;
        }
        if (isPadded(column)) {
            // Trailing blanks count or not by the type that the driver gives the array.
            throw OpenExpressions.sealedIn(column, "a comparison with an array, and is char(n), in " + clause);
        }
        index(column, clause);
        draft.touches(parameter, column.column());
        list.set(0, draft.replace(bare, new Slot.LookupArray(column.column(), parameter)));
        return true;
    }

    private boolean elements(Scope.SealedOne column, ArrayConstructor array, String clause) throws Refusal {
        Features.only(
                array, new ArrayConstructor(new ExpressionList<>(), true), "ARRAY", "getExpressions", "isArrayKeyword");
        @SuppressWarnings("unchecked") // only expressions are ever in such a list
        ExpressionList<Expression> values = (ExpressionList<Expression>) array.getExpressions();
        if (values.stream().allMatch(NullValue.class::isInstance)) {
            // An array of nothing but NULL has the type that its element would have, and no index has that.
            return false;
        }
        boolean postgresql = draft.catalogue().dialect() == Dialect.POSTGRESQL;
        if (postgresql && isPadded(column) && values.stream().anyMatch(StringValue.class::isInstance)) {
            // They are of type text there, to which trailing blanks count.
            throw OpenExpressions.sealedIn(column, "a comparison with an ARRAY of text, and is char(n), in " + clause);
        }
        for (int i = 0; i < values.size(); i++) {
            if (!constant(column, Place.at(values, i), clause)) {
                return false;
            }
            if (draft.catalogue().dialect() == Dialect.H2) {
                // H2 wants to know an array's type.
                String type = index(column, clause).storage() == Storage.TEXT ? "varchar" : "varbinary(16)";
                values.set(i, new RawSql("CAST(" + values.get(i) + " AS " + type + ")"));
            }
        }
        return true;
    }

    /** The parts of all row values of a list. */
    private static List<Expression> parts(ExpressionList<Expression> values) {
        List<Expression> parts = new ArrayList<>();
        for (Expression value : values) {
            List<Place> row = row(value);
            if (row != null) {
                row.forEach(part -> parts.add(part.expression()));
            }
        }
        return parts;
    }

    /** The parts of a row value, or null when the expression is none. */
    @SuppressWarnings("unchecked") // only expressions are ever in such lists
    private static @Nullable List<Place> row(Expression expression) {
        ExpressionList<Expression> list = null;
        if (expression instanceof ParenthesedExpressionList<?> parenthesed && parenthesed.size() > 1) {
            list = (ExpressionList<Expression>) parenthesed;
        } else if (expression instanceof Function function
                && "ROW".equalsIgnoreCase(function.getName())
                && function.getParameters() != null
                && function.getParameters().size() > 1) {
            list = (ExpressionList<Expression>) function.getParameters();
        }
        if (list == null) {
            return null;
        }
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            places.add(Place.at(list, i).bare());
        }
        return places;
    }

    private void toIndex(Place place, Scope.SealedOne column, String clause) throws Refusal {
        open.toIndex((Column) place.expression(), column, clause);
        column.source().lookups().add(column);
    }

    private static Index index(Scope.SealedOne column, String clause) throws Refusal {
        return OpenExpressions.index(column, clause);
    }

    private static void requireOneGroup(Scope.SealedOne a, Scope.SealedOne b, String clause) throws Refusal {
        if (!isOneGroup(a, b)) {
            throw Refusal.of(
                    "sealed columns " + a.column().display() + " and "
                            + b.column().display() + " are compared in " + clause + " and are not of one lookup group",
                    "declare the same lookup group for both, or join by open columns");
        }
        index(a, clause);
        index(b, clause);
    }

    /** Whether two sealed columns have equal indexes where they have equal values. */
    static boolean isOneGroup(Scope.SealedOne a, Scope.SealedOne b) {
        Index one = a.column().index();
        Index other = b.column().index();
        boolean sameText = a.column().type().kind() == b.column().type().kind()
                || a.column().type().valueClass() == b.column().type().valueClass() && !isPadded(a) && !isPadded(b);
        return one != null
                && other != null
                && sameText
                && one.group().equals(other.group())
                && one.equality() == other.equality()
                && one.storage() == other.storage();
    }

    private static boolean isPadded(Scope.SealedOne column) {
        return column.column().type().kind() == DeclaredType.Kind.CHAR;
    }

    private Refusal refusal(List<Place> places, String clause) {
        for (Place place : places) {
            Scope.SealedOne column = sealed(place);
            if (column != null) {
                return OpenExpressions.sealedIn(column, clause);
            }
        }
        throw new IllegalStateException("an IN without a sealed column came here");
    }

    private Scope.@Nullable SealedOne sealed(Place place) {
        return place.expression() instanceof Column column
                        && !draft.isRedirected(column)
                        && scope.resolve(column) instanceof Scope.SealedOne sealed
                ? sealed
                : null;
    }
}

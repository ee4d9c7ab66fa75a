package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Generated;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.value.ValueClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NextValExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import org.jspecify.annotations.Nullable;

/**
 * The row ids of an INSERT: as the statement gives them, or, where it leaves them to an expression, evaluated before it
 * and then given. One statement's.
 */
final class InsertedIds {

    /** Functions that make row ids; what else a function may be (an aggregate, say) only the INSERT can tell. */
    private static final Set<String> EVALUABLE = Set.of(
            "nextval",
            "gen_random_uuid",
            "uuidv4",
            "uuidv7",
            "uuid_generate_v1",
            "uuid_generate_v1mc",
            "uuid_generate_v4",
            "random_uuid",
            "uuid",
            "pg_catalog.nextval",
            "pg_catalog.gen_random_uuid");

    private final Draft draft;
    private final SealedTable table;
    private final OpenExpressions open;
    private final List<String> names;
    /** Whether a row may turn out to be there under another id. */
    private final boolean mayBeFound;

    private final List<RowIdColumn> generated = new ArrayList<>();
    private final List<String> expressions = new ArrayList<>();
    private int generatedRows;
    private boolean anyGiven;

    /**
     * @param names the columns that the INSERT names, as the database stores them
     * @param mayBeFound whether a row may turn out to be there under another id, which then takes the places of its own
     */
    InsertedIds(Draft draft, SealedTable table, OpenExpressions open, List<String> names, boolean mayBeFound) {
        this.draft = draft;
        this.table = table;
        this.open = open;
        this.names = names;
        this.mayBeFound = mayBeFound;
    }

    /**
     * Whether every id is known before the rows are stored: given as a constant, or by an expression that can be evaluated
     * first; and stored as it is given.
     */
    static boolean areKnown(
            SealedTable table, List<String> names, List<ExpressionList<Expression>> rows, Dialect dialect) {
        if (table.acts().beforeInsert()) {
            return false;
        }
        for (RowIdColumn column : table.rowId()) {
            int at = names.indexOf(column.name());
            for (ExpressionList<Expression> row : rows) {
                if (!column.storedAsGiven() || !isKnown(column, at < 0 ? null : row.get(at), dialect)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether every row gives its id as constants. */
    static boolean areGiven(
            SealedTable table, List<String> names, List<ExpressionList<Expression>> rows, Dialect dialect) {
        for (RowIdColumn column : table.rowId()) {
            int at = names.indexOf(column.name());
            for (ExpressionList<Expression> row : rows) {
                if (at < 0 || constant(row.get(at), column, dialect) == null) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isKnown(RowIdColumn column, @Nullable Expression written, Dialect dialect) {
        Generated generated = column.generated();
        if (written == null || AssignedConstants.isDefault(written)) {
            return generated.expression() != null || generated.how() == Generated.How.NEVER;
        }
        ValueSource source = constant(written, column, dialect);
        if (source == null) {
            return isEvaluable(written);
        }
        return !generated.onNull() || ValueSource.isInText(source);
    }

    /**
     * The source of a part that is given; null when that is more than a constant. A cast to the part's own type, of an integer
     * or a UUID, gives what the column would make of the value itself; Rowseal makes the same of it before it seals.
     */
    private static @Nullable ValueSource constant(Expression written, RowIdColumn column, Dialect dialect) {
        ValueSource source = RowIdConstants.of(written, column, dialect);
        if (!(source instanceof ValueSource.Cast cast)) {
            return source;
        }
        ValueClass kind = column.type().valueClass();
        boolean same = kind == ValueClass.INTEGER || kind == ValueClass.UUID;
        return same && !(cast.value() instanceof ValueSource.Null) ? cast : null;
    }

    /** The row-id columns that the INSERT does not name; {@link #of} adds their values to each row, in this order. */
    List<RowIdColumn> added() {
        return table.rowId().stream()
                .filter(column -> !names.contains(column.name()))
                .toList();
    }

    /** The ids that are to be evaluated first; null when there are none. */
    @Nullable
    Generation generation() {
        return generatedRows == 0 ? null : new Generation(expressions, generated, generatedRows, false);
    }

    /** Whether the statement needs OVERRIDING SYSTEM VALUE for ids that were evaluated first. */
    boolean overriding() throws Refusal {
        boolean always = generatedRows > 0
                && generated.stream().anyMatch(column -> column.generated().always());
        if (always && anyGiven) {
            throw Refusal.of(
                    "the INSERT into \"" + table.name() + "\" generates the ids of some rows and gives those of others",
                    "leave all of them to the database");
        }
        return always;
    }

    /** The id of a row; puts slots where its parts stand, and behind the row those that it does not have. */
    RowIdSource.Given of(ExpressionList<Expression> row) throws Refusal {
        List<ValueSource> sources = new ArrayList<>();
        List<RowIdColumn> columns = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (RowIdColumn column : table.rowId()) {
            int at = names.indexOf(column.name());
            String expression = expression(column, at < 0 ? null : row.get(at));
            ValueSource source;
            if (expression == null) {
                source = given(column, row, at);
            } else {
                source = new ValueSource.Generated(columns.size(), generatedRows);
                columns.add(column);
                texts.add(expression);
                Expression slot = draft.add(
                        mayBeFound
                                ? new Slot.RowPart(column, table.rowId().indexOf(column), source)
                                : new Slot.Generated(column, source));
                if (at < 0) {
                    row.add(slot);
                } else {
                    row.set(at, slot);
                }
            }
            sources.add(source);
        }
        note(columns, texts);
        return new RowIdSource.Given(table.rowId(), sources, true);
    }

    private void note(List<RowIdColumn> columns, List<String> texts) throws Refusal {
        if (columns.isEmpty()) {
            anyGiven = true;
            return;
        }
        if (generatedRows > 0 && (!columns.equals(generated) || !texts.equals(expressions))) {
            throw Refusal.of(
                    "the INSERT into \"" + table.name() + "\" generates the row ids of its rows in different ways",
                    "insert them by statements of their own");
        }
        if (generatedRows == 0) {
            generated.addAll(columns);
            expressions.addAll(texts);
        }
        generatedRows++;
    }

    /** The expression that gives a part of a row's id, or null when the statement gives the part itself. */
    private @Nullable String expression(RowIdColumn column, @Nullable Expression written) throws Refusal {
        if (written == null || AssignedConstants.isDefault(written)) {
            Generated generated = column.generated();
            if (generated.expression() == null) {
                throw Refusal.of(
                        "the INSERT into \"" + table.name() + "\" leaves row-id column " + column.name()
                                + " to the database",
                        "give it as a parameter or literal");
            }
            return generated.expression();
        }
        if (constant(written, column, draft.catalogue().dialect()) != null) {
            return null;
        }
        if (!isEvaluable(written)) {
            throw Refusal.of(
                    "the INSERT into \"" + table.name() + "\" does not give row-id column " + column.name()
                            + " as a parameter or literal",
                    "give it one, or leave it to the database");
        }
        open.claim(written, "VALUES");
        return written.toString();
    }

    /** A sequence's next value, or a new identifier: it means the same before the INSERT as in it. */
    private static boolean isEvaluable(Expression expression) {
        if (expression instanceof NextValExpression) {
            return true;
        }
        return expression instanceof Function function
                && EVALUABLE.contains(function.getName().toLowerCase(Locale.ROOT))
                && Features.isOnly(
                        function, new Function(), "getName", "getMultipartName", "getParameters", "isEmptyParens")
                && (function.getParameters() == null
                        || function.getParameters().stream()
                                .allMatch(
                                        argument -> argument instanceof StringValue || argument instanceof LongValue));
    }

    private ValueSource given(RowIdColumn column, ExpressionList<Expression> row, int at) throws Refusal {
        Expression written = row.get(at);
        ValueSource source = constant(written, column, draft.catalogue().dialect());
        if (source == null || source instanceof ValueSource.Null) {
            throw Refusal.of("row-id column " + table.name() + "." + column.name() + " is NULL", "give the row an id");
        }
        if (mayBeFound) {
            Slot part = new Slot.RowPart(column, table.rowId().indexOf(column), source);
            row.set(at, draft.replace(written, part));
        } else if (ValueSource.parameter(source) > 0) {
            Slot open = new Slot.Open(ValueSource.parameter(source));
            if (written instanceof CastExpression cast) {
                cast.setLeftExpression(draft.replace(cast.getLeftExpression(), open));
            } else {
                row.set(at, draft.replace(written, open));
            }
        }
        return source;
    }
}

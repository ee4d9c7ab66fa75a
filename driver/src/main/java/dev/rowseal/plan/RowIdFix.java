package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a WHERE leaves only the row with one id: every column of the row id is compared by {@code =} with a
 * constant, in conditions that must all hold. Then the constants, not what the server sends, are the context.
 */
final class RowIdFix {

    private final Scope scope;
    private final Draft draft;
    private final List<EqualsTo> conjuncts = new ArrayList<>();
    private final Map<Scope.Source, Optional<RowIdSource.Given>> known = new IdentityHashMap<>();

    RowIdFix(Scope scope, Draft draft, @Nullable Expression where) {
        this.scope = scope;
        this.draft = draft;
        collect(where);
    }

    private void collect(@Nullable Expression condition) {
        if (condition == null || mayBeEither(condition)) {
            return;
        }
        conjuncts(condition);
    }

    /**
     * Whether an alternative stands in a condition outside of parentheses. The parser may have it deeper than the database: what
     * follows {@code INTERVAL ? DAY} or {@code ESCAPE ?} is part of that to it, OR included.
     */
    private boolean mayBeEither(Expression condition) {
        List<Token> tokens = Lexer.tokens(condition.toString());
        if (tokens == null) {
            return true;
        }
        boolean mariaDb = draft.catalogue().dialect() == Dialect.MARIADB;
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            String text = tokens.get(i).text();
            String next = i + 1 < tokens.size() ? tokens.get(i + 1).text() : "";
            depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
            boolean word = tokens.get(i).kind() == Token.Kind.WORD
                    && (text.equalsIgnoreCase("OR") || text.equalsIgnoreCase("XOR"));
            boolean sign = (text + next).startsWith(":=") || mariaDb && (text + next).startsWith("||");
            if (depth == 0 && (word || sign)) {
                return true;
            }
        }
        return false;
    }

    private void conjuncts(Expression condition) {
        if (condition instanceof AndExpression and) {
            conjuncts(and.getLeftExpression());
            conjuncts(and.getRightExpression());
        } else if (condition instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            collect(list.get(0));
        } else if (condition instanceof EqualsTo equals && equals.getOldOracleJoinSyntax() == 0) {
            conjuncts.add(equals);
        }
    }

    /**
     * The row id that the WHERE fixes for a table in scope.
     *
     * @return null when it fixes none, or when a value could be stored otherwise than the statement gives it
     */
    RowIdSource.@Nullable Given of(Scope.Source source, SealedTable table) {
        return known.computeIfAbsent(source, asked -> Optional.ofNullable(find(asked, table)))
                .orElse(null);
    }

    private RowIdSource.@Nullable Given find(Scope.Source source, SealedTable table) {
        List<Match> matches = new ArrayList<>();
        for (RowIdColumn column : table.rowId()) {
            Match match = column.storedAsGiven() ? find(source, column) : null;
            if (match == null) {
                return null;
            }
            matches.add(match);
        }
        matches.forEach(this::pin);
        return new RowIdSource.Given(
                table.rowId(), matches.stream().map(Match::value).toList(), false);
    }

    private record Match(EqualsTo condition, boolean onTheRight, ValueSource value) {}

    private @Nullable Match find(Scope.Source source, RowIdColumn column) {
        for (EqualsTo condition : conjuncts) {
            Expression left = condition.getLeftExpression();
            Expression right = condition.getRightExpression();
            ValueSource value =
                    is(left, source, column) ? constant(right) : is(right, source, column) ? constant(left) : null;
            if (value != null) {
                return new Match(condition, is(left, source, column), value);
            }
        }
        return null;
    }

    private boolean is(Expression expression, Scope.Source source, RowIdColumn column) {
        return expression instanceof Column reference
                && scope.resolve(reference) instanceof Scope.OpenOne open
                && open.source() == source
                && open.column().equals(column.name());
    }

    private static @Nullable ValueSource constant(Expression expression) {
        ValueSource value = Constants.of(expression);
        return value instanceof ValueSource.Null ? null : value;
    }

    /** Puts a slot in the parameter's place, so that its number is checked against the text. */
    private void pin(Match match) {
        if (!(match.value() instanceof ValueSource.Parameter parameter)) {
            return;
        }
        EqualsTo condition = match.condition();
        Expression original = match.onTheRight() ? condition.getRightExpression() : condition.getLeftExpression();
        Expression slot = draft.replace(original, new Slot.Open(parameter.index()));
        if (match.onTheRight()) {
            condition.setRightExpression(slot);
        } else {
            condition.setLeftExpression(slot);
        }
    }
}

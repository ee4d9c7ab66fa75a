package dev.rowseal.plan;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * The labels of expressions without an alias. H2 and MariaDB make them of the expression's text, which planning changes:
 * the expression gets the label of the text as it was written for an alias. H2 is asked for it. MariaDB takes the text
 * as it stands, spaces and all. Where a value of a sealed column would have to be told for that, the label stays unknown.
 */
final class ExpressionLabels {

    private final Draft draft;
    private final Set<SelectItem<?>> changed = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean moved;

    ExpressionLabels(Draft draft) {
        this.draft = draft;
    }

    /** Notes that an element of the select list is not what it was. */
    void changed(SelectItem<?> node) {
        if (node.getAlias() == null) {
            changed.add(node);
        }
    }

    /** Notes that any expression in the select list may not be what it was. */
    void changed(List<SelectItem<?>> list) {
        for (SelectItem<?> node : list) {
            if (!(node.getExpression() instanceof Column || node.getExpression() instanceof AllColumns)) {
                changed(node);
            }
        }
    }

    /** Notes that the query becomes one inside of another, so that each of its expressions needs a name. */
    void moved(List<SelectItem<?>> list) {
        moved = true;
        changed(list);
    }

    /** Whether no expression without an alias was changed. */
    boolean isEmpty() {
        return changed.isEmpty();
    }

    /**
     * Labels the outermost select list.
     *
     * @param columns the elements that the result's columns come from, in order; null for one that comes from a
     *     {@code *}
     * @param list the select list
     * @param headHoldsValues whether a value of a sealed column stands before the outermost WHERE
     * @return the elements whose labels are not known
     */
    Set<SelectItem<?>> give(List<@Nullable SelectItem<?>> columns, List<SelectItem<?>> list, boolean headHoldsValues) {
        Set<SelectItem<?>> unknown = Collections.newSetFromMap(new IdentityHashMap<>());
        switch (draft.catalogue().dialect()) {
            case H2 -> ask(columns, headHoldsValues, unknown);
            case MARIADB -> copy(list, unknown);
            case POSTGRESQL -> figure(unknown);
        }
        return unknown;
    }

    /** PostgreSQL's labels matter only where the expression goes: they depend on its form, and not on its text. */
    private void figure(Set<SelectItem<?>> unknown) {
        for (SelectItem<?> node : moved ? changed : Set.<SelectItem<?>>of()) {
            String label = PostgresLabels.of(node.getExpression(), draft.folding());
            if (label == null) {
                unknown.add(node);
            } else {
                name(node, label);
            }
        }
    }

    private void ask(List<@Nullable SelectItem<?>> columns, boolean headHoldsValues, Set<SelectItem<?>> unknown) {
        if (changed.isEmpty()) {
            return;
        }
        List<String> labels = draft.plainLabels(headHoldsValues);
        boolean told = labels.size() == columns.size();
        for (int i = 0; i < columns.size(); i++) {
            SelectItem<?> node = columns.get(i);
            if (node == null || !changed.contains(node)) {
                continue;
            }
            // H2 writes joins in the order of its optimiser, which may be another on plaintext columns.
            if (told && !labels.get(i).isEmpty() && !labels.get(i).contains("JOIN")) {
                name(node, labels.get(i));
            } else {
                unknown.add(node);
            }
        }
    }

    private void copy(List<SelectItem<?>> list, Set<SelectItem<?>> unknown) {
        List<@Nullable String> written = draft.writtenItems();
        for (int i = 0; i < list.size(); i++) {
            SelectItem<?> node = list.get(i);
            Expression expression = node.getExpression();
            boolean labelled = node.getAlias() != null || isOwnLabel(expression) && !(moved && isConstant(expression));
            if (!labelled) {
                copy(node, written == null || written.size() != list.size() ? null : written.get(i), unknown);
            }
        }
    }

    /** Whether MariaDB would label an expression of a query inside of another otherwise than by what was written. */
    boolean areOthers(List<SelectItem<?>> list) {
        return list.stream()
                .filter(node -> node.getAlias() == null && !isOwnLabel(node.getExpression()))
                .anyMatch(node -> changed.contains(node)
                        || !draft.isWritten(
                                MariaDbText.restored(node.getExpression().toString())));
    }

    private static boolean isOwnLabel(Expression expression) {
        return expression instanceof Column || expression instanceof AllColumns || isConstant(expression);
    }

    private static boolean isConstant(Expression expression) {
        return expression instanceof StringValue || expression instanceof LongValue || word(expression) != null;
    }

    /** The label of a constant that MariaDB labels in its own letters, however it was written. */
    static @Nullable String word(Expression expression) {
        if (expression instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            return word(list.get(0));
        }
        if (expression instanceof BooleanValue truth) {
            return truth.getValue() ? "TRUE" : "FALSE";
        }
        return expression instanceof NullValue ? "NULL" : null;
    }

    private void copy(SelectItem<?> node, @Nullable String written, Set<SelectItem<?>> unknown) {
        if (node.getExpression() instanceof StringValue) {
            unknown.add(node);
            return;
        }
        String word = word(node.getExpression());
        if (word != null) {
            name(node, word);
            return;
        }
        String now = MariaDbText.restored(node.getExpression().toString());
        if (written != null && (moved || !now.equals(written))) {
            name(node, written);
        } else if (written == null && (moved || changed.contains(node) || !draft.isWritten(now))) {
            unknown.add(node);
        }
    }

    private void name(SelectItem<?> node, String label) {
        node.setAlias(new Alias(draft.folding().quote(label), true));
    }
}

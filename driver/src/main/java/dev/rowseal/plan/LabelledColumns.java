package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.HashSet;
import java.util.Set;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * Labels that name sealed columns. In HAVING, H2 and MariaDB take a name for a label of the select list before, or together
 * with, a column; planning takes it for the column.
 */
final class LabelledColumns {

    private LabelledColumns() {}

    /** Refuses a label that is the name of a sealed column in sight, and something else. */
    static void require(PlainSelect select, Scope scope, Draft draft) throws Refusal {
        if (draft.catalogue().dialect() == Dialect.POSTGRESQL) {
            return;
        }
        Set<String> sealed = new HashSet<>();
        for (Scope.Source source : scope.sources()) {
            for (Scope.SourceColumn column : source.columns()) {
                if (column.name() != null && !(column.kind() instanceof Scope.Kind.Open)) {
                    sealed.add(column.name());
                }
            }
        }
        for (SelectItem<?> item : select.getSelectItems()) {
            String label = item.getAlias() == null
                    ? null
                    : Written.column(draft.folding(), item.getAlias().getName());
            if (label != null && sealed.contains(label) && !label.equals(column(item, draft))) {
                throw Refusal.of(
                        "its select list has the label " + item.getAlias().getName()
                                + ", which is a sealed column's name, and it has HAVING",
                        "give it another label");
            }
        }
    }

    private static @Nullable String column(SelectItem<?> item, Draft draft) {
        return item.getExpression() instanceof Column column
                ? Written.column(draft.folding(), column.getColumnName())
                : null;
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.Index;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.create.table.Index.ColumnParams;
import net.sf.jsqlparser.statement.insert.InsertConflictTarget;
import org.jspecify.annotations.Nullable;

/**
 * The key that ON CONFLICT names, whose sealed columns stand for their index columns.
 *
 * @param isRowId whether it is the row id and nothing else
 * @param lookups the sealed columns among it; all of the table's when only the database knows which they are
 */
record ConflictTarget(boolean isRowId, List<SealedColumn> lookups) {

    ConflictTarget {
        lookups = List.copyOf(lookups);
    }

    /** Reads a target, and rewrites it in place. */
    static ConflictTarget of(@Nullable InsertConflictTarget target, Draft draft, Scope scope, SealedTable table)
            throws Refusal {
        if (target == null || target.getConstraintName() != null) {
            return new ConflictTarget(false, lookups(table));
        }
        if (target.getIndexExpression() != null || target.getWhereExpression() != null) {
            throw notPlanned();
        }
        Set<String> names = new HashSet<>();
        List<SealedColumn> lookups = new ArrayList<>();
        List<ColumnParams> elements = new ArrayList<>();
        for (ColumnParams element : target.getIndexElements()) {
            if (element.isExpression() || !element.toString().equals(element.getColumnName())) {
                throw notPlanned();
            }
            Column column = new Column(element.getColumnName());
            scope.claim(column);
            Scope.Resolved resolved = scope.resolve(column);
            if (resolved instanceof Scope.SealedOne sealed) {
                elements.add(new ColumnParams(draft.folding().quote(index(sealed))));
                lookups.add(sealed.column());
            } else if (resolved instanceof Scope.OpenOne one) {
                elements.add(element);
                names.add(one.column());
            } else {
                throw notPlanned();
            }
        }
        target.setIndexElements(elements);
        Set<String> rowId = new HashSet<>();
        table.rowId().stream().map(RowIdColumn::name).forEach(rowId::add);
        return new ConflictTarget(names.equals(rowId) && elements.size() == rowId.size(), lookups);
    }

    /** The sealed columns of a table that rows can be found by. */
    static List<SealedColumn> lookups(SealedTable table) {
        return table.sealed().values().stream()
                .filter(column -> column.index() != null)
                .toList();
    }

    private static Refusal notPlanned() {
        return Refusal.of("the target of its ON CONFLICT is not planned", "name the columns of a unique key");
    }

    private static String index(Scope.SealedOne sealed) throws Refusal {
        Index index = sealed.column().index();
        if (index == null) {
            throw OpenExpressions.sealedIn(sealed, "the target of ON CONFLICT");
        }
        return index.column();
    }
}

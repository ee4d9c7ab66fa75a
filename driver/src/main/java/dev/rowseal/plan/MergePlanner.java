package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.merge.MergeDelete;
import net.sf.jsqlparser.statement.merge.MergeInsert;
import net.sf.jsqlparser.statement.merge.MergeOperation;
import net.sf.jsqlparser.statement.merge.MergeUpdate;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * MERGE of one row of values by the row id: what is found has the id that is given, and what is inserted gets it, so that
 * an envelope is right for both.
 */
final class MergePlanner {

    private final Merge merge;
    private final Draft draft;
    private final Scope scope;
    private final SealedTable table;
    private final MergeSource source;
    private final OpenExpressions open;
    /** The columns of the row that the parts of the row id are compared with. */
    private final Map<String, String> key = new HashMap<>();

    private MergePlanner(Merge merge, Draft draft, Scope scope, SealedTable table, MergeSource source) {
        this.merge = merge;
        this.draft = draft;
        this.scope = scope;
        this.table = table;
        this.source = source;
        this.open = new OpenExpressions(scope, draft);
    }

    /** Plans a MERGE whose target is sealed; null when it is not. */
    static @Nullable Plan plan(Merge merge, Draft draft) throws Refusal {
        Scope scope = new Scope(draft);
        Scope.Source target = scope.add(merge.getTable());
        if (!(target.relation() instanceof SealedTable table)) {
            return null;
        }
        if (draft.catalogue().dialect() == Dialect.MARIADB) {
            throw Refusal.of("MariaDB has no MERGE", "use INSERT … ON DUPLICATE KEY UPDATE");
        }
        Features.only(
                merge,
                new Merge(),
                "MERGE",
                "getTable",
                "getFromItem",
                "getUsingTable",
                "getUsingAlias",
                "getOnCondition",
                "getOperations",
                "getMergeInsert",
                "getMergeUpdate",
                "isInsertFirst");
        InsertPlanner.requireGivenRowIds(table);
        return new MergePlanner(merge, draft, scope, table, MergeSource.of(merge.getFromItem(), draft, table)).plan();
    }

    private Plan plan() throws Refusal {
        source.requireUsed(merge.toString());
        for (MergeOperation operation : merge.getOperations()) {
            if (operation instanceof MergeUpdate update) {
                for (UpdateSet set : update.getUpdateSets()) {
                    note(set.getColumns(), set.getValues());
                }
            } else if (operation instanceof MergeInsert insert) {
                note(insert.getColumns(), insert.getValues());
            }
        }
        scope.add(source.inScope());
        on(merge.getOnCondition());
        List<ValueSource> id = new ArrayList<>();
        for (RowIdColumn part : table.rowId()) {
            String name = key.get(part.name());
            ValueSource value = name == null ? null : source.rowIdPart(name, part);
            if (value == null || value instanceof ValueSource.Null) {
                throw Refusal.of(
                        "MERGE into \"" + table.name() + "\" does not compare row-id column " + part.name()
                                + " with a value of its row",
                        "compare the whole row id, and nothing else, with columns of USING that are parameters or"
                                + " literals");
            }
            id.add(value);
        }
        source.seal(new RowIdSource.Given(table.rowId(), id, true));
        for (MergeOperation operation : merge.getOperations()) {
            operation(operation);
        }
        if (!scope.lookups().isEmpty()) {
            throw OpenExpressions.sealedIn(scope.lookups().get(0), "MERGE");
        }
        return draft.finish(Plan.Kind.INSERT, table, null);
    }

    /** Notes which columns of the row go into sealed ones. */
    private void note(@Nullable List<Column> columns, @Nullable List<?> values) throws Refusal {
        for (int i = 0; columns != null && values != null && i < columns.size() && i < values.size(); i++) {
            String name = source.column((Expression) values.get(i));
            if (name != null && scope.resolve(columns.get(i)) instanceof Scope.SealedOne sealed) {
                source.goesInto(name, sealed.column());
            }
        }
    }

    private void on(@Nullable Expression condition) throws Refusal {
        if (condition instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            on(list.get(0));
        } else if (condition instanceof AndExpression and) {
            on(and.getLeftExpression());
            on(and.getRightExpression());
        } else if (!(condition instanceof EqualsTo equals)
                || !compares(equals.getLeftExpression(), equals.getRightExpression())
                        && !compares(equals.getRightExpression(), equals.getLeftExpression())) {
            throw Refusal.of(
                    "MERGE into \"" + table.name() + "\" finds its rows by more, or by something else, than the row id",
                    "compare the row id with columns of USING, or look for the row first and then insert or change it");
        }
    }

    private boolean compares(Expression part, Expression value) {
        String name = source.column(value);
        if (name == null
                || source.isSealed(name)
                || !(part instanceof Column column)
                || !(scope.resolve(column) instanceof Scope.OpenOne one)
                || !table.equals(one.source().relation())
                || !table.isRowId(one.column())
                || key.put(one.column(), name) != null) {
            return false;
        }
        scope.claim(column);
        scope.claim((Column) value);
        return true;
    }

    private void operation(MergeOperation operation) throws Refusal {
        if (operation instanceof MergeUpdate update) {
            Features.only(update, new MergeUpdate(), "UPDATE of MERGE", "getUpdateSets", "getAndPredicate");
            open.claim(update.getAndPredicate(), "WHEN");
            List<UpdateSet> indexes = new ArrayList<>();
            for (UpdateSet set : update.getUpdateSets()) {
                set(set, indexes);
            }
            update.getUpdateSets().addAll(indexes);
        } else if (operation instanceof MergeInsert insert) {
            Features.only(insert, new MergeInsert(), "INSERT of MERGE", "getValues", "getAndPredicate");
            open.claim(insert.getAndPredicate(), "WHEN");
            insert(insert);
        } else if (operation instanceof MergeDelete delete) {
            Features.only(delete, new MergeDelete(), "DELETE of MERGE", "getAndPredicate");
            open.claim(delete.getAndPredicate(), "WHEN");
        } else {
            throw Refusal.of("its MERGE has a clause that is not planned", "use UPDATE, DELETE and INSERT");
        }
    }

    private void set(UpdateSet set, List<UpdateSet> indexes) throws Refusal {
        for (Column column : set.getColumns()) {
            scope.claim(column);
            Scope.Resolved resolved = target(column);
            if (resolved instanceof Scope.OpenOne one && !table.isRowId(one.column())) {
                continue;
            }
            if (!(resolved instanceof Scope.SealedOne sealed)
                    || set.getColumns().size() != 1
                    || set.getValues().size() != 1) {
                throw Refusal.of(
                        "MERGE sets the row id, or a sealed column in a list of columns", "set each column by itself");
            }
            SetClause.requireUncompared(table, sealed.column(), "MERGE");
            Column index = given(sealed.column(), (Expression) set.getValues().get(0));
            if (index != null) {
                indexes.add(new UpdateSet(indexColumn(sealed.column()), index));
            }
            return;
        }
        open.claim(set.getValues(), "SET");
    }

    private void insert(MergeInsert insert) throws Refusal {
        ExpressionList<Column> columns = insert.getColumns();
        ExpressionList<Expression> values = insert.getValues();
        if (columns == null || values == null || columns.size() != values.size()) {
            throw Refusal.of("MERGE inserts without a column list, or other values", "name the columns");
        }
        List<Column> indexColumns = new ArrayList<>();
        List<Column> indexes = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            scope.claim(columns.get(i));
            Scope.Resolved resolved = target(columns.get(i));
            if (resolved instanceof Scope.SealedOne sealed) {
                named.add(sealed.name());
                Column index = given(sealed.column(), values.get(i));
                if (index != null) {
                    indexColumns.add(indexColumn(sealed.column()));
                    indexes.add(index);
                }
            } else if (resolved instanceof Scope.OpenOne one) {
                named.add(one.column());
                String part = key.get(one.column());
                if (table.isRowId(one.column()) && !java.util.Objects.equals(part, source.column(values.get(i)))) {
                    throw otherId();
                }
                open.claim(values.get(i), "VALUES");
            } else {
                throw Refusal.of("MERGE inserts into a column that the table does not have", "name its columns");
            }
        }
        for (RowIdColumn part : table.rowId()) {
            if (!named.contains(part.name())) {
                throw otherId();
            }
        }
        for (SealedColumn column : table.sealed().values()) {
            if (column.absent() != null && !named.contains(column.name())) {
                throw Refusal.of(
                        "MERGE leaves out sealed column " + column.display() + ", which has a default in the policy",
                        "give the column a value");
            }
        }
        columns.addAll(indexColumns);
        values.addAll(indexes);
    }

    private Refusal otherId() {
        return Refusal.of(
                "MERGE into \"" + table.name() + "\" inserts a row under another id than it looks for",
                "give the row id of ON");
    }

    /** What a column of the target is; those of the row do not count. */
    private Scope.Resolved target(Column column) throws Refusal {
        Scope own = new Scope(draft);
        own.add(scope.sources().get(0));
        Scope.Resolved resolved = own.resolve(column);
        if (resolved instanceof Scope.HiddenOne hidden) {
            throw OpenExpressions.hidden(hidden);
        }
        return resolved;
    }

    private Column indexColumn(SealedColumn column) {
        return new Column(draft.folding()
                .quote(java.util.Objects.requireNonNull(column.index()).column()));
    }

    /** The index beside the value of a sealed column, which must come from the row; null when there is none. */
    private @Nullable Column given(SealedColumn column, Expression value) throws Refusal {
        String name = source.column(value);
        if (name == null) {
            throw Refusal.of(
                    "sealed column " + column.display() + " is set to something else than a value of the row of MERGE",
                    "give the value as a column of USING");
        }
        scope.claim((Column) value);
        return column.index() == null ? null : source.index(name);
    }
}

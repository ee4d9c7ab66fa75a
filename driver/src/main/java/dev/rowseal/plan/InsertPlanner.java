package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.Values;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/** INSERT of VALUES, of one row or many; that of a query is {@link InsertQueryPlanner}'s. */
final class InsertPlanner {

    private final Insert insert;
    private final Draft draft;
    private final Scope scope;
    private final OpenExpressions open;
    private final @Nullable Replacing replacing;

    InsertPlanner(Insert insert, Draft draft) {
        this(insert, draft, null);
    }

    InsertPlanner(Replacing replacing, Draft draft) {
        this(replacing.insert(), draft, replacing);
        draft.replaceTree(replacing);
    }

    private InsertPlanner(Insert insert, Draft draft, @Nullable Replacing replacing) {
        this.replacing = replacing;
        this.insert = insert;
        this.draft = draft;
        this.scope = new Scope(draft);
        // No column is in scope among the values of an INSERT.
        this.open = new OpenExpressions(new Scope(draft), draft);
    }

    Plan plan() throws Refusal {
        Scope.Source target = scope.add(insert.getTable());
        if (insert.getSetUpdateSets() != null && draft.catalogue().dialect() == Dialect.MARIADB) {
            valuesOfSet();
        }
        List<Column> columns = insert.getColumns() == null ? List.of() : insert.getColumns();
        columns.forEach(scope::claim);
        if (!(target.relation() instanceof SealedTable table)) {
            return other();
        }
        if (insert.isModifierIgnore()) {
            throw Refusal.of(
                    "INSERT IGNORE has the database store what does not fit as something else, which it cannot do with"
                            + " a sealed value",
                    "write ON DUPLICATE KEY UPDATE with the row id set to itself, as in id = id: it leaves the rows"
                            + " that are there");
        }
        Features.only(
                insert,
                new Insert(),
                "INSERT",
                isSystemValue() ? "getOverridingMode" : "getTable",
                "getTable",
                "getSelect",
                "isOnlyDefaultValues",
                "getConflictTarget",
                "getConflictAction",
                "getDuplicateAction",
                "getDuplicateUpdateSets",
                "getReturningClause");
        if (insert.isOnlyDefaultValues()) {
            if (draft.catalogue().dialect() == Dialect.MARIADB) {
                throw Refusal.of("MariaDB has no DEFAULT VALUES", "give DEFAULT to a column");
            }
            columns = defaultValues(table);
        }
        if (insert.getSelect() != null && !(insert.getSelect() instanceof Values)) {
            if (replacing != null) {
                throw Refusal.of(replacing.head() + " \"" + table.name() + "\" has a query", "give the rows by VALUES");
            }
            List<Column> named = columns;
            return new InsertQueryPlanner(
                            insert,
                            draft,
                            table,
                            count -> named.isEmpty() ? allColumns(table, count) : names(target, named))
                    .plan();
        }
        if (!(insert.getSelect() instanceof Values values)) {
            throw Refusal.of("the INSERT into \"" + table.name() + "\" has no VALUES", "insert with VALUES");
        }
        Features.only(values, new Values(), "VALUES");
        List<ExpressionList<Expression>> rows = rows(values);
        List<String> names = columns.isEmpty() ? allColumns(table, rows.get(0).size()) : names(target, columns);
        requireLengths(table, names, rows);
        if (replacing != null) {
            replacing.requireNamed(table, names);
        }
        if (insert.isOverriding()
                && !InsertedIds.areGiven(table, names, rows, draft.catalogue().dialect())) {
            throw Refusal.of(
                    "the INSERT into \"" + table.name() + "\" has OVERRIDING SYSTEM VALUE and a row without its id",
                    "give each row its id as a parameter or literal, or leave OVERRIDING SYSTEM VALUE out");
        }
        names = withDefaults(table, names, rows);
        ConflictTarget key = conflictTarget(target, table);
        if (UpsertPlanner.isFor(insert, key)) {
            return new UpsertPlanner(insert, draft, table, target, scope, open).plan(key, names, rows);
        }
        if (replacing != null) {
            replacing.require(table, names, rows, draft.folding());
            if (replacing.key() == null) {
                return new UpsertPlanner(insert, draft, table, target, scope, open).replace(names, rows);
            }
        } else if (!InsertedIds.areKnown(table, names, rows, draft.catalogue().dialect())) {
            return pending(table, names, rows);
        }
        InsertedIds ids = new InsertedIds(draft, table, open, names, false);
        List<RowIdSource.Given> rowIds = new ArrayList<>();
        for (ExpressionList<Expression> row : rows) {
            rowIds.add(row(table, names, ids, row));
        }
        addColumns(table, names, ids);
        new OnConflict(draft, table, target, rowIds.size() == 1 ? rowIds.get(0) : null)
                .plan(key, insert.getConflictAction());
        ResultShape returned = Returning.of(insert.getReturningClause(), scope, draft);
        return draft.finish(Plan.Kind.INSERT, table, returned, ids.generation());
    }

    /** Whether values for GENERATED ALWAYS columns are stored as they are given; USER VALUE would store others. */
    private boolean isSystemValue() {
        return insert.getOverridingMode() == Insert.OverridingMode.SYSTEM
                && insert.getSelect() instanceof Values
                && draft.catalogue().dialect() != Dialect.MARIADB;
    }

    private ConflictTarget conflictTarget(Scope.Source target, SealedTable table) throws Refusal {
        if (insert.getConflictTarget() == null && insert.getConflictAction() == null) {
            return new ConflictTarget(false, List.of());
        }
        Scope changed = new Scope(draft);
        changed.add(target);
        return ConflictTarget.of(insert.getConflictTarget(), draft, changed, table);
    }

    private Plan pending(SealedTable table, List<String> names, List<ExpressionList<Expression>> rows) throws Refusal {
        if (insert.getReturningClause() != null || insert.getConflictAction() != null) {
            throw Refusal.of(
                    "an INSERT into \"" + table.name() + "\" whose row id is known only when the row is stored has ON"
                            + " CONFLICT or RETURNING",
                    "give the row id, or leave that clause out");
        }
        PendingInsertPlanner pending = new PendingInsertPlanner(draft, table, open, names);
        for (ExpressionList<Expression> row : rows) {
            pending.row(row);
        }
        indexColumns(insert, draft, table, names);
        return pending.finish();
    }

    /** The sealed columns that the INSERT leaves out and that the policy has a default for come behind the others. */
    private List<String> withDefaults(SealedTable table, List<String> given, List<ExpressionList<Expression>> rows) {
        List<String> names = new ArrayList<>(given);
        for (SealedColumn column : table.sealed().values()) {
            if (column.absent() != null && !given.contains(column.name())) {
                names.add(column.name());
                add(insert, draft, column.name());
                rows.forEach(row -> row.add(new Column("DEFAULT")));
            }
        }
        return names;
    }

    private static void requireLengths(SealedTable table, List<String> names, List<ExpressionList<Expression>> rows)
            throws Refusal {
        for (ExpressionList<Expression> row : rows) {
            if (row.size() != names.size()) {
                throw Refusal.of(
                        "the INSERT into \"" + table.name() + "\" has a row of another length than its column list",
                        "give one value for each column");
            }
        }
    }

    /** An INSERT into a table that is not sealed: it is rewritten where what it inserts names one that is. */
    private Plan other() throws Refusal {
        if (insert.getSelect() != null) {
            QueryBlock source = QueryBlock.read(insert.getSelect(), draft, null);
            source.forExpression();
            insert.setSelect(source.tree());
        }
        if (draft.isSealed()) {
            return draft.finish(Plan.Kind.INSERT, null, null);
        }
        draft.settle();
        return new Plan.PassThrough();
    }

    static void requireGivenRowIds(SealedTable table) throws Refusal {
        if (table.mayRewriteRows()) {
            throw Refusal.of(
                    "a trigger or rule on \"" + table.name() + "\" may change the row id that a value is sealed for",
                    "drop the trigger, or make it one that runs after the row is stored");
        }
        for (RowIdColumn column : table.rowId()) {
            if (!column.storedAsGiven()) {
                throw Refusal.of(
                        "the database may store row-id column " + table.name() + "." + column.name()
                                + " otherwise than it is given",
                        "use an integer, a uuid or text under a binary collation as row id");
            }
        }
    }

    /**
     * What an INSERT without a column list inserts into: the columns that the application knows, in the table's order;
     * PostgreSQL takes the first ones for a row that is shorter.
     */
    private List<String> allColumns(SealedTable table, int values) {
        List<String> names = table.visibleColumns();
        if (draft.catalogue().dialect() == Dialect.POSTGRESQL && values < names.size()) {
            names = names.subList(0, values);
        }
        ExpressionList<Column> list = new ParenthesedExpressionList<>();
        names.forEach(name -> list.add(new Column(draft.folding().quote(name))));
        insert.setColumns(list);
        return names;
    }

    /** MariaDB's INSERT … SET, as a list of columns and a row. */
    private void valuesOfSet() {
        ExpressionList<Column> columns = new ParenthesedExpressionList<>();
        ExpressionList<Expression> row = new ParenthesedExpressionList<>();
        for (UpdateSet set : insert.getSetUpdateSets()) {
            columns.addAll(set.getColumns());
            set.getValues().forEach(value -> row.add((Expression) value));
        }
        insert.withSetUpdateSets(null);
        insert.setColumns(columns);
        insert.setSelect(new Values(row));
    }

    /** DEFAULT VALUES, as a row that leaves the row id to the database and names nothing else. */
    private List<Column> defaultValues(SealedTable table) {
        ExpressionList<Column> columns = new ParenthesedExpressionList<>();
        ExpressionList<Expression> row = new ParenthesedExpressionList<>();
        for (RowIdColumn column : table.rowId()) {
            columns.add(new Column(draft.folding().quote(column.name())));
            row.add(new Column("DEFAULT"));
        }
        insert.setOnlyDefaultValues(false);
        insert.setColumns(columns);
        insert.setSelect(new Values(row));
        return columns;
    }

    private List<String> names(Scope.Source target, List<Column> columns) throws Refusal {
        List<String> names = new ArrayList<>();
        for (Column column : columns) {
            Scope.Resolved resolved = scope.resolve(column);
            if (resolved instanceof Scope.HiddenOne hidden) {
                throw OpenExpressions.hidden(hidden);
            }
            if (resolved instanceof Scope.Unresolved) {
                throw Refusal.of(
                        "\"" + target.alias() + "\" has no column " + column.getColumnName(),
                        "name the table's columns");
            }
            names.add(Written.column(draft.folding(), column.getColumnName()));
        }
        return names;
    }

    @SuppressWarnings("unchecked") // only expressions are ever in such lists
    private static List<ExpressionList<Expression>> rows(Values values) throws Refusal {
        ExpressionList<?> expressions = values.getExpressions();
        if (expressions instanceof ParenthesedExpressionList<?>) {
            return List.of((ExpressionList<Expression>) expressions);
        }
        List<ExpressionList<Expression>> rows = new ArrayList<>();
        for (Object row : expressions) {
            if (!(row instanceof ParenthesedExpressionList<?>)) {
                throw Refusal.of("VALUES has a row that is not a list in parentheses", "write (…), (…)");
            }
            rows.add((ExpressionList<Expression>) row);
        }
        return rows;
    }

    private RowIdSource.Given row(
            SealedTable table, List<String> names, InsertedIds ids, ExpressionList<Expression> row) throws Refusal {
        RowIdSource.Given rowId = ids.of(row);
        List<Expression> indexes = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            SealedColumn column = table.sealed().get(names.get(i));
            if (column == null) {
                if (!table.isRowId(names.get(i))) {
                    open.claim(row.get(i), "VALUES");
                }
                continue;
            }
            Assignment assignment = Assignment.of(draft, column, row.get(i));
            row.set(i, assignment.seal(draft, table, rowId));
            if (column.index() != null) {
                indexes.add(assignment.index(draft));
            }
        }
        row.addAll(indexes);
        return rowId;
    }

    private void addColumns(SealedTable table, List<String> names, InsertedIds ids) throws Refusal {
        ids.added().forEach(column -> add(insert, draft, column.name()));
        indexColumns(insert, draft, table, names);
        if (ids.overriding()) {
            insert.setOverridingMode(Insert.OverridingMode.SYSTEM);
            insert.setOverriding(true);
        }
    }

    /** Adds the index columns of the sealed ones that an INSERT names. */
    static void indexColumns(Insert insert, Draft draft, SealedTable table, List<String> names) {
        for (String name : names) {
            SealedColumn column = table.sealed().get(name);
            if (column != null && column.index() != null) {
                add(insert, draft, column.index().column());
            }
        }
    }

    /** Adds a column to those that an INSERT names. */
    static void add(Insert insert, Draft draft, String column) {
        insert.getColumns().add(new Column(draft.folding().quote(column)));
    }
}

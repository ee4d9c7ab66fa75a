package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * INSERT … SELECT into a sealed table: a query whose rows the driver reads, and an INSERT of one row of VALUES, which is
 * planned as any, and into which it puts them. Constants of the select list go from the query to the VALUES: those for
 * sealed columns must not be sent as they are, and those for open ones take their type from the column.
 */
final class InsertQueryPlanner {

    private final Insert insert;
    private final Draft draft;
    private final SealedTable table;
    private final QueryBlock source;
    private final List<QueryBlock.Output> outputs;
    private final List<String> names;
    private final List<String> items = new ArrayList<>();
    private final List<Steps.FromQuery> values = new ArrayList<>();
    private final Set<SelectItem<?>> labelled = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Slot> lifted = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Which columns the INSERT names, once it is known how many the query gives. */
    interface Names {
        List<String> of(int columns) throws Refusal;
    }

    InsertQueryPlanner(Insert insert, Draft draft, SealedTable table, Names names) throws Refusal {
        this.insert = insert;
        this.draft = draft;
        this.table = table;
        boolean upsert = insert.getConflictAction() != null || insert.getDuplicateAction() != null;
        if (upsert || insert.getReturningClause() != null) {
            throw Refusal.of(
                    "an INSERT … SELECT into \"" + table.name() + "\" has an upsert's clause, ON CONFLICT or RETURNING",
                    "leave that clause out, or insert with VALUES");
        }
        label();
        this.source = QueryBlock.read(insert.getSelect(), draft, null);
        this.outputs = source.outputs();
        this.names = names.of(outputs.size());
        if (this.names.size() != outputs.size()) {
            throw Refusal.of(
                    "the INSERT into \"" + table.name() + "\" has a query of another number of columns than its list",
                    "select one value for each column");
        }
    }

    /** Nobody sees the query's labels: expressions get some that say nothing of what they hold. */
    private void label() {
        for (SelectItem<?> item : list()) {
            boolean named = item.getAlias() != null || item.getExpression() instanceof Column || isStar(item);
            if (!named) {
                labelled.add(item);
                String label = draft.folding().quote(draft.fresh());
                item.setAlias(new Alias(label, true));
                draft.claims().added(label);
            }
        }
    }

    private static boolean isStar(SelectItem<?> item) {
        return item.getExpression() instanceof AllColumns || item.getExpression() instanceof AllTableColumns;
    }

    private List<SelectItem<?>> list() {
        return insert.getSelect() instanceof PlainSelect plain ? plain.getSelectItems() : List.of();
    }

    Plan plan() throws Refusal {
        boolean listed = list().stream().noneMatch(InsertQueryPlanner::isStar) && list().size() == outputs.size();
        for (int i = 0; i < outputs.size(); i++) {
            SealedColumn sealed = table.sealed().get(names.get(i));
            if (listed && lift(list().get(i), sealed)) {
                continue;
            }
            require(outputs.get(i), sealed, names.get(i));
            items.add("?");
            values.add(new Steps.FromQuery.Read(i + 1, names.get(i)));
        }
        ResultShape rows = source.forApplication();
        draft.replaceTree(source.tree());
        Plan.Rewritten whole = draft.finish(Plan.Kind.INSERT, table, null);
        String read = source.tree().toString();
        boolean mariaDb = draft.catalogue().dialect() == Dialect.MARIADB;
        Template query = draft.new Pieces(lifted).next(mariaDb ? CurrentReads.in(read) : read);
        return new Plan.Stepped(whole, new Steps.InsertQuery(table, query, rows, insertion(), values));
    }

    /** Takes a constant out of the query; false when it is none. */
    @SuppressWarnings("unchecked") // a select item takes any expression
    private boolean lift(SelectItem<?> item, @Nullable SealedColumn sealed) throws Refusal {
        Expression expression = item.getExpression();
        if (AssignedConstants.isDefault(expression)) {
            return false;
        }
        ValueSource value = sealed == null
                ? Constants.of(expression)
                : new AssignedConstants(sealed, draft.catalogue().dialect()).of(expression);
        if (value == null) {
            return false;
        }
        requireUnnamed(item);
        items.add(expression.toString());
        int parameter = ValueSource.parameter(value);
        Expression instead = new RawSql("NULL");
        if (parameter > 0) {
            if (sealed != null) {
                draft.touches(value, sealed);
            }
            Slot slot = sealed == null ? new Slot.Open(parameter) : new Slot.Nullness(parameter, null, false);
            lifted.add(slot);
            values.add(new Steps.FromQuery.Given(parameter));
            instead = draft.replace(expression, slot);
        }
        ((SelectItem<Expression>) item).setExpression(instead);
        return true;
    }

    /** Another part of the query could ask what a constant is by its label: it is NULL there. */
    private void requireUnnamed(SelectItem<?> item) throws Refusal {
        if (labelled.contains(item) || item.getAlias() == null) {
            return;
        }
        boolean having = insert.getSelect() instanceof PlainSelect plain && plain.getHaving() != null;
        boolean others = draft.catalogue().dialect() == Dialect.MARIADB
                && draft.isNamedAgain(item.getAlias().getName());
        if (having || others) {
            throw Refusal.of(
                    "a constant of the query of an INSERT into \"" + table.name()
                            + "\" has a label, which may be named in HAVING"
                            + (others ? ", ORDER BY or a subquery" : ""),
                    "leave the label out");
        }
    }

    private void require(QueryBlock.Output output, @Nullable SealedColumn into, String name) throws Refusal {
        Carried from = output.sealed();
        if (into == null && from != null) {
            throw Refusal.of(
                    "sealed column " + from.column().display() + " is inserted into " + table.name() + "." + name
                            + ", which is not sealed",
                    "seal that column too, or read the value and insert it");
        }
        if (into != null && from == null && !output.stored()) {
            throw Refusal.of(
                    "sealed column " + into.display() + " is inserted from an expression of the query",
                    "select a column of a table or a constant for it, or read the values and insert them");
        }
        if (into != null && from != null && !RowCopies.fits(from.column(), into)) {
            throw Refusal.of(
                    "sealed column " + into.display() + " is inserted from "
                            + from.column().display() + ", which is of another type",
                    "read the values and insert them");
        }
    }

    /** The INSERT of one row: what the query gives are its parameters, in order. */
    private Steps.Insertion insertion() throws Refusal {
        String head = "INSERT INTO " + insert.getTable() + " ("
                + names.stream().map(draft.folding()::quote).collect(Collectors.joining(", ")) + ") VALUES (";
        String text = head + String.join(", ", items) + ")";
        ParsedStatement statement = ParsedStatement.of(text, text, draft.catalogue());
        if (!(statement.tree() instanceof Insert one)) {
            throw new IllegalStateException("an INSERT was read as something else");
        }
        Draft its = draft.ofAnother(statement);
        Plan plan = new InsertPlanner(one, its).plan();
        if (!(plan instanceof Plan.Rewritten rewritten)) {
            return new Steps.Insertion(plan, null, null);
        }
        String all = one.toString();
        String row = one.getValues().getExpressions().toString();
        if (!all.endsWith(row)) {
            throw new IllegalStateException("an INSERT of one row does not end with it");
        }
        return new Steps.Insertion(
                rewritten,
                Template.of(all.substring(0, all.length() - row.length())).prepared(),
                its.new Pieces().next(row));
    }
}

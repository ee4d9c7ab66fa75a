package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.catalog.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.create.table.ColDataType;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * The one row that a MERGE is made with, {@code USING (SELECT ? AS a, ? AS b) AS s}. A column of it that goes into a sealed
 * one gets the envelope in the place of the value, and a further column the index.
 */
final class MergeSource {

    private final Draft draft;
    private final SealedTable table;
    private final PlainSelect select;
    private final String alias;
    private final List<String> names = new ArrayList<>();
    /** The sealed columns that columns of the row go into, by the row's column. */
    private final Map<String, SealedColumn> sealed = new HashMap<>();

    private final Map<String, String> indexes = new HashMap<>();

    private MergeSource(Draft draft, SealedTable table, PlainSelect select, String alias) {
        this.draft = draft;
        this.table = table;
        this.select = select;
        this.alias = alias;
    }

    static MergeSource of(@Nullable FromItem from, Draft draft, SealedTable table) throws Refusal {
        if (!(from instanceof ParenthesedSelect derived)
                || !(derived.getSelect() instanceof PlainSelect select)
                || derived.getAlias() == null
                || derived.getAlias().getAliasColumns() != null) {
            throw other();
        }
        Features.only(derived, new ParenthesedSelect(), "USING", "getSelect", "getAlias", "getPlainSelect");
        Features.only(select, new PlainSelect(), "USING", "getSelectItems");
        String alias = derived.getAlias().getName();
        draft.claims().claim(alias);
        MergeSource source = new MergeSource(draft, table, select, Written.stored(draft.folding(), alias));
        for (SelectItem<?> item : select.getSelectItems()) {
            if (item.getAlias() == null || item.getAlias().getAliasColumns() != null) {
                throw other();
            }
            draft.claims().claim(item.getAlias().getName());
            source.names.add(Written.column(draft.folding(), item.getAlias().getName()));
        }
        return source;
    }

    private static Refusal other() {
        return Refusal.of(
                "MERGE uses something else than one row of values, each with a name",
                "write USING (SELECT ? AS …, ? AS …) AS s, or insert and change the rows by statements of their own");
    }

    /** The name of the row's column that an expression is; null when it is none. */
    @Nullable
    String column(Expression expression) {
        if (!(expression instanceof Column column) || column.getTable() == null) {
            return null;
        }
        String name = Written.column(draft.folding(), column.getColumnName());
        boolean own = column.getTable().getSchemaName() == null
                && Written.stored(draft.folding(), column.getTable().getName()).equals(alias);
        return own && names.contains(name) && names.indexOf(name) == names.lastIndexOf(name) ? name : null;
    }

    /** Refuses a value that the statement does nothing with: it would leave, and might be one that is sealed elsewhere. */
    void requireUsed(String statement) throws Refusal {
        Set<String> used = new HashSet<>();
        List<Token> tokens = Lexer.tokens(statement);
        for (int i = 2; tokens != null && i < tokens.size(); i++) {
            boolean own = tokens.get(i - 1).text().equals(".")
                    && Written.stored(draft.folding(), tokens.get(i - 2).text()).equals(alias);
            if (own) {
                used.add(Written.column(draft.folding(), tokens.get(i).text()));
            }
        }
        for (String name : names) {
            if (!used.contains(name)) {
                throw Refusal.of(
                        "MERGE does nothing with column " + name + " of USING, named behind its alias",
                        "leave it out, or write the alias before its name");
            }
        }
    }

    /** Notes that a column of the row goes into a sealed one. */
    void goesInto(String name, SealedColumn column) throws Refusal {
        SealedColumn before = sealed.put(name, column);
        if (before != null && !before.equals(column)) {
            throw Refusal.of(
                    "one value of a MERGE goes into the sealed columns " + before.display() + " and "
                            + column.display(),
                    "give it twice");
        }
    }

    /** Whether a column of the row goes into a sealed one, and so cannot be compared. */
    boolean isSealed(String name) {
        return sealed.containsKey(name);
    }

    /** The source as the statement's expressions see it: what goes into a sealed column is for nothing else. */
    Scope.Source inScope() {
        List<Scope.SourceColumn> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(new Scope.SourceColumn(
                    name, sealed.containsKey(name) ? new Scope.Kind.Hidden() : new Scope.Kind.Open()));
        }
        return new Scope.Source(alias, true, null, columns, true);
    }

    /** What a column of the row gives to a part of a row id; null when that is more than a constant. */
    @Nullable
    ValueSource rowIdPart(String name, RowIdColumn part) {
        Expression expression = select.getSelectItems().get(names.indexOf(name)).getExpression();
        return RowIdConstants.of(expression, part, draft.catalogue().dialect());
    }

    /** Puts the envelopes and indexes into the row. */
    void seal(RowIdSource.Given rowId) throws Refusal {
        List<SelectItem<?>> more = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            SealedColumn column = sealed.get(names.get(i));
            if (column != null) {
                @SuppressWarnings("unchecked") // any expression may be in it
                SelectItem<Expression> item =
                        (SelectItem<Expression>) select.getSelectItems().get(i);
                Assignment assignment = Assignment.of(draft, column, item.getExpression());
                item.setExpression(cast(assignment.seal(draft, table, rowId), column.storage()));
                if (column.index() != null) {
                    String fresh = draft.fresh();
                    indexes.put(names.get(i), fresh);
                    more.add(new SelectItem<>(
                            cast(assignment.index(draft), column.index().storage()),
                            new Alias(draft.folding().quote(fresh), true)));
                }
            }
        }
        select.addSelectItems(more.toArray(SelectItem[]::new));
    }

    private Expression cast(Expression slot, Storage storage) {
        boolean h2 = draft.catalogue().dialect() == Dialect.H2;
        String type = storage == Storage.TEXT ? h2 ? "varchar" : "text" : h2 ? "varbinary" : "bytea";
        CastExpression cast = new CastExpression("CAST");
        cast.setLeftExpression(slot);
        cast.setColDataType(new ColDataType(type));
        return cast;
    }

    /** The reference to the index beside a column of the row. */
    Column index(String name) {
        return new Column(
                new net.sf.jsqlparser.schema.Table(draft.folding().quote(alias)),
                draft.folding().quote(java.util.Objects.requireNonNull(indexes.get(name))));
    }
}

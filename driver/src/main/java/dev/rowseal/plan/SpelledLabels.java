package dev.rowseal.plan;

import dev.rowseal.catalog.OpenTable;
import dev.rowseal.catalog.Relation;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.WithItem;
import org.jspecify.annotations.Nullable;

/**
 * The labels that MariaDB gives the columns of a query: names and expressions in the letters in which the statement, or for
 * a {@code *} the table, has them. Planning knows columns in lower case only, and where it makes a query of its own around
 * the application's, its labels would be so too.
 */
final class SpelledLabels {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,60}");

    private final Draft draft;
    /** Of the queries of WITH, by their names as columns are compared; empty where they cannot be told. */
    private final Map<String, Optional<List<@Nullable String>>> common = new HashMap<>();

    SpelledLabels(Draft draft) {
        this.draft = draft;
    }

    /** Labels by position from 1, of the query as it was parsed; empty where they cannot be told. */
    Map<Integer, ResultShape.Spelling> of(Select query) {
        Map<Integer, ResultShape.Spelling> labels = given(items(query));
        if (!isMoved(query)) {
            return labels;
        }
        if (query.getWithItemsList() != null) {
            query.getWithItemsList().forEach(this::read);
        }
        List<@Nullable String> found = labels(query, draft.writtenItems());
        for (int i = 0; found != null && i < found.size(); i++) {
            String label = found.get(i);
            if (label != null) {
                labels.putIfAbsent(i + 1, new ResultShape.Spelling(label, false));
            }
        }
        return labels;
    }

    /** Aliases that no server spells otherwise, by position from 1, where each item is one column. */
    private static Map<Integer, ResultShape.Spelling> given(List<SelectItem<?>> items) {
        Map<Integer, ResultShape.Spelling> given = new HashMap<>();
        if (items.stream().noneMatch(item -> item.getExpression() instanceof AllColumns)) {
            for (int i = 0; i < items.size(); i++) {
                String alias = items.get(i).getAlias() == null
                        ? ""
                        : Written.bare(items.get(i).getAlias().getName());
                if (PLAIN.matcher(alias).matches()) {
                    given.put(i + 1, new ResultShape.Spelling(alias, true));
                }
            }
        }
        return given;
    }

    /** The select list that gives the labels. */
    private static List<SelectItem<?>> items(Select query) {
        if (query instanceof SetOperationList set) {
            return items(set.getSelect(0));
        }
        if (query instanceof ParenthesedSelect inside) {
            return items(inside.getSelect());
        }
        return query instanceof PlainSelect plain ? plain.getSelectItems() : List.of();
    }

    private void read(WithItem<?> item) {
        List<SelectItem<?>> names = item.getWithItemList();
        List<@Nullable String> labels = null;
        if (names != null && !names.isEmpty()) {
            labels = new ArrayList<>();
            for (SelectItem<?> name : names) {
                labels.add(label(name, null));
            }
        } else if (item.getParenthesedStatement() instanceof ParenthesedSelect body) {
            labels = body.getWithItemsList() == null ? labels(body.getSelect(), null) : null;
        }
        // What it names itself, behind RECURSIVE, has no say in its labels.
        common.put(Written.column(draft.folding(), item.getAlias().getName()), Optional.ofNullable(labels));
    }

    /** Whether another query may be put around it, or is in it. */
    private static boolean isMoved(Select query) {
        if (!(query instanceof PlainSelect plain)) {
            return true;
        }
        return plain.getDistinct() != null
                || plain.getGroupBy() != null
                || sources(plain).stream().anyMatch(source -> !(source instanceof Table));
    }

    private static List<FromItem> sources(PlainSelect query) {
        List<FromItem> sources = new ArrayList<>();
        if (query.getFromItem() != null) {
            sources.add(query.getFromItem());
        }
        if (query.getJoins() != null) {
            query.getJoins().forEach(join -> sources.add(join.getFromItem()));
        }
        return sources;
    }

    /** @param written the elements of the select list as they were written, where that is known */
    private @Nullable List<@Nullable String> labels(Select query, @Nullable List<@Nullable String> written) {
        if (query instanceof SetOperationList set) {
            return labels(set.getSelect(0), written);
        }
        if (query instanceof ParenthesedSelect inside) {
            return labels(inside.getSelect(), written);
        }
        if (!(query instanceof PlainSelect plain)) {
            return null;
        }
        List<SelectItem<?>> list = plain.getSelectItems();
        List<@Nullable String> texts =
                written != null && written.size() == list.size() ? written : Collections.nCopies(list.size(), null);
        List<@Nullable String> labels = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            SelectItem<?> item = list.get(i);
            if (item.getExpression() instanceof AllColumns all) {
                List<@Nullable String> columns = star(plain, all);
                if (columns == null) {
                    return null;
                }
                labels.addAll(columns);
            } else {
                labels.add(label(item, texts.get(i)));
            }
        }
        return labels;
    }

    private static @Nullable String label(SelectItem<?> item, @Nullable String written) {
        Expression expression = item.getExpression();
        if (item.getAlias() != null) {
            return Written.bare(item.getAlias().getName());
        }
        if (expression instanceof Column column) {
            return Written.bare(column.getColumnName());
        }
        String word = ExpressionLabels.word(expression);
        return word == null ? written : word;
    }

    private @Nullable List<@Nullable String> star(PlainSelect query, AllColumns star) {
        List<Join> joins = query.getJoins() == null ? List.of() : query.getJoins();
        if (!(star instanceof AllTableColumns) && joins.stream().anyMatch(SpelledLabels::merges)) {
            return merged(query, joins);
        }
        List<@Nullable String> labels = new ArrayList<>();
        for (FromItem source : sources(query)) {
            if (star instanceof AllTableColumns one && !isNamed(source, one.getTable())) {
                continue;
            }
            List<@Nullable String> columns = columns(source);
            if (columns == null) {
                return null;
            }
            labels.addAll(columns);
        }
        return labels;
    }

    private static boolean merges(Join join) {
        return join.isNatural() || !join.getUsingColumns().isEmpty();
    }

    /** What joins have in common first, in the order and the letters of the left side, then what each has alone. */
    private @Nullable List<@Nullable String> merged(PlainSelect query, List<Join> joins) {
        List<@Nullable String> left = columns(query.getFromItem());
        for (Join join : joins) {
            List<@Nullable String> right = columns(join.getFromItem());
            // To the right of a comma another join comes first, and RIGHT turns the sides around.
            if (left == null
                    || right == null
                    || left.contains(null)
                    || right.contains(null)
                    || join.isSimple()
                    || join.isRight()) {
                return null;
            }
            Set<String> shared = new HashSet<>();
            if (join.isNatural()) {
                right.forEach(label -> shared.add(compared(label)));
            } else {
                join.getUsingColumns()
                        .forEach(column -> shared.add(Written.column(draft.folding(), column.getColumnName())));
            }
            List<@Nullable String> all = new ArrayList<>();
            left.stream().filter(label -> shared.contains(compared(label))).forEach(all::add);
            Set<String> both = new HashSet<>();
            all.forEach(label -> both.add(compared(label)));
            left.stream().filter(label -> !both.contains(compared(label))).forEach(all::add);
            right.stream().filter(label -> !both.contains(compared(label))).forEach(all::add);
            left = all;
        }
        return left;
    }

    private String compared(@Nullable String label) {
        return draft.folding().column(Objects.requireNonNull(label), true);
    }

    private static boolean isNamed(@Nullable FromItem source, Table name) {
        String alias = source == null || source.getAlias() == null
                ? source instanceof Table table ? table.getName() : ""
                : source.getAlias().getName();
        return Written.bare(alias).equals(Written.bare(name.getName()));
    }

    private @Nullable List<@Nullable String> columns(@Nullable FromItem source) {
        if (source instanceof ParenthesedSelect query) {
            boolean renamed = query.getAlias() != null && query.getAlias().getAliasColumns() != null;
            return renamed || query.getWithItemsList() != null ? null : labels(query.getSelect(), null);
        }
        return source instanceof Table table ? columns(table) : null;
    }

    private @Nullable List<@Nullable String> columns(Table table) {
        Optional<List<@Nullable String>> with =
                table.getSchemaName() == null ? common.get(Written.column(draft.folding(), table.getName())) : null;
        if (with != null) {
            return with.orElse(null);
        }
        String schema = table.getSchemaName() == null ? null : Written.stored(draft.folding(), table.getSchemaName());
        Relation relation = draft.catalogue().resolve(schema, Written.stored(draft.folding(), table.getName()));
        List<String> visible = relation instanceof SealedTable sealed
                ? sealed.visibleColumns()
                : relation instanceof OpenTable open ? open.columns() : List.of();
        List<String> made = draft.catalogue().labels("select * from " + table.getFullyQualifiedName() + " limit 0");
        if (visible.isEmpty() && relation instanceof OpenTable) {
            // A view.
            return new ArrayList<>(made);
        }
        Map<String, String> spelled = new HashMap<>();
        for (String label : made) {
            spelled.put(draft.folding().column(label, true), label);
        }
        List<@Nullable String> columns = new ArrayList<>();
        visible.forEach(column -> columns.add(spelled.get(column)));
        return columns;
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.value.DeclaredType.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/** What an UPDATE reads of a row that it changes: columns that it copies, and those that follow a new row id. */
final class RowCopies {

    private final Draft draft;
    private final Scope scope;
    private final Scope.Source target;
    private final SealedTable table;
    private final List<Template> read = new ArrayList<>();
    private final List<Steps.Copy> copies = new ArrayList<>();
    private final List<SealedColumn> held = new ArrayList<>();
    private final Map<String, ValueSource.Copied> known = new HashMap<>();

    /** What a part of the row id is set to, by its expression in the tree. */
    private final Map<Expression, Slot.NewId> evaluated = new IdentityHashMap<>();

    RowCopies(Draft draft, Scope scope, Scope.Source target, SealedTable table) {
        this.draft = draft;
        this.scope = scope;
        this.target = target;
        this.table = table;
    }

    /** The column of the target that an expression is, and nothing else; null when it is more. */
    @Nullable
    String column(Expression expression) {
        if (expression instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            return column(list.get(0));
        }
        if (!(expression instanceof Column column)) {
            return null;
        }
        Scope.Resolved resolved = scope.resolve(column);
        if (resolved instanceof Scope.SealedOne sealed && sealed.source() == target) {
            return sealed.name();
        }
        return resolved instanceof Scope.OpenOne open && open.source() == target ? open.column() : null;
    }

    /** Reads a column, to be sealed in another; claims it where the statement names it. */
    ValueSource.Copied copy(Expression expression, String name, SealedColumn into) throws Refusal {
        claim(expression);
        SealedColumn from = table.sealed().get(name);
        if (from != null && !fits(from, into)) {
            throw Refusal.of(
                    "sealed column " + into.display() + " is set to " + from.display() + ", which is of another type",
                    "read the value and set the column to a parameter");
        }
        return column(name);
    }

    private void claim(Expression expression) {
        if (expression instanceof ParenthesedExpressionList<?> list) {
            claim(list.get(0));
        } else {
            scope.claim((Column) expression);
        }
    }

    /** Whether a value of one sealed column can be stored in another. */
    static boolean fits(SealedColumn from, SealedColumn into) {
        Set<Kind> texts = Set.of(Kind.VARCHAR, Kind.TEXT);
        return from.type().equals(into.type())
                || texts.contains(from.type().kind())
                        && texts.contains(into.type().kind());
    }

    /** Reads a column of the row. */
    ValueSource.Copied column(String name) {
        return known.computeIfAbsent(name, any -> {
            SealedColumn sealed = table.sealed().get(name);
            return read(
                    Template.of(named(name)),
                    sealed == null ? new Steps.Copy.Open(table.name() + "." + name) : new Steps.Copy.Sealed(sealed));
        });
    }

    /** Reads an expression that a part of the row id is set to; its text comes later. */
    ValueSource.Copied evaluate(Expression expression, RowIdColumn part) {
        ValueSource.Copied copied = read(Template.of(""), new Steps.Copy.Open("an expression"));
        evaluated.put(expression, new Slot.NewId(table.name(), part, copied));
        return copied;
    }

    /** Whether an assignment has such an expression. */
    boolean evaluates(UpdateSet set) {
        return set.getValues().stream().anyMatch(evaluated::containsKey);
    }

    /** What an assigned value is in the statement that changes the rows: what was read of the row, where it is evaluated. */
    Template assigned(Object value, Template text) {
        Slot.NewId part = evaluated.get(value);
        if (part == null) {
            return text;
        }
        read.set(part.value().copy(), text);
        return new Template(List.of("", ""), List.of(part));
    }

    private ValueSource.Copied read(Template expression, Steps.Copy copy) {
        read.add(expression);
        copies.add(copy);
        return new ValueSource.Copied(copies.size() - 1);
    }

    private String named(String column) {
        return draft.folding().quote(target.alias()) + "." + draft.folding().quote(column);
    }

    /** Reads a sealed cell, which stays as it is when it is set to the value that it has. */
    void hold(SealedColumn column) {
        held.add(column);
    }

    /** Whether nothing is read. */
    boolean isEmpty() {
        return copies.isEmpty() && held.isEmpty();
    }

    List<SealedColumn> held() {
        return held;
    }

    List<Template> read() {
        return read;
    }

    List<Steps.Copy> copies() {
        return copies;
    }
}

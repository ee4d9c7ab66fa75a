package dev.rowseal.plan;

import dev.rowseal.catalog.AbsentRelation;
import dev.rowseal.catalog.OpenTable;
import dev.rowseal.catalog.Relation;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.catalog.TiedRelation;
import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import org.jspecify.annotations.Nullable;

/** The tables that a statement can name columns of, in the order of the text. */
final class Scope {

    /**
     * One of them.
     *
     * @param alias the name by which columns qualify it, as the database stores it
     * @param aliased whether the alias is not the table's own name, so that a schema cannot qualify it
     * @param relation what it is
     */
    record Source(String alias, boolean aliased, Relation relation) {

        List<String> columns() {
            return relation instanceof SealedTable table
                    ? table.columns()
                    : relation instanceof OpenTable open ? open.columns() : List.of();
        }
    }

    /** What a column of the statement is. */
    sealed interface Resolved {}

    /** A sealed column. */
    record SealedOne(Source source, SealedTable table, SealedColumn column) implements Resolved {}

    /** A column that holds blind indexes: the application must not know it. */
    record HiddenOne(SealedTable table, String column) implements Resolved {}

    /** A column that is not sealed. */
    record OpenOne(Source source, String column) implements Resolved {}

    /** No column, or one of several: a keyword, an alias, a name from elsewhere, or an error that the database finds. */
    record Unresolved() implements Resolved {}

    private static final Unresolved UNRESOLVED = new Unresolved();

    private final Draft draft;
    private final List<Source> sources = new ArrayList<>();

    Scope(Draft draft) {
        this.draft = draft;
    }

    List<Source> sources() {
        return sources;
    }

    /** Adds a table of the FROM clause, or the target of a statement. */
    Source add(Table table) throws Refusal {
        Features.only(table, new Table(), "table reference", "getName", "getSchemaName", "getAlias");
        String written = table.getSchemaName() == null ? "" : table.getSchemaName() + ".";
        if (!table.getFullyQualifiedName().equals(written + table.getName())) {
            throw Refusal.of("a table is named by more than its schema and its name", "leave the rest out");
        }
        Alias alias = table.getAlias();
        if (alias != null) {
            Features.only(alias, new Alias(alias.getName()), "table alias", "getName", "isUseAs");
        }
        String name = Written.stored(draft.folding(), table.getName());
        String schema = table.getSchemaName() == null ? null : Written.stored(draft.folding(), table.getSchemaName());
        Relation relation = draft.catalogue().resolve(schema, name);
        if (relation instanceof TiedRelation tied) {
            throw Refusal.of("\"" + tied.name() + "\" leads to a sealed table", tied.reason());
        }
        if (relation instanceof AbsentRelation) {
            // ONLY and other keywords are names to the parser, and the table behind them an alias.
            throw Refusal.of(
                    "the database has nothing named \"" + name + "\", in a statement that may name a sealed table",
                    "name tables and views that exist, without words before their names");
        }
        String known = alias == null ? name : Written.stored(draft.folding(), alias.getName());
        if (alias != null && draft.isGuarded(known) && !(relation instanceof SealedTable)) {
            throw Refusal.of("\"" + known + "\" is the alias of another table", "choose another alias");
        }
        Source source = new Source(known, alias != null, relation);
        if (relation instanceof SealedTable sealed) {
            draft.uses(sealed, known);
        }
        draft.claims().claim(table.getName());
        if (table.getSchemaName() != null) {
            draft.claims().claim(table.getSchemaName());
        }
        if (alias != null) {
            draft.claims().claim(alias.getName());
        }
        sources.add(source);
        return source;
    }

    /** Refuses sources of which nothing is known, when a sealed table is beside them. */
    void requireKnown() throws Refusal {
        for (Source source : sources) {
            if (draft.isSealed() && source.columns().isEmpty()) {
                throw Refusal.of(
                        "the database shows no columns of \"" + source.alias() + "\", which is joined with a sealed"
                                + " table",
                        "join tables and views that exist");
            }
        }
    }

    /** What a column reference means here. */
    Resolved resolve(Column column) {
        String name = Written.stored(draft.folding(), column.getColumnName());
        Table qualifier = column.getTable();
        Resolved found = UNRESOLVED;
        for (Source source : sources) {
            if (matches(source, qualifier) && source.columns().contains(name)) {
                if (found != UNRESOLVED) {
                    return UNRESOLVED;
                }
                found = resolve(source, name);
            }
        }
        return found;
    }

    /** What a column of one source is, by its stored name. */
    static Resolved resolve(Source source, String name) {
        if (source.relation() instanceof SealedTable table) {
            SealedColumn sealed = table.sealed().get(name);
            if (sealed != null) {
                return new SealedOne(source, table, sealed);
            }
            if (table.indexColumns().contains(name)) {
                return new HiddenOne(table, name);
            }
        }
        return new OpenOne(source, name);
    }

    /** The source that {@code qualifier.*} means, or null. */
    @Nullable
    Source find(Table qualifier) {
        for (Source source : sources) {
            if (matches(source, qualifier)) {
                return source;
            }
        }
        return null;
    }

    private boolean matches(Source source, @Nullable Table qualifier) {
        if (qualifier == null || qualifier.getName() == null) {
            return true;
        }
        if (!source.alias().equals(Written.stored(draft.folding(), qualifier.getName()))) {
            return false;
        }
        String schema = qualifier.getSchemaName();
        return schema == null
                || !source.aliased()
                        && schemaOf(source.relation()) != null
                        && Written.stored(draft.folding(), schema).equals(schemaOf(source.relation()));
    }

    private static @Nullable String schemaOf(Relation relation) {
        return relation instanceof SealedTable table
                ? table.schema()
                : relation instanceof OpenTable open ? open.schema() : null;
    }

    /** Claims all parts of a column reference, once. */
    void claim(Column column) {
        if (!draft.claims().first(column)) {
            return;
        }
        draft.claims().claim(column.getColumnName());
        Table qualifier = column.getTable();
        if (qualifier != null && qualifier.getName() != null) {
            draft.claims().claim(qualifier.getName());
            if (qualifier.getSchemaName() != null) {
                draft.claims().claim(qualifier.getSchemaName());
            }
        }
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.OpenTable;
import dev.rowseal.catalog.Relation;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.Join;
import org.jspecify.annotations.Nullable;

/**
 * The sources that a query, or a statement that changes a table, can name columns of, and behind them those of the
 * queries around it.
 */
final class Scope {

    /** A column of a source: its name as the database stores it, or null when only the database knows it. */
    record SourceColumn(@Nullable String name, Kind kind) {}

    /** What a column of a source is. */
    sealed interface Kind {

        /** Not sealed. */
        record Open() implements Kind {}

        /** Blind indexes, or what was added to open others: the application must not know it. */
        record Hidden() implements Kind {}

        /** Sealed. */
        record Sealed(Carried carried) implements Kind {}
    }

    /** A table, a derived table, a function: whatever stands in FROM. Compared by identity. */
    static final class Source {

        private final String alias;
        private final boolean aliased;
        private final @Nullable Relation relation;
        private final List<SourceColumn> columns;
        private final boolean complete;
        /** Sealed columns of this source by which its rows were looked up. */
        private final Set<SealedOne> lookups = new java.util.LinkedHashSet<>();

        /**
         * @param alias the name by which columns qualify it, as the database stores it
         * @param aliased whether that is not the table's own name, so that a schema cannot qualify it
         * @param relation the table that it is; null for what is no table
         * @param complete whether all its columns are known
         */
        Source(
                String alias,
                boolean aliased,
                @Nullable Relation relation,
                List<SourceColumn> columns,
                boolean complete) {
            this.alias = alias;
            this.aliased = aliased;
            this.relation = relation;
            this.columns = List.copyOf(columns);
            this.complete = complete;
        }

        /** A table that the catalogue knows. */
        static Source of(String alias, boolean aliased, Relation relation) {
            List<SourceColumn> columns = new ArrayList<>();
            if (relation instanceof SealedTable table) {
                for (String name : table.columns()) {
                    SealedColumn sealed = table.sealed().get(name);
                    columns.add(new SourceColumn(
                            name,
                            sealed != null
                                    ? new Kind.Sealed(Carried.Cell.of(table, sealed))
                                    : table.indexColumns().contains(name) ? new Kind.Hidden() : new Kind.Open()));
                }
            } else if (relation instanceof OpenTable open) {
                open.columns().forEach(name -> columns.add(new SourceColumn(name, new Kind.Open())));
            }
            return new Source(alias, aliased, relation, columns, !columns.isEmpty());
        }

        String alias() {
            return alias;
        }

        boolean aliased() {
            return aliased;
        }

        @Nullable
        Relation relation() {
            return relation;
        }

        List<SourceColumn> columns() {
            return columns;
        }

        /** Whether all its columns are known. */
        boolean isComplete() {
            return complete;
        }

        Set<SealedOne> lookups() {
            return lookups;
        }

        private List<SourceColumn> named(String name) {
            return columns.stream().filter(column -> name.equals(column.name())).toList();
        }

        private @Nullable String schema() {
            return relation instanceof SealedTable table
                    ? table.schema()
                    : relation instanceof OpenTable open ? open.schema() : null;
        }
    }

    /** What a column of the statement is. */
    sealed interface Resolved {}

    /** A sealed column. */
    record SealedOne(Source source, String name, Carried carried) implements Resolved {

        SealedColumn column() {
            return carried.column();
        }
    }

    /** A column that holds blind indexes: the application must not know it. */
    record HiddenOne(String table, String column) implements Resolved {}

    /** A column that is not sealed. */
    record OpenOne(Source source, String column) implements Resolved {}

    /** No column, or one of several: a keyword, an alias, a name from elsewhere, or an error that the database finds. */
    record Unresolved() implements Resolved {}

    private static final Unresolved UNRESOLVED = new Unresolved();

    private final Draft draft;
    private final @Nullable Scope outer;
    private final List<Source> sources = new ArrayList<>();
    private final StarColumns star;
    private boolean namesAround;

    private final Map<String, QueryBlock.Derived> commonTables = new HashMap<>();

    /** Names that WITH gives to queries which may be used before they are read. */
    private final Set<String> expected = new HashSet<>();
    /** Names that joins with USING made one column of two. */
    private final Set<String> merged = new HashSet<>();

    Scope(Draft draft) {
        this(draft, null);
    }

    /**
     * @param outer what the query can name besides its own sources; null for nothing
     */
    Scope(Draft draft, @Nullable Scope outer) {
        this.draft = draft;
        this.outer = outer;
        this.star = new StarColumns(draft.catalogue().dialect());
    }

    List<Source> sources() {
        return sources;
    }

    /** Adds a table of the FROM clause, or the target of a statement. */
    Source add(Table table) throws Refusal {
        return add(new TableReference(draft).source(table, this));
    }

    Source add(Source source) {
        sources.add(source);
        star.add(source);
        return source;
    }

    /** A column of {@code *}. */
    record StarColumn(Source source, SourceColumn column) {}

    /** The columns that {@code *} means. */
    StarColumns star() {
        return star;
    }

    /** Makes a common table expression known under its name. */
    void define(String name, QueryBlock.Derived derived) {
        commonTables.put(name, derived);
    }

    /** Notes that a name is a common table expression's, also where that has not been read yet. */
    void expect(String name) {
        expected.add(name);
    }

    /** What the common table expression of that name gives, or null. */
    QueryBlock.@Nullable Derived commonTable(String name) throws Refusal {
        QueryBlock.Derived derived = commonTables.get(name);
        if (derived == null && expected.contains(name)) {
            // Another table of that name is not what the database takes it for.
            draft.onlyIfSealed(() -> {
                throw Refusal.of(
                        "\"" + name + "\" of a WITH is used before Rowseal knows what it gives",
                        "define it before it is used; where it names itself, as the second query of a UNION");
            });
        }
        return derived != null || outer == null ? derived : outer.commonTable(name);
    }

    /**
     * Notes that a join makes one column of two of each of these names, none of which is sealed.
     *
     * @param right the source that was joined last
     */
    void merge(Join join, List<String> names, Source right) {
        merged.addAll(names);
        star.merge(join, names, right);
    }

    /** Whether a column reference means what a join made of two columns. */
    boolean isMerged(Column column) {
        return column.getTable() == null && merged.contains(Written.column(draft.folding(), column.getColumnName()));
    }

    /** What a column reference means here. */
    Resolved resolve(Column column) {
        String name = Written.column(draft.folding(), column.getColumnName());
        Table qualifier = column.getTable();
        boolean qualified = qualifier != null && qualifier.getName() != null;
        if (!qualified
                && ReservedWords.isOne(column.getColumnName(), draft.catalogue().dialect())) {
            // As PostgreSQL's user, which is who asks and no column of that name.
            return UNRESOLVED;
        }
        Resolved found = UNRESOLVED;
        int hits = 0;
        boolean dark = false;
        for (Source source : sources) {
            if (!qualified || matches(source, qualifier)) {
                List<SourceColumn> same = source.named(name);
                hits += same.size();
                if (!same.isEmpty() && found == UNRESOLVED) {
                    found = resolve(source, same.get(0));
                }
                dark |= !source.isComplete() || qualified;
            }
        }
        if (hits == 0 && qualifier != null && qualified) {
            Source table = find(qualifier);
            if (table != null && table.relation() instanceof SealedTable && isSystemColumn(name)) {
                return new OpenOne(table, name);
            }
        }
        if (hits > 1) {
            return !qualified && merged.contains(name) ? found : UNRESOLVED;
        }
        // A source of which not all is known may have a column of this name: then nothing around it counts.
        if (hits == 1 || dark || outer == null) {
            return found;
        }
        namesAround |= outer.mayHave(name, qualified ? qualifier : null);
        return outer.resolve(column);
    }

    private boolean mayHave(String name, @Nullable Table qualifier) {
        for (Source source : sources) {
            boolean named = !source.isComplete() || !source.named(name).isEmpty();
            if (qualifier == null ? named : matches(source, qualifier)) {
                return true;
            }
        }
        return outer != null && outer.mayHave(name, qualifier);
    }

    /** Whether a column was named that only something around this scope may have. */
    boolean namesAround() {
        return namesAround;
    }

    /** Whether every table has a column of that name, which says where a row is stored: Hibernate deletes rows by it. */
    private boolean isSystemColumn(String name) {
        return switch (draft.catalogue().dialect()) {
            case H2 -> name.equals("_ROWID_");
            case POSTGRESQL -> name.equals("ctid");
            case MARIADB -> false;
        };
    }

    /** What a column of one source is. */
    static Resolved resolve(Source source, SourceColumn column) {
        String name = column.name() == null ? "" : column.name();
        if (column.kind() instanceof Kind.Sealed sealed) {
            return new SealedOne(source, name, sealed.carried());
        }
        return column.kind() instanceof Kind.Hidden ? new HiddenOne(source.alias(), name) : new OpenOne(source, name);
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

    private boolean matches(Source source, Table qualifier) {
        if (!source.alias().equals(Written.stored(draft.folding(), qualifier.getName()))) {
            return false;
        }
        String schema = qualifier.getSchemaName();
        return schema == null
                || !source.aliased()
                        && source.schema() != null
                        && Written.stored(draft.folding(), schema).equals(source.schema());
    }

    /** The columns by which rows of the own sources are looked up. */
    List<SealedOne> lookups() {
        return sources.stream().flatMap(source -> source.lookups().stream()).toList();
    }

    /** Turns a reference to a sealed column into one to another column of the same source. */
    void redirect(Column reference, SealedOne from, String to) throws Refusal {
        if (reference.getTable() == null) {
            requireInSight(from.source());
        }
        claim(reference);
        reference.setColumnName(draft.folding().quote(to));
        if (reference.getTable() == null && !isAlone(from.source())) {
            reference.setTable(new Table(draft.folding().quote(from.source().alias())));
        }
    }

    /** Refuses a source whose alias means another one here. */
    private void requireInSight(Source source) throws Refusal {
        for (Source other : sources) {
            if (other != source && other.alias().equals(source.alias())) {
                throw Refusal.of(
                        "a column of \"" + source.alias() + "\" is named where that is another table's alias too",
                        "give each table an alias of its own");
            }
        }
        if (outer != null && !sources.contains(source)) {
            outer.requireInSight(source);
        }
    }

    /** Whether nothing but that source is in sight. */
    private boolean isAlone(Source source) {
        return sources.stream().allMatch(source::equals) && (outer == null || outer.isAlone(source));
    }

    /** A reference to a column of a source, to be put into the statement. */
    Column reference(Source source, String name) {
        Table table = new Table(draft.folding().quote(source.alias()));
        String schema = source.schema();
        boolean twice = sources.stream()
                .anyMatch(other -> other != source && other.alias().equals(source.alias()));
        if (twice && !source.aliased() && schema != null) {
            table.setSchemaName(draft.folding().quote(schema));
        }
        return new Column(table, draft.folding().quote(name));
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

package dev.rowseal.catalog;

import dev.rowseal.catalog.CatalogueFacts.Memory;
import dev.rowseal.catalog.CatalogueFacts.Ties;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.policy.Policy;
import dev.rowseal.policy.TableName;
import dev.rowseal.policy.TablePolicy;
import java.sql.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue that asks its connection's database and shares what it reads with other connections, unless it is told that
 * the session may see what others do not ({@link #look}). Confined to its connection, as that is to one thread at a time.
 */
public final class DatabaseCatalogue implements Catalogue {

    private final CatalogueReader reader;
    private final Policy policy;
    private final CatalogueFacts shared;
    private final CatalogueFacts own = new CatalogueFacts();
    private final Map<StoredName, TablePolicy> tables;
    private final Object home;
    private boolean alone;
    private boolean ownRead;
    /** What is known, from one look to the next: what a question is answered does not land in what was forgotten for it since. */
    private @Nullable Memory looked;

    private @Nullable List<String> searchPath;

    DatabaseCatalogue(CatalogueReader reader, Policy policy, CatalogueFacts shared) {
        this.reader = reader;
        this.policy = policy;
        this.shared = shared;
        this.tables = tables(reader, policy);
        this.home = shared.home(tables.keySet());
    }

    /**
     * Reads a database's catalogue over a connection that has just been opened, and shares what it reads.
     *
     * @param wrapped the wrapped driver's connection; stays the caller's
     * @param shared what connections to the same URL, with the same user and policy, share
     * @throws Misconfigured when the database is not known or cannot be asked
     */
    public static DatabaseCatalogue read(Connection wrapped, Policy policy, CatalogueFacts shared) {
        return over(CatalogueReader.of(wrapped), policy, shared);
    }

    /** As {@link #read(Connection, Policy, CatalogueFacts)}, without sharing. */
    public static DatabaseCatalogue read(Connection wrapped, Policy policy) {
        return read(wrapped, policy, new CatalogueFacts());
    }

    /** A catalogue over any reader. */
    public static DatabaseCatalogue over(CatalogueReader reader, Policy policy, CatalogueFacts shared) {
        return new DatabaseCatalogue(reader, policy, shared);
    }

    /**
     * To be told before anything is asked, whenever it may be another than before.
     *
     * @param alone whether the session may see of the catalogue what others do not: then it shares nothing, and believes
     *     nothing that is shared
     */
    public void look(boolean alone) {
        this.alone = alone;
        looked = facts().memory();
    }

    /** Forgets what was read for this session alone. */
    public void forgetOwn() {
        if (ownRead) {
            ownRead = false;
            own.invalidate();
        }
    }

    private Memory memory() {
        Memory known = looked;
        return known == null ? facts().memory() : known;
    }

    private CatalogueFacts facts() {
        ownRead |= alone;
        return alone ? own : shared;
    }

    // Unqualified tables are settled here, by the default schema that the connection begins with: a search path that
    // changes later changes what a statement's names mean, not which tables are sealed.
    private static Map<StoredName, TablePolicy> tables(CatalogueReader reader, Policy policy) {
        Optional<String> home = reader.defaultSchema();
        Map<StoredName, TablePolicy> tables = new LinkedHashMap<>();
        Map<String, TablePolicy> ids = new HashMap<>();
        for (TablePolicy table : policy.tables()) {
            StoredName name = stored(table, reader.folding(), home);
            TablePolicy same = tables.putIfAbsent(name, table);
            if (same != null) {
                throw new Misconfigured(
                        table.position() + ": table " + table.name() + " is the same in this database as " + same.name()
                                + " at " + same.position() + "; declare it once");
            }
            refuseSameId(ids.putIfAbsent(id(name, table), table), table);
        }
        return tables;
    }

    private static String id(StoredName name, TablePolicy table) {
        return table.id() == null ? name.toString() : table.id();
    }

    /** The name of the policy's table with a stable id; empty where the policy has none. */
    static Optional<StoredName> tableOfId(CatalogueReader reader, Policy policy, String id) {
        return tables(reader, policy).entrySet().stream()
                .filter(table -> id(table.getKey(), table.getValue()).equals(id))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    // Their keys would be one, and so would the contexts of their values.
    private static void refuseSameId(@Nullable TablePolicy same, TablePolicy table) {
        if (same != null) {
            throw new Misconfigured(
                    table.position() + ": the id of table " + table.name() + " is in this database that of table "
                            + same.name() + " at " + same.position() + "; write another id");
        }
    }

    private static StoredName stored(TablePolicy table, Folding folding, Optional<String> home) {
        TableName name = table.name();
        if (name.schema() != null) {
            return new StoredName(folding.stored(name.schema()), folding.stored(name.table()));
        }
        String schema = home.orElseThrow(() -> new Misconfigured(table.position() + ": table " + name
                + " has no schema and neither has the connection; write it as schema.table"));
        return new StoredName(schema, folding.stored(name.table()));
    }

    /** One object for all catalogues that share what they read and find the policy's tables in the same schemas. */
    public Object home() {
        return home;
    }

    @Override
    public Folding folding() {
        return reader.folding();
    }

    @Override
    public List<String> labels(String query) {
        return reader.labels(query);
    }

    @Override
    public Dialect dialect() {
        return reader.dialect();
    }

    /** Of what is known since the last {@link #look}: what was derived from an answer at another number may be out of date. */
    public long version() {
        return memory().version();
    }

    /** Of what is known now, which may have been forgotten since the last {@link #look}. */
    public long versionNow() {
        return facts().version();
    }

    /** To be called whenever the search path may have changed: after SET, RESET, setSchema and rollback. */
    public void searchPathChanged() {
        searchPath = null;
    }

    @Override
    public List<String> searchPath() {
        List<String> known = searchPath;
        if (known == null) {
            known = reader.searchPath();
            searchPath = known;
        }
        return known;
    }

    @Override
    public Optional<String> defaultSchema() {
        return reader.defaultSchema();
    }

    @Override
    public Set<String> guardedNames() {
        return ties(memory()).guardedNames();
    }

    @Override
    public Set<String> sealedColumns() {
        return tables.values().stream()
                .flatMap(table -> table.columns().stream())
                .map(column -> Folding.comparable(folding().stored(column.name())))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> aggregates() {
        Memory memory = memory();
        Set<String> known = memory.aggregates;
        if (known == null) {
            known = reader.aggregates().stream().map(Folding::comparable).collect(Collectors.toUnmodifiableSet());
            memory.aggregates = known;
        }
        return known;
    }

    private Ties ties(Memory memory) {
        // Not computeIfAbsent: two connections may ask at once, none waits for another's database.
        Ties known = memory.ties.get(tables.keySet());
        if (known == null) {
            known = readTies();
            memory.ties.put(Set.copyOf(tables.keySet()), known);
        }
        return known;
    }

    private Ties readTies() {
        Map<StoredName, String> byName = Map.copyOf(reader.ties(tables.keySet()));
        Set<String> guarded = new HashSet<>();
        tables.keySet().forEach(table -> guarded.add(Folding.comparable(table.name())));
        byName.keySet().forEach(tied -> guarded.add(Folding.comparable(tied.name())));
        return new Ties(byName, Set.copyOf(guarded));
    }

    @Override
    public Relation resolve(@Nullable String schema, String name) {
        Memory memory = memory();
        if (schema != null) {
            return relation(memory, new StoredName(schema, name)).orElseGet(() -> new AbsentRelation(name));
        }
        for (String candidate : searchPath()) {
            Optional<Relation> found = relation(memory, new StoredName(candidate, name));
            if (found.isPresent()) {
                return unambiguous(memory, found.get(), candidate);
            }
        }
        return unambiguous(memory, new AbsentRelation(name), "");
    }

    // An unqualified name that some sealed table or view over one also bears must lead there. If it led elsewhere now,
    // another session could change where it leads before the statement runs, and nobody would seal what it writes.
    private Relation unambiguous(Memory memory, Relation found, String schema) {
        boolean guarded = ties(memory).guardedNames().contains(Folding.comparable(found.name()));
        if (guarded && (found instanceof OpenTable || found instanceof AbsentRelation)) {
            return new TiedRelation(
                    schema,
                    found.name(),
                    "without its schema it could be taken for a sealed table; write it as schema.table");
        }
        return found;
    }

    @Override
    public Relation declared(@Nullable String schema, String name) {
        Memory memory = memory();
        List<String> schemas = schema == null ? searchPath() : List.of(schema);
        for (String candidate : schemas) {
            StoredName stored = new StoredName(candidate, name);
            TiedRelation tied = ties(memory).tied(stored);
            if (tied != null) {
                return tied;
            }
            TablePolicy sealed = tables.get(stored);
            Optional<TableFacts> found = reader.table(stored);
            if (sealed != null) {
                return TableDesign.of(sealed, stored, reader.folding(), found);
            }
            if (found.isPresent()) {
                Relation open = open(found.get());
                return schema == null ? unambiguous(memory, open, candidate) : open;
            }
        }
        AbsentRelation absent = new AbsentRelation(name);
        return schema == null ? unambiguous(memory, absent, "") : absent;
    }

    /** What the policy wants of a table; empty when it is none of the policy's. */
    public Optional<TableDesign> design(StoredName name) {
        TablePolicy sealed = tables.get(name);
        return sealed == null
                ? Optional.empty()
                : Optional.of(TableDesign.of(sealed, name, reader.folding(), reader.table(name)));
    }

    /** Whether the database has a sealed table now as it is known, whatever is remembered; false also where it fits no more. */
    public boolean isStill(SealedTable known) {
        StoredName name = new StoredName(known.schema(), known.name());
        TablePolicy table = tables.get(name);
        Optional<TableFacts> read = reader.table(name);
        if (table == null || read.isEmpty()) {
            return false;
        }
        try {
            return new SealedTableFit(policy.namespace(), table, reader.folding(), read.get())
                    .table()
                    .isLike(known);
        } catch (Misconfigured unfit) {
            return false;
        }
    }

    private Optional<Relation> relation(Memory memory, StoredName name) {
        TiedRelation tied = ties(memory).tied(name);
        if (tied != null) {
            return Optional.of(tied);
        }
        TablePolicy sealed = tables.get(name);
        return sealed == null ? open(memory, name) : sealed(memory, name, sealed);
    }

    private Optional<Relation> open(Memory memory, StoredName name) {
        OpenTable known = memory.open.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<OpenTable> read = reader.table(name).map(this::asSeen);
        read.ifPresent(table -> memory.open.put(name, table));
        return read.map(Relation.class::cast);
    }

    private OpenTable asSeen(TableFacts table) {
        return alone ? new OpenTable(table.schema(), table.name(), reader.ownColumns(table)) : open(table);
    }

    private static OpenTable open(TableFacts table) {
        List<String> columns = table.columns().stream().map(ColumnFacts::name).toList();
        return new OpenTable(table.schema(), table.name(), columns);
    }

    private Optional<Relation> sealed(Memory memory, StoredName name, TablePolicy table) {
        SealedTable known = memory.sealed.get(name);
        if (known == null) {
            TableFacts read = reader.table(name)
                    .orElseThrow(() -> new Misconfigured(table.position() + ": table " + table.name()
                            + " does not exist in schema " + name.schema() + " of this database; create it, or correct"
                            + " the policy"));
            known = new SealedTableFit(policy.namespace(), table, reader.folding(), read).table();
            memory.sealed.put(name, known);
        }
        return Optional.of(known);
    }
}

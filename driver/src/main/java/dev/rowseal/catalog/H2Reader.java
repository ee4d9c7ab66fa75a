package dev.rowseal.catalog;

import dev.rowseal.failure.Misconfigured;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads H2's information schema. */
final class H2Reader implements CatalogueReader {

    /** What H2 gives a type without a length; more than any value it can hold. */
    private static final long MOST = 1_000_000_000;

    private final Connection connection;
    private final Queries queries;
    private final Folding folding;

    H2Reader(Connection connection, DatabaseMetaData metaData) throws SQLException {
        this.connection = connection;
        this.queries = new Queries(connection);
        this.folding = folding(metaData);
    }

    private static Folding folding(DatabaseMetaData metaData) throws SQLException {
        if (!metaData.supportsMixedCaseQuotedIdentifiers()) {
            throw new Misconfigured("the H2 database ignores the case of quoted names (CASE_INSENSITIVE_IDENTIFIERS);"
                    + " open it without that setting");
        }
        if (metaData.storesUpperCaseIdentifiers()) {
            return new Folding(Folding.Case.UPPER);
        }
        return new Folding(metaData.storesLowerCaseIdentifiers() ? Folding.Case.LOWER : Folding.Case.AS_WRITTEN);
    }

    @Override
    public Dialect dialect() {
        return Dialect.H2;
    }

    @Override
    public Folding folding() {
        return folding;
    }

    /** The current schema. What SCHEMA_SEARCH_PATH adds cannot be asked for; such names resolve to nothing. */
    @Override
    public List<String> searchPath() {
        return defaultSchema().stream().toList();
    }

    @Override
    public Optional<String> defaultSchema() {
        try {
            return Optional.ofNullable(connection.getSchema());
        } catch (SQLException e) {
            throw new Misconfigured("the database does not tell its current schema", e);
        }
    }

    @Override
    public Set<String> aggregates() {
        return Set.copyOf(queries.list(row -> row.getString(1), H2Queries.AGGREGATES));
    }

    @Override
    public List<String> labels(String query) {
        return queries.labels(query);
    }

    @Override
    public Optional<TableFacts> table(StoredName name) {
        return queries.list(row -> row.getString(1), H2Queries.RELATION, name.schema(), name.name()).stream()
                .findFirst()
                .map(kind -> facts(name, kind));
    }

    private TableFacts facts(StoredName name, String kind) {
        Object[] table = {name.schema(), name.name()};
        List<ColumnFacts> columns = queries.list(H2Reader::column, H2Queries.COLUMNS, table);
        List<Obstacle> obstacles = new ArrayList<>();
        for (String query : H2Queries.OBSTACLES) {
            obstacles.addAll(queries.list(H2Reader::obstacle, query, table));
        }
        obstacles.addAll(generatedFrom(columns, table));
        return new TableFacts(
                name.schema(),
                name.name(),
                kind.equals("BASE TABLE"),
                columns,
                keys(columns, table),
                obstacles,
                acts(table));
    }

    private RowActs acts(Object... table) {
        List<String> acts = queries.list(row -> row.getString(1) + " " + row.getString(2), H2Queries.ROW_ACTS, table);
        return RowActs.of(acts);
    }

    private Set<Set<String>> keys(List<ColumnFacts> columns, Object... table) {
        Map<String, Set<String>> indexes = new LinkedHashMap<>();
        queries.list(
                row -> indexes.computeIfAbsent(row.getString(1), index -> new HashSet<>())
                        .add(row.getString(2)),
                H2Queries.UNIQUE_COLUMNS,
                table);
        Set<String> notNull = new HashSet<>();
        columns.stream().filter(ColumnFacts::notNull).map(ColumnFacts::name).forEach(notNull::add);
        Set<Set<String>> keys = new HashSet<>();
        indexes.values().stream().filter(notNull::containsAll).map(Set::copyOf).forEach(keys::add);
        return keys;
    }

    // H2 does not say what an expression reads, but it prints every column's name in quotes.
    private List<Obstacle> generatedFrom(List<ColumnFacts> columns, Object... table) {
        List<Obstacle> obstacles = new ArrayList<>();
        queries.list(
                row -> {
                    String expression = row.getString(2);
                    for (ColumnFacts column : columns) {
                        if (expression.contains(folding.quote(column.name()))) {
                            obstacles.add(new Obstacle(column.name(), Obstacle.Kind.GENERATED_FROM, row.getString(1)));
                        }
                    }
                    return expression;
                },
                H2Queries.GENERATED,
                table);
        return obstacles;
    }

    private static ColumnFacts column(ResultSet row) throws SQLException {
        boolean collates = !"OFF".equals(row.getString(3)) && row.getString(3) != null;
        StoredType.Family family =
                row.getString(5) == null ? family(row.getString(2), collates) : StoredType.Family.OTHER;
        long length = row.getLong(4);
        boolean limited = !row.wasNull() && length < MOST;
        String name = row.getString(5) == null ? row.getString(2) : "domain " + row.getString(5);
        StoredType type = new StoredType(
                family, limited ? name + "(" + length + ")" : name, limited ? length : StoredType.UNBOUNDED);
        return new ColumnFacts(row.getString(1), type, !row.getBoolean(6), generated(row));
    }

    // H2 prints a default with every name in quotes and behind its schema.
    private static Generated generated(ResultSet row) throws SQLException {
        String expression = row.getString(7);
        String identity = row.getString(8);
        boolean onNull = row.getBoolean(9);
        if (identity != null) {
            return new Generated(Generated.How.IDENTITY, null, identity.equals("ALWAYS"), onNull);
        }
        return expression == null ? Generated.NEVER : new Generated(Generated.How.DEFAULT, expression, false, onNull);
    }

    private static StoredType.Family family(String type, boolean collates) {
        return switch (type) {
            case "BINARY VARYING" -> StoredType.Family.BINARY;
            case "BINARY LARGE OBJECT" -> StoredType.Family.LARGE_BINARY;
            case "BINARY" -> StoredType.Family.PADDED_BINARY;
            case "CHARACTER VARYING" -> collates ? StoredType.Family.LOOSE_TEXT : StoredType.Family.TEXT;
            case "CHARACTER LARGE OBJECT" -> collates ? StoredType.Family.LOOSE_TEXT : StoredType.Family.LARGE_TEXT;
            case "VARCHAR_IGNORECASE" -> StoredType.Family.LOOSE_TEXT;
            case "CHARACTER" -> StoredType.Family.PADDED_TEXT;
            case "TINYINT", "SMALLINT" -> StoredType.Family.SMALLINT;
            case "INTEGER" -> StoredType.Family.INTEGER;
            case "BIGINT" -> StoredType.Family.BIGINT;
            case "NUMERIC" -> StoredType.Family.DECIMAL;
            case "BOOLEAN" -> StoredType.Family.BOOLEAN;
            case "DATE" -> StoredType.Family.DATE;
            case "TIME" -> StoredType.Family.TIME;
            case "TIMESTAMP" -> StoredType.Family.TIMESTAMP;
            case "TIMESTAMP WITH TIME ZONE" -> StoredType.Family.TIMESTAMPTZ;
            case "UUID" -> StoredType.Family.UUID;
            default -> StoredType.Family.OTHER;
        };
    }

    private static Obstacle obstacle(ResultSet row) throws SQLException {
        return new Obstacle(row.getString(1), Obstacle.Kind.valueOf(row.getString(2)), row.getString(3));
    }

    @Override
    public Map<StoredName, String> ties(Set<StoredName> tables) {
        List<PrintedTies.Definition> definitions = new ArrayList<>();
        for (String query : H2Queries.DEFINITIONS) {
            definitions.addAll(queries.list(H2Reader::definition, query));
        }
        return new PrintedTies(folding).of(tables, definitions);
    }

    private static PrintedTies.Definition definition(ResultSet row) throws SQLException {
        return new PrintedTies.Definition(
                new StoredName(row.getString(1), row.getString(2)), row.getString(3), row.getString(4));
    }
}

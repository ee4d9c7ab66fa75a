package dev.rowseal.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads PostgreSQL's system catalogue. Every name is qualified, so that no search path can put another in its place. */
final class PostgresReader implements CatalogueReader {

    private static final Folding FOLDING = new Folding(Folding.Case.LOWER_ASCII);

    private final Queries queries;

    PostgresReader(Connection connection) {
        this.queries = new Queries(connection);
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public Folding folding() {
        return FOLDING;
    }

    @Override
    public List<String> searchPath() {
        return queries.list(row -> row.getString(1), "select pg_catalog.unnest(pg_catalog.current_schemas(true))");
    }

    @Override
    public Optional<String> defaultSchema() {
        return queries.list(row -> Optional.ofNullable(row.getString(1)), "select pg_catalog.current_schema()").stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Set<String> aggregates() {
        return Set.copyOf(queries.list(row -> row.getString(1), PostgresQueries.AGGREGATES));
    }

    @Override
    public Optional<TableFacts> table(StoredName name) {
        List<Found> found = queries.list(
                row -> new Found(row.getLong(1), row.getString(2)),
                PostgresQueries.RELATION,
                name.schema(),
                name.name());
        return found.stream().findFirst().map(relation -> facts(name, relation));
    }

    private record Found(long oid, String kind) {}

    private TableFacts facts(StoredName name, Found relation) {
        long oid = relation.oid();
        List<ColumnFacts> columns = queries.list(PostgresReader::column, PostgresQueries.COLUMNS, oid);
        Set<Set<String>> keys = new HashSet<>();
        for (List<String> key : queries.list(row -> strings(row, 1), PostgresQueries.KEYS, oid)) {
            keys.add(Set.copyOf(key));
        }
        List<Obstacle> obstacles = new ArrayList<>();
        for (String query : PostgresQueries.OBSTACLES) {
            obstacles.addAll(queries.list(PostgresReader::obstacle, query, oid));
        }
        // Two readings of the same are equal.
        obstacles.sort(Comparator.comparing(Obstacle::toString));
        RowActs acts = queries.list(PostgresReader::acts, PostgresQueries.ROW_ACTS, oid, oid)
                .get(0);
        boolean isTable = relation.kind().equals("r") || relation.kind().equals("p");
        return new TableFacts(name.schema(), name.name(), isTable, columns, keys, obstacles, acts);
    }

    private static RowActs acts(ResultSet row) throws SQLException {
        return new RowActs(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4), List.of());
    }

    private static ColumnFacts column(ResultSet row) throws SQLException {
        StoredType.Family family = family(row.getString(2), row.getBoolean(3));
        int modifier = row.getInt(4);
        // The modifier of character types counts the four bytes of a length word that is no longer there.
        long capacity = modifier < 4 || family == StoredType.Family.DECIMAL ? StoredType.UNBOUNDED : modifier - 4L;
        StoredType type = new StoredType(family, row.getString(5), capacity);
        return new ColumnFacts(row.getString(1), type, row.getBoolean(6), generated(row));
    }

    private static Generated generated(ResultSet row) throws SQLException {
        String identity = row.getString(7);
        if (!identity.isEmpty()) {
            return new Generated(Generated.How.IDENTITY, row.getString(9), identity.equals("a"), false);
        }
        return row.getBoolean(8)
                ? new Generated(Generated.How.DEFAULT, row.getString(9), false, false)
                : Generated.NEVER;
    }

    private static StoredType.Family family(String type, boolean looseCollation) {
        return switch (type) {
            case "bytea" -> StoredType.Family.BINARY;
            case "text", "varchar" -> looseCollation ? StoredType.Family.LOOSE_TEXT : StoredType.Family.TEXT;
            case "bpchar" -> StoredType.Family.PADDED_TEXT;
            case "int2" -> StoredType.Family.SMALLINT;
            case "int4" -> StoredType.Family.INTEGER;
            case "int8" -> StoredType.Family.BIGINT;
            case "numeric" -> StoredType.Family.DECIMAL;
            case "bool" -> StoredType.Family.BOOLEAN;
            case "date" -> StoredType.Family.DATE;
            case "time" -> StoredType.Family.TIME;
            case "timestamp" -> StoredType.Family.TIMESTAMP;
            case "timestamptz" -> StoredType.Family.TIMESTAMPTZ;
            case "uuid" -> StoredType.Family.UUID;
            default -> StoredType.Family.OTHER;
        };
    }

    private static Obstacle obstacle(ResultSet row) throws SQLException {
        return new Obstacle(row.getString(1), Obstacle.Kind.valueOf(row.getString(2)), row.getString(3));
    }

    private static List<String> strings(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    @Override
    public Map<StoredName, String> ties(Set<StoredName> tables) {
        if (tables.isEmpty()) {
            return Map.of();
        }
        List<StoredName> ordered = new ArrayList<>(tables);
        String[] schemas = ordered.stream().map(StoredName::schema).toArray(String[]::new);
        String[] names = ordered.stream().map(StoredName::name).toArray(String[]::new);
        Map<StoredName, String> ties = new LinkedHashMap<>();
        for (Tie tie : queries.list(PostgresReader::tie, PostgresQueries.TIES, schemas, names)) {
            if (!tie.reason().isEmpty()) {
                ties.putIfAbsent(tie.name(), tie.reason());
            }
        }
        return ties;
    }

    private record Tie(StoredName name, String reason) {}

    private static Tie tie(ResultSet row) throws SQLException {
        String reason = switch (row.getString(3)) {
            case "self" -> "";
            case "v" -> "it is a view that reaches a sealed table; name the table itself";
            case "m" -> "it is a materialised view that reaches a sealed table; name the table itself";
            case "child" -> "it is a partition or an inheritance child of a sealed table; name the table itself";
            case "parent" ->
                "its rows include those of a sealed table that inherits from it; name the tables one by one";
            default -> "it has a rule that reaches a sealed table; name the table itself";
        };
        return new Tie(new StoredName(row.getString(1), row.getString(2)), reason);
    }
}

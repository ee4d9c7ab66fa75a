package dev.rowseal.catalog;

import dev.rowseal.failure.Misconfigured;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads MariaDB's information schema. A database is a schema here. Columns are given in lower case, because MariaDB knows
 * them in any.
 */
final class MariaDbReader implements CatalogueReader {

    private final Queries queries;
    private final Folding folding;

    MariaDbReader(Connection connection) {
        this.queries = new Queries(connection, MariaDbQueries.WHATEVER_THE_SESSION);
        this.folding =
                folding(queries.list(row -> row.getInt(1), MariaDbQueries.NAMES).get(0));
    }

    private static Folding folding(int lowerCaseTableNames) {
        return switch (lowerCaseTableNames) {
            case 0 -> new Folding(Folding.Case.AS_WRITTEN, '`', true);
            case 1 -> new Folding(Folding.Case.LOWER, '`', true);
            default ->
                throw new Misconfigured("the MariaDB server runs with lower_case_table_names=" + lowerCaseTableNames
                        + ", under which a table has two names; run it with 0 or 1");
        };
    }

    @Override
    public Dialect dialect() {
        return Dialect.MARIADB;
    }

    @Override
    public Folding folding() {
        return folding;
    }

    @Override
    public List<String> labels(String query) {
        return queries.labels(query);
    }

    @Override
    public List<String> searchPath() {
        return defaultSchema().stream().toList();
    }

    @Override
    public Optional<String> defaultSchema() {
        return queries.list(row -> Optional.ofNullable(row.getString(1)), "select database()").stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Optional<TableFacts> table(StoredName written) {
        // The server knows its own views in any case, and lists them in upper case.
        StoredName name = written.schema().equalsIgnoreCase("information_schema")
                ? new StoredName("information_schema", written.name().toUpperCase(Locale.ROOT))
                : written;
        return queries
                .list(row -> facts(name, row.getString(1), row.getString(2)), MariaDbQueries.RELATION, parameters(name))
                .stream()
                .findFirst();
    }

    /** The information schema tells a temporary table's columns as those of the table that it hides. */
    @Override
    public List<String> ownColumns(TableFacts facts) {
        return queries.list(
                row -> row.getString(1).toLowerCase(Locale.ROOT),
                "show columns from " + folding.quote(facts.schema()) + "." + folding.quote(facts.name()));
    }

    private static Object[] parameters(StoredName table) {
        return new Object[] {table.schema(), table.name(), table.toString()};
    }

    @Override
    public boolean rollsBack(StoredName table) {
        return queries.list(row -> isTransactional(row.getString(2)), MariaDbQueries.RELATION, parameters(table))
                .equals(List.of(true));
    }

    private static boolean isTransactional(@Nullable String engine) {
        return "InnoDB".equals(engine);
    }

    private TableFacts facts(StoredName name, String kind, @Nullable String engine) {
        Object[] table = parameters(name);
        List<ColumnFacts> columns = queries.list(this::column, MariaDbQueries.COLUMNS, table);
        List<Obstacle> obstacles = new ArrayList<>();
        for (String query : MariaDbQueries.OBSTACLES) {
            obstacles.addAll(queries.list(this::obstacle, query, table));
        }
        for (String query : MariaDbQueries.EXPRESSIONS) {
            queries.list(row -> obstacles.addAll(expression(row, columns)), query, table);
        }
        boolean versioned = kind.equals("SYSTEM VERSIONED");
        boolean isTable = kind.equals("BASE TABLE") || versioned;
        // Outside a transactional engine a statement may leave half of its rows, and cut values instead of failing.
        boolean mayCut = isTable && !isTransactional(engine);
        RowActs own = mayCut ? RowActs.all(true) : acts(table);
        RowActs acts = versioned ? own.keepingHistory() : own;
        return new TableFacts(name.schema(), name.name(), isTable, columns, keys(columns, table), obstacles, acts);
    }

    private RowActs acts(Object... table) {
        List<String> triggers =
                queries.list(row -> row.getString(1) + " " + row.getString(2), MariaDbQueries.ROW_ACTS, table);
        return RowActs.of(triggers).stamping(queries.list(row -> row.getString(1), MariaDbQueries.STAMPED, table));
    }

    private Set<Set<String>> keys(List<ColumnFacts> columns, Object... table) {
        Map<String, Set<String>> indexes = new LinkedHashMap<>();
        queries.list(
                row -> indexes.computeIfAbsent(row.getString(1), index -> new HashSet<>())
                        .add(columnName(row.getString(2))),
                MariaDbQueries.UNIQUE_COLUMNS,
                table);
        Set<String> notNull = new HashSet<>();
        columns.stream().filter(ColumnFacts::notNull).map(ColumnFacts::name).forEach(notNull::add);
        Set<Set<String>> keys = new HashSet<>();
        indexes.values().stream().filter(notNull::containsAll).map(Set::copyOf).forEach(keys::add);
        return keys;
    }

    // MariaDB does not say what an expression reads, but it prints every column's name in quotes.
    private List<Obstacle> expression(ResultSet row, List<ColumnFacts> columns) throws SQLException {
        String text = Folding.comparable(row.getString(1));
        Obstacle.Kind kind = Obstacle.Kind.valueOf(row.getString(2));
        String made = row.getString(4);
        List<Obstacle> obstacles = new ArrayList<>();
        for (ColumnFacts column : columns) {
            boolean reads = text.contains(folding.quote(Folding.comparable(column.name())));
            if (reads && (made == null || !column.name().equals(columnName(made)))) {
                obstacles.add(new Obstacle(column.name(), kind, row.getString(3)));
            }
        }
        return obstacles;
    }

    private String columnName(String name) {
        return folding.column(name, true);
    }

    private ColumnFacts column(ResultSet row) throws SQLException {
        String fullType = row.getString(3);
        StoredType.Family family = family(row.getString(2), fullType.endsWith(" unsigned"), row.getString(4));
        long length = row.getLong(5);
        // Four gigabytes are more than any packet takes.
        boolean limited = !row.wasNull() && length < 0xFFFF_FFFFL;
        StoredType type = new StoredType(family, fullType, limited ? length : StoredType.UNBOUNDED);
        return new ColumnFacts(columnName(row.getString(1)), type, !row.getBoolean(6), generated(row));
    }

    private static Generated generated(ResultSet row) throws SQLException {
        String byDefault = row.getString(7);
        if (row.getString(8).contains("auto_increment")) {
            return new Generated(Generated.How.IDENTITY, null, false, true);
        }
        boolean none = byDefault == null || byDefault.equals("NULL") || row.getString(9) != null;
        return none ? Generated.NEVER : new Generated(Generated.How.DEFAULT, byDefault, false, false);
    }

    private static StoredType.Family family(String type, boolean unsigned, @Nullable String collation) {
        return switch (type) {
            case "varbinary" -> StoredType.Family.BINARY;
            case "tinyblob", "blob", "mediumblob", "longblob" -> StoredType.Family.LARGE_BINARY;
            case "binary" -> StoredType.Family.PADDED_BINARY;
            case "varchar" -> text(collation);
            case "tinytext", "text", "mediumtext", "longtext" ->
                text(collation) == StoredType.Family.LOOSE_TEXT
                        ? StoredType.Family.LOOSE_TEXT
                        : StoredType.Family.LARGE_TEXT;
            case "char" -> StoredType.Family.PADDED_TEXT;
            case "tinyint" -> StoredType.Family.SMALLINT;
            case "smallint" -> unsigned ? StoredType.Family.INTEGER : StoredType.Family.SMALLINT;
            case "mediumint" -> StoredType.Family.INTEGER;
            case "int" -> unsigned ? StoredType.Family.BIGINT : StoredType.Family.INTEGER;
            case "bigint" -> unsigned ? StoredType.Family.OTHER : StoredType.Family.BIGINT;
            case "decimal" -> StoredType.Family.DECIMAL;
            case "date" -> StoredType.Family.DATE;
            case "time" -> StoredType.Family.TIME;
            case "datetime" -> StoredType.Family.TIMESTAMP;
            case "timestamp" -> StoredType.Family.TIMESTAMPTZ;
            case "uuid" -> StoredType.Family.UUID;
            default -> StoredType.Family.OTHER;
        };
    }

    private static StoredType.Family text(@Nullable String collation) {
        if (collation == null || !collation.endsWith("_bin")) {
            return StoredType.Family.LOOSE_TEXT;
        }
        return collation.endsWith("_nopad_bin") ? StoredType.Family.TEXT : StoredType.Family.PAD_SPACE_TEXT;
    }

    private Obstacle obstacle(ResultSet row) throws SQLException {
        return new Obstacle(columnName(row.getString(1)), Obstacle.Kind.valueOf(row.getString(2)), row.getString(3));
    }

    @Override
    public Map<StoredName, String> ties(Set<StoredName> tables) {
        return new PrintedTies(folding).of(tables, queries.list(MariaDbReader::definition, MariaDbQueries.VIEWS));
    }

    private static PrintedTies.Definition definition(ResultSet row) throws SQLException {
        return new PrintedTies.Definition(new StoredName(row.getString(1), row.getString(2)), row.getString(3), "view");
    }
}

package dev.rowseal.realinput;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tables and a policy from a seed: which columns are sealed, which of those can be looked up, in which group, and how they
 * are stored. Values come from small pools, so that they meet.
 */
final class GeneratedSchema {

    /**
     * A column.
     *
     * @param type as a policy declares it
     * @param group the lookup group; empty for a lookup of its own, null for none
     * @param unique whether no two rows have one value; then its values come from a larger pool
     * @param more what else a policy says of it, behind a comma
     * @param fallback what it holds where it is given nothing
     */
    record Col(
            String name,
            String type,
            boolean sealed,
            @Nullable String group,
            boolean text,
            boolean unique,
            String more,
            @Nullable Object fallback) {

        Col(String name, String type, boolean sealed, @Nullable String group, boolean text, boolean unique) {
            this(name, type, sealed, group, text, unique, "", null);
        }

        boolean isLookup() {
            return sealed && group != null;
        }

        /** Whether texts that differ in case only are equal in it. */
        boolean isFolded() {
            return FOLDED.equals(group);
        }

        /** What columns must have in common to be compared. */
        String comparable(String table) {
            return group == null ? "" : group.isEmpty() ? table + "." + name : group;
        }
    }

    /** What identifies a row for the policy; {@code id bigint} is unique in every table. */
    enum Key {
        NUMBER("id", null, "id: bigint"),
        UUID("rid", "uuid", "rid: uuid"),
        TEXT("rid", "varchar(16)", "rid: varchar(16)"),
        TWO("id, part", "varchar(16)", "id: bigint, part: varchar(16)");

        private final String columns;
        private final @Nullable String type;
        private final String policy;

        Key(String columns, @Nullable String type, String policy) {
            this.columns = columns;
            this.type = type;
            this.policy = policy;
        }

        /** The columns of the row id. */
        String columns() {
            return columns;
        }

        /** The value of the column beside {@code id} in a row. */
        Object value(int number) {
            return switch (this) {
                case UUID -> new java.util.UUID(7, number);
                case TEXT -> "Row" + number;
                default -> number % 2 == 0 ? "a" : "B";
            };
        }
    }

    /** A table. */
    record Table(String name, Key key, List<Col> columns) {

        /** The column that is, or makes with {@code id}, the row id; null where {@code id} does alone. */
        @Nullable
        Col beside() {
            return key.type == null
                    ? null
                    : new Col(key == Key.TWO ? "part" : "rid", key.type, false, null, false, false);
        }

        boolean isSealed() {
            return columns.stream().anyMatch(Col::sealed);
        }
    }

    private static final List<String> TYPES = List.of("varchar(16)", "integer", "decimal(8,2)", "date", "uuid");

    /** How many values unique columns have. */
    static final int KEYS = 60;

    /** The group of columns that are compared without regard to case. */
    private static final String FOLDED = "folded";

    private final Random random;
    private final Engine engine;
    private final List<String> types;
    private final List<Table> tables = new ArrayList<>();

    /** What databases of either kind have before the tables. */
    static String[] before(Engine engine) {
        return engine == Engine.POSTGRESQL
                ? new String[] {
                    "create collation folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
                }
                : new String[0];
    }

    /** MariaDB gets no uuids: it keeps rows with a NULL one that a NOT IN over a WITH query is not true for. */
    GeneratedSchema(Random random, Engine engine) {
        this.random = random;
        this.engine = engine;
        this.types = engine == Engine.MARIADB ? TYPES.subList(0, 4) : TYPES;
        for (String name : List.of("alpha", "beta", "gamma")) {
            tables.add(table(name, true));
        }
        tables.add(table("delta", false));
    }

    List<Table> tables() {
        return tables;
    }

    private Table table(String name, boolean sealed) {
        List<Col> columns = new ArrayList<>();
        columns.add(new Col("city", "varchar(16)", false, null, false, false));
        columns.add(new Col("ref", "integer", false, null, false, false));
        int many = 3 + random.nextInt(3);
        for (int i = 0; i < many; i++) {
            String type = types.get(random.nextInt(types.size()));
            boolean seal = sealed && (i == 0 || random.nextInt(4) > 0);
            String group = null;
            if (seal && random.nextInt(4) > 0) {
                // Groups go by type, so that their columns can be compared.
                group = random.nextInt(3) == 0 ? "" : "g" + type.substring(0, 3);
            }
            boolean folded = type.startsWith("varchar") && "gvar".equals(group) && random.nextInt(3) == 0;
            boolean pads = seal && type.startsWith("varchar") && random.nextInt(3) == 0;
            columns.add(new Col(
                    name.charAt(0) + "c" + i,
                    type,
                    seal,
                    folded ? FOLDED : group,
                    random.nextInt(3) == 0,
                    false,
                    (folded ? ", equality: case-insensitive" : "") + (pads ? ", pad: 32" : ""),
                    seal && random.nextInt(4) == 0 ? secret(type, random.nextInt(5)) : null));
        }
        if (sealed && random.nextInt(2) == 0) {
            columns.add(new Col(name.charAt(0) + "k", "varchar(16)", true, "", random.nextInt(3) == 0, true));
        }
        return new Table(name, sealed ? key() : Key.NUMBER, columns);
    }

    private Key key() {
        boolean number = engine != Engine.H2 || random.nextInt(2) == 0;
        return number ? Key.NUMBER : Key.values()[random.nextInt(Key.values().length)];
    }

    String policy() {
        StringBuilder yaml = new StringBuilder("tables:\n");
        for (Table table : tables) {
            if (table.isSealed()) {
                yaml.append("  ").append(table.name()).append(":\n    row-id: { ");
                yaml.append(table.key().policy).append(" }\n    columns:\n");
                for (Col column : table.columns()) {
                    if (column.sealed()) {
                        yaml.append("      ")
                                .append(column.name())
                                .append(": { type: \"")
                                .append(column.type());
                        yaml.append('"').append(column.group() == null ? "" : ", lookup: equality");
                        yaml.append(
                                column.group() == null || column.group().isEmpty() ? "" : ", group: " + column.group());
                        yaml.append(column.more());
                        yaml.append(column.fallback() == null ? "" : ", default: \"" + column.fallback() + "\"");
                        yaml.append(" }\n");
                    }
                }
            }
        }
        return yaml.toString();
    }

    String[] plainDdl(TestDatabase database) {
        return tables.stream()
                .map(table -> table(database, table, column -> plain(database.engine(), column)))
                .toArray(String[]::new);
    }

    String[] sealedDdl(TestDatabase database) {
        return tables.stream()
                .map(table -> table(database, table, column -> ddl(database, column)))
                .toArray(String[]::new);
    }

    private static String table(TestDatabase database, Table table, Function<Col, String> ddl) {
        Col beside = table.beside();
        return "create table " + table.name() + " (id bigint not null"
                + (table.key() == Key.NUMBER ? "" : " unique")
                + (beside == null
                        ? ""
                        : ", " + beside.name() + " " + (table.key() == Key.UUID ? "uuid" : database.textType(16))
                                + " not null")
                + table.columns().stream().map(ddl).collect(Collectors.joining(", ", ", ", ""))
                + ", primary key (" + table.key().columns() + "))";
    }

    private static String plain(Engine engine, Col column) {
        String type = !column.isFolded()
                ? sql(engine, column)
                : switch (engine) {
                    case H2 -> "varchar_ignorecase(16)";
                    case POSTGRESQL -> "varchar(16) collate folded";
                    case MARIADB -> "varchar(16) character set utf8mb4 collate utf8mb4_general_nopad_ci";
                };
        Object fallback = column.fallback();
        return column.name() + " " + type + (fallback == null ? "" : " default " + GeneratedValues.literal(fallback))
                + unique(column);
    }

    private static String ddl(TestDatabase database, Col column) {
        if (!column.sealed()) {
            return column.name() + " " + sql(database.engine(), column);
        }
        String storage = column.text() ? database.textType(200) : database.binaryType();
        // Columns of one group are compared by their indexes, which are stored alike.
        return column.name() + " " + storage
                + (column.group() == null
                        ? ""
                        : ", " + column.name() + "_idx " + database.binaryType(16) + unique(column));
    }

    private static String unique(Col column) {
        return column.unique() ? " unique" : "";
    }

    /** One of the values that a unique column has; what the first rows get goes by their number. */
    static String key(int number) {
        return "key-secret-" + number;
    }

    private static String sql(Engine engine, Col column) {
        return Dialect.named(engine.productName()).ddl(DeclaredType.parse(column.type()));
    }

    /** A value of a type, out of few; now and then NULL. */
    @Nullable
    Object value(String type) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        return secret(type, random.nextInt(type.startsWith("varchar") ? 7 : 5));
    }

    /** Every value that a sealed column may hold. */
    List<Object> secrets() {
        List<Object> secrets = new ArrayList<>();
        for (String type : types) {
            for (int i = 0; i < 7; i++) {
                secrets.add(secret(type, i));
            }
        }
        for (int i = 0; i < KEYS; i++) {
            secrets.add(key(i));
        }
        return secrets;
    }

    private static Object secret(String type, int i) {
        return switch (type) {
            case "integer" -> 70_411_000 + i;
            case "decimal(8,2)" -> new java.math.BigDecimal("81234.10").add(java.math.BigDecimal.valueOf(i));
            case "date" -> java.time.LocalDate.of(1871, 2, 3 + i);
            case "uuid" -> new java.util.UUID(0x5eed_5eed_5eedL, 0x8000_0000_0000_0000L + i);
            default -> i < 5 ? "secret-" + "äbñ'd".charAt(i) + i : "SECRET-" + "ÄB".charAt(i - 5) + (i - 5);
        };
    }

    /** A value for a column: one that is not sealed is no secret. */
    @Nullable
    Object value(Col column) {
        if (column.sealed()) {
            return value(column.type());
        }
        return open(column.type());
    }

    /** A value that is no secret. */
    @Nullable
    Object open(String type) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        int i = random.nextInt(5);
        if (random.nextInt(3) == 0 && (type.equals("uuid") || type.startsWith("varchar"))) {
            return (type.equals("uuid") ? Key.UUID : Key.TEXT).value(1 + random.nextInt(18));
        }
        return switch (type) {
            case "integer" -> 1 + i;
            case "decimal(8,2)" -> new java.math.BigDecimal("1.50").add(java.math.BigDecimal.valueOf(i));
            case "date" -> java.time.LocalDate.of(2020, 1, 1 + i);
            case "uuid" -> new java.util.UUID(1, i);
            default -> i == 0 ? "a" : "open" + i;
        };
    }
}

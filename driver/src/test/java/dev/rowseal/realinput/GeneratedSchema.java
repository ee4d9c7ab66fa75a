package dev.rowseal.realinput;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
     */
    record Col(
            String name,
            String type,
            boolean sealed,
            @Nullable String group,
            boolean text,
            boolean unique) {

        boolean isLookup() {
            return sealed && group != null;
        }

        /** What columns must have in common to be compared. */
        String comparable(String table) {
            return group == null ? "" : group.isEmpty() ? table + "." + name : group;
        }
    }

    /** A table; its row id is {@code id bigint}. */
    record Table(String name, List<Col> columns) {

        boolean isSealed() {
            return columns.stream().anyMatch(Col::sealed);
        }
    }

    private static final List<String> TYPES = List.of("varchar(16)", "integer", "decimal(8,2)", "date", "uuid");

    /** How many values unique columns have. */
    static final int KEYS = 60;

    private final Random random;
    private final List<String> types;
    private final List<Table> tables = new ArrayList<>();

    /** MariaDB gets no uuids: it keeps rows with a NULL one that a NOT IN over a WITH query is not true for. */
    GeneratedSchema(Random random, Engine engine) {
        this.random = random;
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
            columns.add(new Col(name.charAt(0) + "c" + i, type, seal, group, random.nextInt(3) == 0, false));
        }
        if (sealed && random.nextInt(2) == 0) {
            columns.add(new Col(name.charAt(0) + "k", "varchar(16)", true, "", random.nextInt(3) == 0, true));
        }
        return new Table(name, columns);
    }

    String policy() {
        StringBuilder yaml = new StringBuilder("tables:\n");
        for (Table table : tables) {
            if (table.isSealed()) {
                yaml.append("  ").append(table.name()).append(":\n    row-id: { id: bigint }\n    columns:\n");
                for (Col column : table.columns()) {
                    if (column.sealed()) {
                        yaml.append("      ")
                                .append(column.name())
                                .append(": { type: \"")
                                .append(column.type());
                        yaml.append('"').append(column.group() == null ? "" : ", lookup: equality");
                        yaml.append(
                                column.group() == null || column.group().isEmpty() ? "" : ", group: " + column.group());
                        yaml.append(" }\n");
                    }
                }
            }
        }
        return yaml.toString();
    }

    String[] plainDdl(Engine engine) {
        return tables.stream()
                .map(table -> "create table " + table.name() + " (id bigint primary key, "
                        + table.columns().stream()
                                .map(column -> column.name() + " " + sql(engine, column) + unique(column))
                                .collect(Collectors.joining(", "))
                        + ")")
                .toArray(String[]::new);
    }

    String[] sealedDdl(TestDatabase database) {
        return tables.stream()
                .map(table -> "create table " + table.name() + " (id bigint primary key, "
                        + table.columns().stream()
                                .map(column -> ddl(database, column))
                                .collect(Collectors.joining(", "))
                        + ")")
                .toArray(String[]::new);
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
        return secret(type, random.nextInt(5));
    }

    /** Every value that a sealed column may hold. */
    List<Object> secrets() {
        List<Object> secrets = new ArrayList<>();
        for (String type : types) {
            for (int i = 0; i < 5; i++) {
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
            default -> "secret-" + "äbñ'd".charAt(i) + i;
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
        return switch (type) {
            case "integer" -> 1 + i;
            case "decimal(8,2)" -> new java.math.BigDecimal("1.50").add(java.math.BigDecimal.valueOf(i));
            case "date" -> java.time.LocalDate.of(2020, 1, 1 + i);
            case "uuid" -> new java.util.UUID(1, i);
            default -> "open" + i;
        };
    }
}

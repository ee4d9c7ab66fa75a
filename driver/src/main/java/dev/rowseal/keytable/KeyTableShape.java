package dev.rowseal.keytable;

import static java.util.Map.entry;

import dev.rowseal.catalog.CatalogueReader;
import dev.rowseal.catalog.ColumnFacts;
import dev.rowseal.catalog.Folding;
import dev.rowseal.catalog.StoredName;
import dev.rowseal.catalog.StoredType.Family;
import dev.rowseal.catalog.TableFacts;
import dev.rowseal.failure.Misconfigured;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that the key tables are there, with the columns and the keys that their safety rests on. */
final class KeyTableShape {

    private static final Map<String, Family> KEYS = Map.ofEntries(
            entry("key_id", Family.BIGINT),
            entry("namespace", Family.TEXT),
            entry("owner", Family.TEXT),
            entry("purpose", Family.TEXT),
            entry("generation", Family.INTEGER),
            entry("state", Family.TEXT),
            entry("commitment", Family.BINARY),
            entry("created_at", Family.BIGINT),
            entry("retired_at", Family.BIGINT),
            entry("max_lease", Family.BIGINT),
            entry("revision", Family.BIGINT));

    private static final Map<String, Family> WRAPPINGS = Map.of(
            "key_id", Family.BIGINT,
            "kek_uri", Family.TEXT,
            "kek_version", Family.TEXT,
            "wrapped_key", Family.BINARY,
            "wrapped_at", Family.BIGINT,
            "revision", Family.BIGINT);

    // Without these two processes could make two first keys, and both would believe theirs is the one.
    private static final List<Set<String>> KEYS_UNIQUE =
            List.of(Set.of("key_id"), Set.of("namespace", "owner", "purpose", "generation"));

    private static final List<Set<String>> WRAPPINGS_UNIQUE = List.of(Set.of("key_id", "kek_uri"));

    private KeyTableShape() {}

    /**
     * Checks both tables.
     *
     * @throws Misconfigured when one is missing or has another shape
     */
    static void check(CatalogueReader reader, KeyTables tables) {
        check(reader, tables, tables.keys(), KEYS, KEYS_UNIQUE);
        check(reader, tables, tables.wrappings(), WRAPPINGS, WRAPPINGS_UNIQUE);
    }

    private static void check(
            CatalogueReader reader,
            KeyTables tables,
            StoredName name,
            Map<String, Family> columns,
            List<Set<String>> keys) {
        TableFacts facts = reader.table(name).orElseThrow(() -> missing(tables));
        Map<String, Family> found = new HashMap<>();
        for (ColumnFacts column : facts.columns()) {
            found.put(column.name(), column.type().family());
        }
        if (!reader.rollsBack(name)) {
            // A key could be there without its wrappings, for good.
            throw other(name, "its engine has no transactions; make it InnoDB's");
        }
        Folding folding = tables.folding();
        columns.forEach((column, family) -> {
            if (found.get(folding.stored(column, false)) != family) {
                throw other(name, "its column " + column + " is missing or of another type");
            }
        });
        for (Set<String> key : keys) {
            Set<String> stored =
                    key.stream().map(column -> folding.stored(column, false)).collect(Collectors.toSet());
            if (!facts.keys().contains(stored)) {
                throw other(
                        name,
                        "it has no unique key over the NOT NULL columns "
                                + key.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    /** What to tell when a table is not there. */
    static Misconfigured missing(KeyTables tables) {
        return new Misconfigured("the key table " + tables.keys() + " or its table of wrappings " + tables.wrappings()
                + " does not exist; set rowseal.create-key-table=true, or run: " + String.join(";\n", tables.ddl()));
    }

    private static Misconfigured other(StoredName name, String what) {
        return new Misconfigured("the table " + name + " does not have the shape of a key table: " + what
                + "; name another with key-table, or rename this one");
    }
}

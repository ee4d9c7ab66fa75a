package dev.rowseal.policy;

import dev.rowseal.failure.Misconfigured;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads policies: the configuration file, and the indexes of annotated types that the annotation processor
 * left on the class path. Stateless and thread-safe; reads anew at every call; closes what it opens.
 *
 * <p>Strict, because what is not understood would not be sealed. Every mistake is {@link Misconfigured}, with one line
 * "file:line: what; what to write instead" for each.
 */
public final class PolicySource {

    private static final List<String> KEYS = List.of(
            SettingsReader.VERSION_KEY,
            "namespace",
            "kek",
            "unwrap",
            "key-table",
            "cache",
            "kms",
            "rotate-after",
            "credentials",
            "tables");

    private static final List<String> INDEX_KEYS = List.of(SettingsReader.VERSION_KEY, "tables");

    private final Complaints complaints = new Complaints();
    private final List<TablePolicy> tables = new ArrayList<>();

    private PolicySource() {}

    /**
     * Reads the configuration and all indexes of annotated types.
     *
     * @param config the value of {@code rowseal.config}: a path, {@code file:…} or {@code classpath:…}; null for
     *     {@code classpath:rowseal.yaml} and then {@code ./rowseal.yaml}
     * @param loader where {@code classpath:} and the indexes are looked for
     * @throws Misconfigured when there is no configuration, or it is wrong
     */
    public static Policy load(@Nullable String config, ClassLoader loader) {
        return new PolicySource().read(ConfigFiles.find(config, loader), ConfigFiles.indexes(loader));
    }

    /**
     * Reads a configuration from its text alone, without indexes of annotated types.
     *
     * @param yaml the whole configuration
     * @param source what messages call it
     * @throws Misconfigured when it is wrong
     */
    public static Policy parse(String yaml, String source) {
        return new PolicySource().read(new ConfigFile(source, yaml), List.of());
    }

    private Policy read(ConfigFile config, List<ConfigFile> indexes) {
        Settings settings = settings(config);
        indexes.forEach(this::index);
        complaints.raise();
        if (settings == null) {
            throw new IllegalStateException("no settings and no complaint");
        }
        if (tables.isEmpty()) {
            throw new Misconfigured(config.name()
                    + ": no tables, here or on annotated types; write 'tables:' with the columns to seal, or annotate"
                    + " types with @EncryptedTable and compile them with the annotation processor");
        }
        PolicyChecks.check(tables, settings.keyTable(), complaints);
        complaints.raise();
        return settings.with(tables);
    }

    private @Nullable Settings settings(ConfigFile config) {
        return complaints.attempt(() -> {
            Section section = section(config, "the configuration", KEYS);
            Settings settings = new SettingsReader(section, complaints).read();
            tables.addAll(new TablesReader(false, complaints).read(section.get("tables")));
            return settings;
        });
    }

    private void index(ConfigFile index) {
        complaints.attempt(() -> {
            Section section = section(index, "the index of annotated types", INDEX_KEYS);
            return tables.addAll(new TablesReader(true, complaints).read(section.get("tables")));
        });
    }

    private static Section section(ConfigFile file, String what, List<String> keys) {
        Yaml root = YamlReader.read(file.text(), file.name());
        if (root == null) {
            throw new Complaint(new Position(file.name(), 1), what + " is empty; write at least rowseal: 1");
        }
        Section section = Section.of(root, what, keys);
        SettingsReader.version(section);
        return section;
    }
}

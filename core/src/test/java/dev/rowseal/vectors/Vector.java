package dev.rowseal.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.second.SecondCrypto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One test vector: comment lines, then {@code key: value} lines. Keys and outcomes are closed vocabularies
 * (docs/format/vectors/README.md); only {@code row} may come more than once.
 */
public final class Vector {

    private static final Set<String> OUTCOMES =
            Set.of("opens", "decodes", "encodes", "indexes", "matches", "not-authentic", "refused");

    private static final Map<String, Set<String>> KEYS = Map.of(
            "envelope",
            Set.of(
                    "case",
                    "outcome",
                    "dek",
                    "key-id",
                    "namespace",
                    "table",
                    "column",
                    "class",
                    "row",
                    "value",
                    "pad",
                    "run-id",
                    "nonce",
                    "row-id-bytes",
                    "plaintext",
                    "associated-data",
                    "run-key",
                    "envelope",
                    "text"),
            "text",
            Set.of("case", "outcome", "text", "envelope"),
            "value",
            Set.of("case", "outcome", "class", "plaintext", "value"),
            "row-id",
            Set.of("case", "outcome", "row", "row-id-bytes"),
            "index",
            Set.of("case", "outcome", "dek", "group", "class", "equality", "value", "info", "index-key", "index"),
            "commitment",
            Set.of(
                    "case",
                    "outcome",
                    "dek",
                    "key-id",
                    "namespace",
                    "owner",
                    "purpose",
                    "generation",
                    "created-at",
                    "info",
                    "commitment"));

    private final List<String> comments = new ArrayList<>();
    private final List<Map.Entry<String, String>> fields = new ArrayList<>();

    public static Vector parse(String file) {
        Vector vector = new Vector();
        assertThat(file).endsWith("\n");
        for (String line : file.split("\n", -1)) {
            if (line.startsWith("# ")) {
                vector.comment(line.substring(2));
            } else if (!line.isEmpty()) {
                int colon = line.indexOf(':');
                assertThat(colon).as(line).isPositive();
                vector.with(line.substring(0, colon), line.substring(Math.min(line.length(), colon + 2)));
            }
        }
        vector.check();
        return vector;
    }

    public Vector comment(String comment) {
        comments.add(comment);
        return this;
    }

    public Vector with(String key, String value) {
        fields.add(Map.entry(key, value));
        return this;
    }

    public Vector with(String key, byte[] value) {
        return with(key, SecondCrypto.hex(value));
    }

    /** Puts another value in the place of the one that is there. */
    public Vector change(String key, String value) {
        fields.replaceAll(field -> field.getKey().equals(key) ? Map.entry(key, value) : field);
        return this;
    }

    public Vector without(String... keys) {
        fields.removeIf(field -> List.of(keys).contains(field.getKey()));
        return this;
    }

    public boolean has(String key) {
        return fields.stream().anyMatch(field -> field.getKey().equals(key));
    }

    public String get(String key) {
        List<String> found = all(key);
        assertThat(found).as(key).hasSize(1);
        return found.get(0);
    }

    public byte[] bytes(String key) {
        return SecondCrypto.unhex(get(key));
    }

    public long number(String key) {
        return Long.parseLong(get(key));
    }

    public List<String> all(String key) {
        return fields.stream()
                .filter(field -> field.getKey().equals(key))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The row id's components: class and value. */
    public List<Map.Entry<String, String>> row() {
        return all("row").stream()
                .map(row -> row.split(" ", 2))
                .map(row -> Map.entry(row[0], Notation.read(row[0], row[1])))
                .toList();
    }

    /** The value, unquoted. */
    public String value() {
        return Notation.read(get("class"), get("value"));
    }

    public String write() {
        StringBuilder file = new StringBuilder();
        comments.forEach(comment -> file.append("# ").append(comment).append('\n'));
        fields.forEach(field -> file.append(field.getKey())
                .append(field.getValue().isEmpty() ? ":" : ": ")
                .append(field.getValue())
                .append('\n'));
        return file.toString();
    }

    private void check() {
        assertThat(OUTCOMES).contains(get("outcome"));
        assertThat(KEYS).containsKey(get("case"));
        assertThat(comments).as("a sentence that says what it shows").isNotEmpty();
        for (Map.Entry<String, String> field : fields) {
            assertThat(KEYS.get(get("case"))).contains(field.getKey());
            assertThat(field.getKey().equals("row") || all(field.getKey()).size() == 1)
                    .as(field.getKey())
                    .isTrue();
        }
    }
}

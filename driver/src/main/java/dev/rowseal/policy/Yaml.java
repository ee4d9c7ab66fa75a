package dev.rowseal.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of YAML that a policy may use: texts, lists and mappings, each with its line. No tags, anchors or types. */
sealed interface Yaml {

    Position position();

    /** What a message calls it. */
    String kind();

    /**
     * A scalar.
     *
     * @param plain whether it was written without quotes, so that {@code ~} and {@code null} mean nothing
     */
    record Text(String text, boolean plain, Position position) implements Yaml {

        boolean isNothing() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }

        @Override
        public String kind() {
            return isNothing() ? "nothing" : "a text";
        }
    }

    /** A sequence. */
    record Items(List<Yaml> items, Position position) implements Yaml {

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A mapping, in the order of the file, without duplicate keys. */
    record Fields(List<Field> fields, Position position) implements Yaml {

        @Nullable
        Yaml get(String key) {
            for (Field field : fields) {
                if (field.key().text().equals(key)) {
                    return field.value();
                }
            }
            return null;
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** One entry of a mapping. */
    record Field(Text key, Yaml value) {}
}

package dev.rowseal.policy;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the stable ids that stand in the context of values and keys. */
final class Ids {

    private static final int MOST_BYTES = 255;

    private Ids() {}

    /** The {@code id} of a table or column, or null when it has none. */
    static @Nullable String read(Section section, String what) {
        Yaml.Text node = section.text("id");
        if (node == null) {
            return null;
        }
        String id = node.text();
        boolean odd = !id.equals(id.strip()) || id.chars().anyMatch(Character::isISOControl);
        if (id.isEmpty() || odd || id.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new Complaint(
                    node.position(),
                    "id of " + what + " does not fit; write 1 to " + MOST_BYTES
                            + " bytes of text without control characters and without blanks at its ends");
        }
        return id;
    }
}

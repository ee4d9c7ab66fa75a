package dev.rowseal.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mapping whose keys are known. */
final class Section {

    private final Yaml.Fields fields;
    private final String what;

    private Section(Yaml.Fields fields, String what) {
        this.fields = fields;
        this.what = what;
    }

    /**
     * @param what what messages call it
     * @param known the keys it may have
     * @throws Complaint when it is not a mapping or has other keys
     */
    static Section of(Yaml node, String what, List<String> known) {
        Section section = new Section(fields(node, what, "with the keys " + String.join(", ", known)), what);
        section.fields.fields().forEach(field -> section.refuseUnknown(field.key(), known));
        return section;
    }

    /** A mapping with keys of any name. */
    static Yaml.Fields fields(Yaml node, String what, String of) {
        if (node instanceof Yaml.Fields fields) {
            return fields;
        }
        throw new Complaint(node.position(), what + " is " + node.kind() + "; write a mapping " + of);
    }

    private void refuseUnknown(Yaml.Text key, List<String> known) {
        if (known.contains(key.text())) {
            return;
        }
        String name = Shown.of(key.text());
        if (Secrets.isNameOfOne(key.text())) {
            throw new Complaint(
                    key.position(),
                    "'" + name + "' in " + what + ": a secret must not stand in a configuration; give it to the KMS"
                            + " by its environment variable or file, and change it, because it has been written down");
        }
        String comma = key.text().endsWith(")") ? ", or quote a type that has a comma: \"decimal(12,2)\"" : "";
        throw new Complaint(
                key.position(),
                "unknown key '" + name + "' in " + what + "; write one of " + String.join(", ", known) + comma);
    }

    Position position() {
        return fields.position();
    }

    @Nullable
    Yaml get(String key) {
        return fields.get(key);
    }

    /** The value of a key that must be there. */
    Yaml need(String key, String example) {
        Yaml value = get(key);
        if (value == null) {
            throw new Complaint(position(), what + " has no '" + key + "'; write " + example);
        }
        return value;
    }

    /** The text of a key, or null when the key is absent. */
    Yaml.@Nullable Text text(String key) {
        Yaml value = get(key);
        return value == null ? null : text(value, "'" + key + "' of " + what);
    }

    /** The text of a key that must be there. */
    Yaml.Text needText(String key, String example) {
        return text(need(key, example), "'" + key + "' of " + what);
    }

    /**
     * @throws Complaint when it is not a text, is nothing, or asks for an expansion that never happens
     */
    static Yaml.Text text(Yaml node, String what) {
        if (!(node instanceof Yaml.Text text) || text.isNothing()) {
            throw new Complaint(node.position(), what + " is " + node.kind() + "; write a text");
        }
        if (text.text().contains("${")) {
            throw new Complaint(
                    node.position(), what + " contains '${', which is not expanded; write the value itself");
        }
        return text;
    }
}

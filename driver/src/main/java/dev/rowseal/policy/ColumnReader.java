package dev.rowseal.policy;

import dev.rowseal.policy.ColumnPolicy.Lookup;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Equality;
import dev.rowseal.value.ValueClass;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one column. */
final class ColumnReader {

    static final String[] KEYS = {"type", "lookup", "equality", "group", "index-column", "pad", "id", "phase", "default"
    };

    /** No dot: the key of a column without a group is owned by "table id.column id", and the two must not meet. */
    private static final Pattern GROUP = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    private static final int MOST_PAD = 65535;

    private final Section section;
    private final Name name;
    private final String what;

    ColumnReader(Section section, Name name, String what) {
        this.section = section;
        this.name = name;
        this.what = what;
    }

    ColumnPolicy read(Position position) {
        DeclaredType type = Types.read(section.needText("type", "type: varchar(200), or whatever it is"), what);
        refuseWhatIsNotThereYet();
        Yaml.Text pad = section.text("pad");
        Yaml.Text absent = section.text("default");
        return new ColumnPolicy(
                name,
                Ids.read(section, what),
                type,
                lookup(type),
                pad == null ? 1 : Numbers.read(pad, "pad of " + what, 1, MOST_PAD),
                absent == null ? null : Defaults.read(absent, type, what),
                position);
    }

    private void refuseWhatIsNotThereYet() {
        Yaml.Text phase = section.text("phase");
        if (phase != null && !phase.text().equals("sealed")) {
            throw new Complaint(
                    phase.position(),
                    "phase '" + Shown.of(phase.text()) + "' of " + what
                            + " is not available in this version; write phase: sealed, or leave it out");
        }
    }

    private @Nullable Lookup lookup(DeclaredType type) {
        Yaml.Text lookup = section.text("lookup");
        if (lookup == null) {
            refuseWithoutLookup();
            return null;
        }
        if (!lookup.text().equals("equality")) {
            throw new Complaint(
                    lookup.position(),
                    "lookup '" + Shown.of(lookup.text()) + "' of " + what
                            + " is unknown; write lookup: equality, or leave it out");
        }
        String why = switch (type.kind()) {
            case BOOLEAN -> "an index over two values shows the values";
            case JSON -> "json has no equality of its own";
            default -> null;
        };
        if (why != null) {
            throw new Complaint(
                    lookup.position(), "lookup of " + what + ", which is " + type + ": " + why + "; remove the lookup");
        }
        return new Lookup(equality(type), group(), indexColumn());
    }

    private void refuseWithoutLookup() {
        for (String key : List.of("equality", "group", "index-column")) {
            Yaml stray = section.get(key);
            if (stray != null) {
                throw new Complaint(
                        stray.position(),
                        "'" + key + "' of " + what + " without a lookup; write lookup: equality too, or remove it");
            }
        }
    }

    private Equality equality(DeclaredType type) {
        Yaml.Text equality = section.text("equality");
        if (equality == null || equality.text().equals("exact")) {
            return Equality.EXACT;
        }
        if (!equality.text().equals("case-insensitive")) {
            throw new Complaint(
                    equality.position(),
                    "equality '" + Shown.of(equality.text()) + "' of " + what
                            + " is unknown; write exact or case-insensitive");
        }
        if (type.valueClass() != ValueClass.TEXT) {
            throw new Complaint(
                    equality.position(),
                    "equality case-insensitive of " + what + ", which is " + type
                            + " and has no case; write equality: exact, or leave it out");
        }
        return Equality.CASE_INSENSITIVE;
    }

    private @Nullable String group() {
        Yaml.Text group = section.text("group");
        if (group == null) {
            return null;
        }
        if (!GROUP.matcher(group.text()).matches()) {
            throw new Complaint(
                    group.position(),
                    "group '" + Shown.of(group.text()) + "' of " + what
                            + " does not fit; write 1 to 63 of a-z, 0-9, '_' and '-' that begin with a letter");
        }
        return group.text();
    }

    private @Nullable Name indexColumn() {
        Yaml.Text indexColumn = section.text("index-column");
        return indexColumn == null ? null : Identifiers.column(indexColumn, "index-column of " + what);
    }
}

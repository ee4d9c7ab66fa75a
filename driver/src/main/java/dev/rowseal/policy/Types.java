package dev.rowseal.policy;

import dev.rowseal.value.DeclaredType;

/** Reads declared types where they stand in a policy. */
final class Types {

    private Types() {}

    static DeclaredType read(Yaml.Text node, String what) {
        try {
            return DeclaredType.parse(node.text());
        } catch (IllegalArgumentException e) {
            String why = Shown.line(String.valueOf(e.getMessage()));
            String example = why.contains(";") ? "" : "; write for example varchar(200), \"decimal(12,2)\" or text";
            throw new Complaint(node.position(), what + ": " + why + example);
        }
    }

    /** A type that can name a row. */
    static DeclaredType rowId(Yaml.Text node, String what) {
        DeclaredType type = read(node, what);
        String why = switch (type.kind()) {
            case REAL, DOUBLE -> "floating-point numbers do not compare exactly";
            case BOOLEAN -> "a boolean does not name a row";
            case JSON -> "json has no equality of its own";
            default -> null;
        };
        if (why != null) {
            throw new Complaint(
                    node.position(),
                    what + " is " + type + ", and " + why
                            + "; write a unique key of another type: an integer, decimal, text, uuid, binary, date or"
                            + " time");
        }
        return type;
    }
}

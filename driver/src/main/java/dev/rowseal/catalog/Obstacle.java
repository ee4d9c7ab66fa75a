package dev.rowseal.catalog;

/**
 * Something in the database that works on a column's value and would go wrong if the column held envelopes.
 *
 * @param column the column it works on
 * @param kind what it is
 * @param name its name, empty where it has none
 */
public record Obstacle(String column, Kind kind, String name) {

    /** What works on a column's value. */
    public enum Kind {
        DEFAULT("a default", "drop it and set it in the application"),
        GENERATED("is generated", "make it a plain column"),
        GENERATED_FROM("the generated column", "drop that column"),
        ON_UPDATE("ON UPDATE", "drop it, because it changes the value by itself"),
        CHECK("the CHECK constraint", "drop it, the database cannot see the value"),
        UNIQUE("the unique index", "put it on the index column of a lookup"),
        EXPRESSION_INDEX("the expression or partial index", "drop it"),
        FOREIGN_KEY("the foreign key", "put it between the index columns of a lookup group"),
        PARTITION_KEY("the partition key", "partition by an open column"),
        /** On a row-id column only: a foreign key that changes it when the other table changes. */
        CASCADE(
                "the cascading foreign key",
                "declare it ON UPDATE NO ACTION, because a changed row id takes the key" + " to its values away");

        private final String what;
        private final String wayOut;

        Kind(String what, String wayOut) {
            this.what = what;
            this.wayOut = wayOut;
        }
    }

    /** "the unique index patient_ssn_key: put it …". */
    String sentence() {
        return kind.what + (name.isEmpty() ? "" : " " + name) + ": " + kind.wayOut;
    }
}

package dev.rowseal.samples.quickstart;

/** The databases that the quickstart knows. */
enum Engine {
    H2("H2"),
    POSTGRESQL("PostgreSQL");

    private final String title;

    Engine(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    String schemaScript() {
        return "schema-" + title.toLowerCase(java.util.Locale.ROOT) + ".sql";
    }
}

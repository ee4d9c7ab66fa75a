package dev.rowseal.samples.quickstart;

import dev.rowseal.RowsealDataSource;
import java.nio.file.Path;
import java.util.Map;

/** What every step works with. */
record Stage(Screen screen, Database database, WorkFolder folder) {

    /** The database as the application has it: the same URL with {@code rowseal:} in it. The caller closes it. */
    RowsealDataSource sealed(Path configuration) {
        RowsealDataSource source = new RowsealDataSource();
        source.setUrl(database.sealedUrl());
        for (Map.Entry<Object, Object> property : database.properties().entrySet()) {
            source.setProperty(property.getKey().toString(), property.getValue().toString());
        }
        source.setProperty("rowseal.config", configuration.toString());
        source.setProperty("rowseal.create-key-table", "true");
        return source;
    }
}

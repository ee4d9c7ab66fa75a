package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pool that MariaDB's driver has of its own. */
@OnEveryDatabase(Engine.MARIADB)
class MariaDbPoolTest {

    private static final String TABLES =
            "tables:\n  patient:\n    row-id: { id: bigint }\n    columns: { ssn: { type: varchar(11) } }\n";

    private final Sealed sealed;

    MariaDbPoolTest(TestDatabase database, @TempDir Path folder) throws SQLException {
        this.sealed = new Sealed(database, folder, TABLES);
        database.execute("create table patient (id bigint primary key, ssn longblob)");
    }

    /** Rowseal's own connections would wait for the application's, and these for the keys. */
    @Test
    void refusesAPoolBelowItself() throws SQLException {
        for (String option : List.of("pool", "pool=true", "POOL=1", "pool&maxPoolSize=1", "poolName=x&pool=TRUE")) {
            String url = sealed.url() + (sealed.url().contains("?") ? "&" : "?") + option;
            assertThatThrownBy(() -> DriverManager.getConnection(url, sealed.properties()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("put a pool around Rowseal");
        }
        String off = sealed.url() + (sealed.url().contains("?") ? "&" : "?") + "pool=false&poolName=pool&maxPoolSize=3";
        try (Connection connection = DriverManager.getConnection(off, sealed.properties())) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }
}

package dev.rowseal.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flyway's migrations make and fill a sealed clinic, and find nothing to do the second time. */
class FlywayTest {

    @ParameterizedTest
    @EnumSource(Engine.class)
    void migratesOverADataSource(Engine engine, @TempDir Path folder) throws Exception {
        try (Clinic clinic = new Clinic(engine, folder)) {
            Flyway flyway = flyway(engine, clinic.source());
            assertThat(flyway.migrate().migrationsExecuted).isEqualTo(3);
            assertThat(flyway(engine, clinic.twin()).migrate().migrationsExecuted)
                    .isEqualTo(3);
            clinic.requireSealed();
            clinic.requireAlike();
            assertThat(flyway.migrate().migrationsExecuted).isZero();
            flyway.validate();
        }
    }

    /** Flyway chooses its dialect by the URL's prefix when it gets no data source: the page says so. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void knowsNoUrlOfOurs(Engine engine, @TempDir Path folder) throws Exception {
        try (Clinic clinic = new Clinic(engine, folder)) {
            assertThatThrownBy(() -> Flyway.configure()
                            .dataSource(clinic.wholeUrl(), clinic.user, clinic.password)
                            .driver("dev.rowseal.RowsealDriver")
                            .load()
                            .migrate())
                    .hasMessageContaining("No Flyway database plugin found");
        }
    }

    /** MariaDB has no COMMENT ON. */
    private static Flyway flyway(Engine engine, DataSource source) {
        return Flyway.configure()
                .dataSource(source)
                .locations(engine == Engine.MARIADB ? "classpath:flyway-mariadb" : "classpath:flyway")
                .load();
    }
}

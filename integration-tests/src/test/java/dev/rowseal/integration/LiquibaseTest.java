package dev.rowseal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Locale;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Liquibase's change sets make and fill a sealed clinic, and find nothing to do the second time. */
class LiquibaseTest {

    @ParameterizedTest
    @EnumSource(Engine.class)
    void updates(Engine engine, @TempDir Path folder) throws Exception {
        try (Clinic clinic = new Clinic(engine, folder)) {
            for (int run = 0; run < 2; run++) {
                update(DriverManager.getConnection(clinic.wholeUrl(), clinic.user, clinic.password), shortName(engine));
            }
            update(clinic.twin().getConnection(), shortName(engine));
            clinic.requireSealed();
            clinic.requireAlike();
        }
    }

    private static String shortName(Engine engine) {
        return engine.productName().toLowerCase(Locale.ROOT);
    }

    private static void update(Connection opened, String name) throws Exception {
        try (Connection connection = opened;
                JdbcConnection jdbc = new JdbcConnection(connection)) {
            Database database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(jdbc);
            assertThat(database.getShortName()).isEqualTo(name);
            Liquibase liquibase = new Liquibase("liquibase/changelog.xml", new ClassLoaderResourceAccessor(), database);
            liquibase.update("");
            assertThat(liquibase.listUnrunChangeSets(null, null)).isEmpty();
        }
    }
}

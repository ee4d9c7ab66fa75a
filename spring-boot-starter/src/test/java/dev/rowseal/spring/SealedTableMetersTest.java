package dev.rowseal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application of Spring Boot over a sealed table, and what its registry then shows. */
class SealedTableMetersTest {

    private static final String DATABASE = "h2:mem:meters;DB_CLOSE_DELAY=-1";

    private static final String CONFIGURATION = """
            rowseal: 1
            namespace: meters
            kek: memory-kms:meters
            tables:
              patient: { row-id: { id: bigint }, columns: { ssn: { type: varchar(11) } } }
            """;

    @TempDir
    Path folder;

    private static double count(MeterRegistry registry, String meter) {
        return registry.get(meter).functionCounter().count();
    }

    @Test
    void aRegistryShowsWhatBecameOfKeysAndStatements() throws Exception {
        Path configuration = Files.writeString(folder.resolve("rowseal.yaml"), CONFIGURATION);
        String sealedUrl =
                "jdbc:rowseal:" + DATABASE + ";rowseal.create-key-table=true;rowseal.config=" + configuration;
        Application.withARegistry().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            double wrapped = count(registry, "rowseal.key.wrapped");
            double unwrapped = count(registry, "rowseal.key.unwrapped");
            double made = count(registry, "rowseal.key.made");
            double hits = count(registry, "rowseal.cache.hit");
            double refused = count(registry, "rowseal.statement.refused");
            double notAuthentic = count(registry, "rowseal.value.not-authentic");
            try (Connection plain = DriverManager.getConnection("jdbc:" + DATABASE);
                    Statement plainly = plain.createStatement()) {
                plainly.execute("create table patient (id bigint primary key, ssn varbinary(200))");
                try (Connection sealed = DriverManager.getConnection(sealedUrl);
                        Statement statement = sealed.createStatement()) {
                    statement.execute("insert into patient (id, ssn) values (1, '078-05-1120')");
                    statement.execute("insert into patient (id, ssn) values (2, '219-09-9999')");
                    assertThat(read(statement, 1)).isEqualTo("078-05-1120");

                    assertThat(count(registry, "rowseal.key.made")).isEqualTo(made + 1);
                    assertThat(count(registry, "rowseal.key.wrapped")).isEqualTo(wrapped + 1);
                    assertThat(count(registry, "rowseal.key.unwrapped")).isGreaterThan(unwrapped);
                    assertThat(count(registry, "rowseal.cache.hit")).isGreaterThan(hits);
                    assertThat(registry.get("rowseal.cache.hit-ratio").gauge().value())
                            .isBetween(0.0, 1.0);

                    assertThatThrownBy(() -> statement.executeQuery("select id from patient order by ssn"))
                            .isInstanceOf(SQLFeatureNotSupportedException.class);
                    assertThat(count(registry, "rowseal.statement.refused")).isEqualTo(refused + 1);

                    plainly.execute("update patient set ssn = (select ssn from patient where id = 1) where id = 2");
                    assertThatThrownBy(() -> read(statement, 2))
                            .isInstanceOfSatisfying(
                                    SQLException.class,
                                    failure -> assertThat(failure.getSQLState()).isEqualTo("RS001"));
                    assertThat(count(registry, "rowseal.value.not-authentic")).isEqualTo(notAuthentic + 1);
                }
                plainly.execute("shutdown");
            }
            assertThat(registry.getMeters().stream().map(Meter::getId).map(Object::toString))
                    .as("no name of the application in a meter")
                    .noneMatch(id -> id.contains("patient") || id.contains("memory-kms"));
        });
    }

    private static String read(Statement statement, long id) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select ssn from patient where id = " + id)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}

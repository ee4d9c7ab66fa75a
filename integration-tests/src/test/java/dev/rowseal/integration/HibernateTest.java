package dev.rowseal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hibernate's schema tool creates, updates and validates a sealed clinic, and its sessions work on it. */
class HibernateTest {

    private static SessionFactory factory(DataSource source, String action) {
        Configuration configuration = new Configuration();
        configuration.addAnnotatedClass(Patient.class);
        configuration.addAnnotatedClass(Visit.class);
        configuration.getProperties().put("hibernate.connection.datasource", source);
        configuration.setProperty("hibernate.hbm2ddl.auto", action);
        configuration.setProperty("hibernate.hbm2ddl.halt_on_error", "true");
        return configuration.buildSessionFactory();
    }

    private static void fill(SessionFactory factory) {
        factory.inTransaction(session -> {
            Patient alice = new Patient();
            alice.id = 1;
            alice.name = "Alice";
            alice.ssn = "078-05-1120";
            alice.birthday = LocalDate.of(1980, 2, 29);
            alice.salary = new BigDecimal("1000.50");
            alice.email = "alice@example.org";
            session.persist(alice);
            Visit visit = new Visit();
            visit.id = 1;
            visit.patient = alice;
            visit.reason = "cough";
            session.persist(visit);
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void createsAndValidates(Engine engine, @TempDir Path folder) throws Exception {
        try (Clinic clinic = new Clinic(engine, folder)) {
            try (SessionFactory factory = factory(clinic.source(), "create")) {
                fill(factory);
                Patient found = factory.fromSession(
                        session -> session.createSelectionQuery("from Patient p where p.ssn = :ssn", Patient.class)
                                .setParameter("ssn", "078-05-1120")
                                .getSingleResult());
                assertThat(found.birthday).isEqualTo(LocalDate.of(1980, 2, 29));
                assertThat(found.salary).isEqualByComparingTo("1000.50");
            }
            factory(clinic.twin(), "create").close();
            clinic.requireSealed();
            clinic.requireAlike();
            try (SessionFactory factory = factory(clinic.source(), "validate")) {
                assertThat(factory.isOpen()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void updatesWhatIsThere(Engine engine, @TempDir Path folder) throws Exception {
        try (Clinic clinic = new Clinic(engine, folder)) {
            for (DataSource source : new DataSource[] {clinic.source(), clinic.twin()}) {
                try (Connection connection = source.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("create table patient (id bigint not null primary key, name varchar(50) not null,"
                            + " ssn varchar(11), birthday date not null)");
                }
            }
            factory(clinic.twin(), "update").close();
            try (SessionFactory factory = factory(clinic.source(), "update")) {
                fill(factory);
            }
            clinic.requireSealed();
            clinic.requireAlike();
            try (SessionFactory again = factory(clinic.source(), "update");
                    SessionFactory validated = factory(clinic.source(), "validate")) {
                assertThat(again.isOpen()).isTrue();
                assertThat(validated.isOpen()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void dropsWhatItMade(Engine engine, @TempDir Path folder) throws Exception {
        try (Clinic clinic = new Clinic(engine, folder)) {
            try (SessionFactory factory = factory(clinic.source(), "create-drop")) {
                fill(factory);
                clinic.requireSealed();
            }
            try (Connection plain = clinic.plain();
                    var tables = plain.getMetaData()
                            .getTables(plain.getCatalog(), null, engine == Engine.H2 ? "PATIENT" : "patient", null)) {
                assertThat(tables.next()).isFalse();
            }
        }
    }
}

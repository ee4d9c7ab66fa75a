package dev.rowseal.integration;

import dev.rowseal.testdb.Engine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;

/** The twins and their factories, which are open as long as they are. */
record Wards(Twins twins, Map<DataSource, SessionFactory> factories) implements AutoCloseable {

    static Wards open(Engine engine, Path folder) throws Exception {
        Twins twins = new Twins(engine, folder, Ward.TABLES);
        Map<DataSource, SessionFactory> factories = new java.util.IdentityHashMap<>();
        for (DataSource source : twins.sources()) {
            factories.put(source, factory(source));
        }
        return new Wards(twins, factories);
    }

    private Twins.Work work(With work) {
        return source -> {
            try (Session session =
                    java.util.Objects.requireNonNull(factories.get(source)).openSession()) {
                var transaction = session.beginTransaction();
                try {
                    Object got = Shown.of(work.session(session));
                    transaction.commit();
                    return got;
                } catch (Exception e) {
                    if (transaction.isActive()) {
                        transaction.rollback();
                    }
                    throw e;
                }
            }
        };
    }

    void same(String what, With work) {
        twins.same(what, work(work));
    }

    void refused(String what, With work) {
        twins.refused(what, work(work));
    }

    void sameBut(Set<Engine> refusedOn, String what, With work) {
        twins.sameBut(refusedOn, what, work(work));
    }

    /** A query that gives what it finds, and is refused on MariaDB for the way in which Hibernate writes it there. */
    void queryButOnMariaDb(String jpql, Object... named) {
        sameBut(Set.of(Engine.MARIADB), jpql, session -> HibernateSessionsTest.list(session, jpql, named));
    }

    /** A query that gives what it finds. */
    void query(String jpql, Object... named) {
        same(jpql, session -> HibernateSessionsTest.list(session, jpql, named));
    }

    @Override
    public void close() throws Exception {
        factories.values().forEach(SessionFactory::close);
        twins.close();
    }

    /** What a session does. */
    interface With {
        @Nullable
        Object session(Session session) throws Exception;
    }

    private static SessionFactory factory(DataSource source) {
        Configuration configuration = new Configuration();
        configuration.addAnnotatedClasses(Ward.entities());
        configuration.getProperties().put("hibernate.connection.datasource", source);
        configuration.setProperty("hibernate.hbm2ddl.auto", "create");
        configuration.setProperty("hibernate.hbm2ddl.halt_on_error", "true");
        configuration.setProperty("hibernate.jdbc.batch_size", "20");
        configuration.setProperty("hibernate.order_inserts", "true");
        return configuration.buildSessionFactory();
    }
}

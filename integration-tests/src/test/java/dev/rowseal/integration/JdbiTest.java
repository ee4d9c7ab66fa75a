package dev.rowseal.integration;

import dev.rowseal.testdb.Engine;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What applications do with Jdbi. */
class JdbiTest {

    /** A patient, as Jdbi maps one by its constructor. */
    public record Person(
            long id,
            String name,
            @Nullable String ssn,
            @Nullable LocalDate birthday,
            @Nullable BigDecimal salary) {}

    private interface With {
        @Nullable
        Object handle(Handle handle) throws Exception;
    }

    private static Twins.Work with(With work) {
        return source -> jdbi(source).withHandle(work::handle);
    }

    private static Jdbi jdbi(DataSource source) {
        return Jdbi.create(source).registerRowMapper(ConstructorMapper.factory(Person.class));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void findsAndChanges(Engine engine, @TempDir Path folder) throws Exception {
        try (Twins twins = new Twins(engine, folder)) {
            find(twins);
            twins.same(
                    "named insert",
                    with(h -> h.createUpdate(
                                    "INSERT INTO patient (id, name, ssn, birthday) VALUES (:id, :name, :ssn, :birthday)")
                            .bind("id", 10)
                            .bind("name", "Eve")
                            .bind("ssn", "111-11-1111")
                            .bind("birthday", LocalDate.of(2000, 1, 2))
                            .execute()));
            twins.same(
                    "insert of a bean",
                    with(h -> h.createUpdate(
                                    "INSERT INTO patient (id, name, ssn, birthday, salary) VALUES (:id, :name, :ssn, :birthday, :salary)")
                            .bindMethods(new Person(11, "Fay", null, null, new BigDecimal("12.345")))
                            .execute()));
            twins.same(
                    "generated key",
                    with(h -> h.createUpdate("INSERT INTO chart (title, memo) VALUES (?, ?)")
                            .bind(0, "a")
                            .bind(1, "b")
                            .executeAndReturnGeneratedKeys("id")
                            .mapTo(Long.class)
                            .one()));
            twins.same(
                    "generated row",
                    with(h -> h.createUpdate("INSERT INTO chart (title, memo) VALUES (?, ?)")
                            .bind(0, "a")
                            .bind(1, "b")
                            .executeAndReturnGeneratedKeys("id", "title", "memo")
                            .mapToMap()
                            .one()));
            twins.same(
                    "all keys",
                    with(h -> h.createUpdate("INSERT INTO chart (title, memo) VALUES (?, ?)")
                            .bind(0, "a")
                            .bind(1, "b")
                            .executeAndReturnGeneratedKeys()
                            .mapToMap()
                            .one()
                            .get("id")));
            twins.same("batch", with(h -> {
                PreparedBatch batch =
                        h.prepareBatch("INSERT INTO patient (id, name, email) VALUES (:id, :name, :email)");
                batch.bind("id", 20)
                        .bind("name", "Gus")
                        .bind("email", "gus@example.org")
                        .add();
                batch.bind("id", 21)
                        .bind("name", "Hal")
                        .bindNull("email", java.sql.Types.VARCHAR)
                        .add();
                return batch.execute();
            }));
            twins.same("batch with keys", with(h -> {
                PreparedBatch batch = h.prepareBatch("INSERT INTO chart (title) VALUES (:title)");
                batch.bind("title", "x").add();
                batch.bind("title", "y").add();
                return batch.executePreparedBatch("id").mapTo(Long.class).list();
            }));
            twins.same(
                    "update by list",
                    with(h -> h.createUpdate("UPDATE patient SET salary = :s WHERE ssn IN (<all>)")
                            .bind("s", BigDecimal.TEN)
                            .bindList("all", List.of("078-05-1120", "219-09-9999"))
                            .execute()));
            twins.same(
                    "script",
                    with(h -> h.createScript(
                                    "UPDATE patient SET ssn = '222-22-2222' WHERE id = 3; DELETE FROM visit WHERE id = 1;")
                            .execute()));
            twins.same(
                    "rolled back to a savepoint",
                    source -> jdbi(source).inTransaction(h -> {
                        h.execute("UPDATE patient SET ssn = ? WHERE id = ?", "777-77-7777", 4);
                        h.savepoint("here");
                        h.execute("UPDATE patient SET ssn = ? WHERE id = ?", "888-88-8888", 4);
                        h.rollbackToSavepoint("here");
                        return h.createQuery("SELECT ssn FROM patient WHERE id = 4")
                                .mapTo(String.class)
                                .one();
                    }));
            twins.same(
                    "duplicate",
                    with(h -> h.execute("INSERT INTO patient (id, name, ssn) VALUES (50, 'x', '777-77-7777')")));
            twins.same(
                    "rest",
                    with(h -> h.createQuery("SELECT * FROM patient ORDER BY id")
                            .mapToMap()
                            .list()));
            twins.same(
                    "charts",
                    with(h -> h.createQuery("SELECT * FROM chart ORDER BY id")
                            .mapToMap()
                            .list()));
            if (engine == Engine.POSTGRESQL) {
                twins.same(
                        "any",
                        with(h -> h.createQuery("SELECT id FROM patient WHERE ssn = ANY(:all) ORDER BY id")
                                .bindArray("all", String.class, "777-77-7777", "222-22-2222")
                                .mapTo(Long.class)
                                .list()));
                twins.same(
                        "returning",
                        with(h -> h.createQuery("INSERT INTO patient (id, name, ssn) VALUES (60, 'r', 'x') RETURNING *")
                                .mapTo(Person.class)
                                .one()));
                twins.same(
                        "update returning",
                        with(h -> h.createQuery("UPDATE patient SET ssn = 'y' WHERE id = 60 RETURNING id, ssn")
                                .mapToMap()
                                .one()));
                twins.same(
                        "upsert",
                        with(h -> h.createUpdate("INSERT INTO patient (id, name, ssn) VALUES (:id, :name, :ssn)"
                                        + " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, ssn = EXCLUDED.ssn")
                                .bind("id", 60)
                                .bind("name", "s")
                                .bind("ssn", "z")
                                .execute()));
                twins.same(
                        "after",
                        with(h -> h.createQuery("SELECT * FROM patient WHERE id = 60")
                                .mapToMap()
                                .one()));
            }
            twins.requireAlike(20);
        }
    }

    private static void find(Twins twins) {
        twins.same(
                "records",
                with(h -> h.createQuery("SELECT * FROM patient ORDER BY id")
                        .mapTo(Person.class)
                        .list()));
        twins.same(
                "maps",
                with(h -> h.createQuery("SELECT * FROM patient ORDER BY id")
                        .mapToMap()
                        .list()));
        twins.same(
                "select",
                with(h -> h.select("SELECT ssn FROM patient WHERE id = ?", 1)
                        .mapTo(String.class)
                        .one()));
        twins.same(
                "optional",
                with(h -> h.createQuery("SELECT * FROM patient WHERE ssn = :ssn")
                        .bind("ssn", "219-09-9999")
                        .mapTo(Person.class)
                        .findOne()
                        .map(Person::id)));
        twins.same(
                "none",
                with(h -> h.createQuery("SELECT * FROM patient WHERE ssn = :ssn")
                        .bind("ssn", "no")
                        .mapTo(Person.class)
                        .findOne()
                        .isPresent()));
        twins.same(
                "optional parameter",
                with(h -> h.createQuery("SELECT id FROM patient WHERE ssn = :ssn")
                        .bind("ssn", Optional.of("219-09-9999"))
                        .mapTo(Long.class)
                        .list()));
        twins.same(
                "list",
                with(h -> h.createQuery("SELECT * FROM patient WHERE ssn IN (<all>) ORDER BY id")
                        .bindList("all", List.of("078-05-1120", "219-09-9999"))
                        .mapTo(Person.class)
                        .list()));
        twins.same(
                "rows of a join",
                with(h -> h.createQuery(
                                "SELECT p.id AS p_id, p.ssn AS p_ssn, v.reason AS v_reason FROM patient p JOIN visit v ON v.patient_id = p.id ORDER BY v.id")
                        .reduceRows(new java.util.TreeMap<String, String>(), (all, row) -> {
                            all.merge(
                                    row.getColumn("p_ssn", String.class),
                                    row.getColumn("v_reason", String.class),
                                    (a, b) -> a + b);
                            return all;
                        })));
        twins.same(
                "generic maps",
                with(h -> h.createQuery("SELECT id, salary FROM patient ORDER BY id")
                        .reduceRows(
                                Map.of(),
                                (all, row) -> row.getColumn("salary", Object.class) == null
                                        ? all
                                        : Map.of("last", row.getColumn("salary", Object.class)))));
    }
}

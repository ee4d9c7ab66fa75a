package dev.rowseal.integration;

import dev.rowseal.testdb.Engine;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSourceUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What applications do with Spring's JdbcTemplate and its family. */
class JdbcTemplateTest {

    /** A patient, as a data class. */
    record Person(
            long id,
            String name,
            @Nullable String ssn,
            @Nullable LocalDate birthday,
            @Nullable BigDecimal salary,
            @Nullable String email,
            @Nullable String city) {}

    private static final DataClassRowMapper<Person> PERSON = DataClassRowMapper.newInstance(Person.class);

    private static JdbcTemplate jdbc(DataSource source) {
        return new JdbcTemplate(source);
    }

    private static NamedParameterJdbcTemplate named(DataSource source) {
        return new NamedParameterJdbcTemplate(source);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void finds(Engine engine, @TempDir Path folder) throws Exception {
        try (Twins twins = new Twins(engine, folder)) {
            twins.same("all", s -> jdbc(s).query("SELECT * FROM patient ORDER BY id", PERSON));
            twins.same("by id", s -> jdbc(s).queryForObject("SELECT * FROM patient WHERE id = ?", PERSON, 1L));
            twins.same("by id, an int", s -> jdbc(s).queryForObject("SELECT * FROM patient WHERE id = ?", PERSON, 1));
            twins.same("none", s -> jdbc(s).queryForObject("SELECT * FROM patient WHERE id = ?", PERSON, 77));
            twins.same("map", s -> jdbc(s).queryForMap("SELECT * FROM patient WHERE id = 1"));
            twins.same(
                    "maps",
                    s -> jdbc(s).queryForList("SELECT p.*, v.reason, v.at FROM patient p LEFT JOIN visit v"
                            + " ON v.patient_id = p.id ORDER BY p.id, v.id"));
            twins.same(
                    "lookup", s -> jdbc(s).queryForList("SELECT id, name FROM patient WHERE ssn = ?", "078-05-1120"));
            twins.same(
                    "count",
                    s -> jdbc(s).queryForObject(
                                    "SELECT count(*) FROM patient WHERE email = ?", Long.class, "bob@example.org"));
            twins.same(
                    "exists",
                    s -> jdbc(s).queryForObject(
                                    "SELECT EXISTS(SELECT 1 FROM patient WHERE ssn = ?)",
                                    Boolean.class,
                                    "219-09-9999"));
            twins.same(
                    "count > 0",
                    s -> jdbc(s).queryForObject(
                                    "SELECT count(*) > 0 FROM patient WHERE ssn = ?", Boolean.class, "219-09-9999"));
            twins.same("single column", s -> jdbc(s).queryForList("SELECT ssn FROM patient ORDER BY id", String.class));
            twins.same("dates", s -> jdbc(s).queryForList("SELECT birthday FROM patient ORDER BY id", LocalDate.class));
            twins.same(
                    "decimals as doubles",
                    s -> jdbc(s).queryForList("SELECT salary FROM patient ORDER BY id", Double.class));
            twins.same(
                    "page", s -> jdbc(s).query("SELECT * FROM patient ORDER BY name LIMIT ? OFFSET ?", PERSON, 2, 1));
            twins.same(
                    "fetch",
                    s -> jdbc(s).query(
                                    "SELECT * FROM patient ORDER BY name OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
                                    PERSON,
                                    1,
                                    2));
            twins.same(
                    "paged with total",
                    s -> jdbc(s).queryForList(
                                    "SELECT id, ssn, count(*) OVER () AS total FROM patient ORDER BY id LIMIT 2"));
            twins.same(
                    "optional filter",
                    s -> named(s).query(
                                    "SELECT * FROM patient WHERE (:city IS NULL OR city = :city) ORDER BY id",
                                    new MapSqlParameterSource().addValue("city", "Wien", java.sql.Types.VARCHAR),
                                    PERSON));
            twins.same(
                    "optional lookup",
                    s -> named(s).query(
                                    "SELECT * FROM patient WHERE (:ssn IS NULL OR ssn = :ssn) ORDER BY id",
                                    new MapSqlParameterSource().addValue("ssn", "078-05-1120", java.sql.Types.VARCHAR),
                                    PERSON));
            if (engine != Engine.MARIADB) {
                // It casts to char, and to no varchar.
                twins.same(
                        "cast optional lookup",
                        s -> named(s).query(
                                        "SELECT * FROM patient WHERE (CAST(:ssn AS varchar) IS NULL OR ssn = CAST(:ssn AS varchar)) ORDER BY id",
                                        Map.of("ssn", "078-05-1120"),
                                        PERSON));
            }
            twins.same(
                    "coalesce open",
                    s -> named(s).query(
                                    "SELECT * FROM patient WHERE city = COALESCE(:city, city) ORDER BY id",
                                    Map.of("city", "Wien"),
                                    PERSON));
            twins.same(
                    "in",
                    s -> named(s).query(
                                    "SELECT * FROM patient WHERE ssn IN (:all) ORDER BY id",
                                    Map.of("all", List.of("078-05-1120", "457-55-5462", "nobody")),
                                    PERSON));
            twins.same(
                    "in ids",
                    s -> named(s).query(
                                    "SELECT * FROM patient WHERE id IN (:all) ORDER BY id",
                                    Map.of("all", List.of(1, 2)),
                                    PERSON));
            twins.same(
                    "tuples",
                    s -> named(s).query(
                                    "SELECT * FROM patient WHERE (id, ssn) IN (:all) ORDER BY id",
                                    Map.of("all", List.of(new Object[] {1, "078-05-1120"}, new Object[] {2, "x"})),
                                    PERSON));
            twins.same(
                    "grouped",
                    s -> jdbc(s).queryForList(
                                    "SELECT city, count(ssn) AS n FROM patient GROUP BY city ORDER BY n, city NULLS LAST"));
            twins.same("row set", s -> {
                var rows = jdbc(s).queryForRowSet("SELECT id, name, ssn, birthday FROM patient ORDER BY id");
                StringBuilder all =
                        new StringBuilder(Arrays.toString(rows.getMetaData().getColumnNames()));
                while (rows.next()) {
                    all.append(rows.getLong("id")).append(rows.getString("ssn")).append(rows.getObject("birthday"));
                }
                return all.toString();
            });
            twins.same("stream", s -> {
                try (var rows = jdbc(s).queryForStream("SELECT * FROM patient ORDER BY id", PERSON)) {
                    return rows.toList();
                }
            });
            twins.same(
                    "client",
                    s -> JdbcClient.create(s)
                            .sql("SELECT * FROM patient WHERE email = :email")
                            .param("email", "dan@example.org")
                            .query(Person.class)
                            .optional()
                            .orElseThrow());
            twins.same(
                    "for update",
                    s -> jdbc(s).query("SELECT * FROM patient WHERE ssn = ? FOR UPDATE", PERSON, "078-05-1120"));
            twins.same(
                    "case",
                    s -> jdbc(s).queryForList(
                                    "SELECT id, CASE WHEN ssn IS NULL THEN 'no' ELSE 'yes' END AS has FROM patient ORDER BY id"));
            twins.same(
                    "not in",
                    s -> jdbc(s).queryForList(
                                    "SELECT id FROM patient WHERE id NOT IN (SELECT patient_id FROM visit) ORDER BY id"));
            twins.same(
                    "visits by ssn",
                    s -> jdbc(s).queryForList(
                                    "SELECT v.* FROM visit v JOIN patient p ON p.id = v.patient_id"
                                            + " WHERE p.ssn = ? AND v.cost > ? ORDER BY v.id",
                                    "078-05-1120",
                                    BigDecimal.ONE));
            twins.same(
                    "visits by patient in",
                    s -> jdbc(s).queryForList(
                                    "SELECT * FROM visit WHERE patient_id IN (SELECT id FROM patient WHERE ssn = ?) ORDER BY id",
                                    "078-05-1120"));
            twins.same(
                    "last visit",
                    s -> jdbc(s).queryForList(
                                    "SELECT p.name, p.ssn, (SELECT max(v.at) FROM visit v WHERE v.patient_id = p.id) AS latest"
                                            + " FROM patient p ORDER BY p.id"));
            twins.same("wrong column", s -> jdbc(s).queryForList("SELECT nothing FROM patient"));
            twins.requireAlike(30);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void changes(Engine engine, @TempDir Path folder) throws Exception {
        try (Twins twins = new Twins(engine, folder)) {
            twins.same(
                    "insert",
                    s -> jdbc(s).update(
                                    "INSERT INTO patient (id, name, ssn, birthday, salary) VALUES (?, ?, ?, ?, ?)",
                                    10,
                                    "Eve",
                                    "111-11-1111",
                                    LocalDate.of(2000, 1, 2),
                                    5));
            twins.same(
                    "insert nulls",
                    s -> jdbc(s).update(
                                    "INSERT INTO patient (id, name, ssn, birthday, salary) VALUES (?, ?, ?, ?, ?)",
                                    11,
                                    "Eve",
                                    null,
                                    null,
                                    null));
            twins.same(
                    "named insert",
                    s -> named(s).update(
                                    "INSERT INTO patient (id, name, ssn) VALUES (:id, :name, :ssn)",
                                    new MapSqlParameterSource("id", 12)
                                            .addValue("name", "Fay")
                                            .addValue("ssn", "222-22-2222")));
            twins.same(
                    "duplicate",
                    s -> jdbc(s).update(
                                    "INSERT INTO patient (id, name, ssn) VALUES (?, ?, ?)", 13, "Dup", "222-22-2222"));
            twins.same("duplicate id", s -> jdbc(s).update("INSERT INTO patient (id, name) VALUES (?, ?)", 12, "Dup"));
            twins.same("missing", s -> jdbc(s).update("INSERT INTO patient (id, name) VALUES (?, ?)", 14, null));
            twins.same(
                    "too long",
                    s -> jdbc(s).update(
                                    "INSERT INTO patient (id, name, ssn) VALUES (?, ?, ?)", 14, "x", "078-05-11200"));
            twins.same(
                    "batch",
                    s -> jdbc(s).batchUpdate(
                                    "INSERT INTO patient (id, name, email) VALUES (?, ?, ?)",
                                    List.of(new Object[] {20, "Gus", "gus@example.org"}, new Object[] {21, "Hal", null
                                    })));
            twins.same(
                    "named batch",
                    s -> named(s).batchUpdate(
                                    "UPDATE patient SET email = :email WHERE id = :id",
                                    SqlParameterSourceUtils.createBatch(
                                            Map.of("id", 20, "email", "g@example.org"),
                                            Map.of("id", 21, "email", "h@example.org"))));
            twins.same(
                    "update",
                    s -> jdbc(s).update("UPDATE patient SET ssn = ?, city = ? WHERE id = ?", "333-33-3333", "Linz", 2));
            twins.same(
                    "update by lookup",
                    s -> jdbc(s).update(
                                    "UPDATE patient SET salary = ? WHERE email = ?",
                                    new BigDecimal("3.3"),
                                    "dan@example.org"));
            twins.same("update many", s -> jdbc(s).update("UPDATE patient SET email = NULL WHERE city = ?", "Wien"));
            twins.same(
                    "update if unchanged",
                    s -> jdbc(s).update(
                                    "UPDATE patient SET name = ? WHERE id = ? AND ssn = ?",
                                    "Robert",
                                    2,
                                    "333-33-3333"));
            twins.same(
                    "update coalesce",
                    s -> jdbc(s).update("UPDATE patient SET city = COALESCE(?, city) WHERE id = ?", "Rom", 2));
            twins.same("delete by lookup", s -> jdbc(s).update("DELETE FROM patient WHERE ssn = ?", "222-22-2222"));
            twins.same(
                    "delete where no visits",
                    s -> jdbc(s).update(
                                    "DELETE FROM patient WHERE id > 15 AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.patient_id = patient.id)"));
            twins.same("rest", s -> jdbc(s).queryForList("SELECT * FROM patient ORDER BY id"));
            keys(twins);
            twins.same("charts", s -> jdbc(s).queryForList("SELECT id, title, memo, version FROM chart ORDER BY id"));
            twins.same("nested transactions", s -> {
                DataSourceTransactionManager manager = new DataSourceTransactionManager(s);
                TransactionTemplate outer = new TransactionTemplate(manager);
                TransactionTemplate nested = new TransactionTemplate(manager);
                nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
                outer.executeWithoutResult(one -> {
                    jdbc(s).update("UPDATE patient SET ssn = '444-44-4444' WHERE id = 1");
                    nested.executeWithoutResult(two -> {
                        jdbc(s).update("UPDATE patient SET ssn = '555-55-5555' WHERE id = 1");
                        two.setRollbackOnly();
                    });
                });
                return jdbc(s).queryForList("SELECT ssn FROM patient WHERE id = 1");
            });
            twins.requireAlike(25);
        }
    }

    private static void keys(Twins twins) {
        twins.same("key holder", s -> {
            GeneratedKeyHolder keys = new GeneratedKeyHolder();
            int count = jdbc(s).update(
                            connection -> {
                                PreparedStatement insert = connection.prepareStatement(
                                        "INSERT INTO chart (title, memo) VALUES (?, ?)",
                                        Statement.RETURN_GENERATED_KEYS);
                                insert.setString(1, "a");
                                insert.setString(2, "b");
                                return insert;
                            },
                            keys);
            return List.of(
                    count,
                    keys.getKeyList().stream()
                            .map(map -> map.get(map.containsKey("id") ? "id" : "ID"))
                            .toList());
        });
        twins.same("key holder by name", s -> {
            GeneratedKeyHolder keys = new GeneratedKeyHolder();
            named(s).update(
                            "INSERT INTO chart (title, memo) VALUES (:t, :m)",
                            new MapSqlParameterSource("t", "c").addValue("m", "d"),
                            keys,
                            new String[] {"id"});
            return keys.getKey();
        });
        twins.same("key holder by names", s -> {
            GeneratedKeyHolder keys = new GeneratedKeyHolder();
            named(s).update(
                            "INSERT INTO chart (title, memo) VALUES (:t, :m)",
                            new MapSqlParameterSource("t", "c").addValue("m", "d"),
                            keys,
                            new String[] {"id", "title"});
            return keys.getKeys();
        });
        twins.same(
                "simple insert",
                s -> new SimpleJdbcInsert(s)
                        .withTableName("patient")
                        .execute(Map.of(
                                "id",
                                30,
                                "name",
                                "Ida",
                                "ssn",
                                "666-66-6666",
                                "birthday",
                                LocalDate.of(1990, 5, 5),
                                "salary",
                                new BigDecimal("1.5"))));
        twins.same(
                "simple insert, some columns",
                s -> new SimpleJdbcInsert(s)
                        .withTableName("patient")
                        .usingColumns("id", "name", "email")
                        .execute(Map.of("id", 31, "name", "Jo", "email", "jo@example.org")));
        twins.same(
                "simple insert, key",
                s -> new SimpleJdbcInsert(s)
                        .withTableName("chart")
                        .usingColumns("title", "memo")
                        .usingGeneratedKeyColumns("id")
                        .executeAndReturnKey(Map.of("title", "x", "memo", "y")));
        twins.same(
                "simple insert, batch",
                s -> new SimpleJdbcInsert(s)
                        .withTableName("chart")
                        .usingColumns("title", "memo")
                        .executeBatch(
                                new MapSqlParameterSource("title", "p").addValue("memo", "q"),
                                new MapSqlParameterSource("title", "r")));
        twins.same(
                "open key",
                s -> new SimpleJdbcInsert(s)
                        .withTableName("visit")
                        .usingGeneratedKeyColumns("id")
                        .executeAndReturnKey(Map.of("patient_id", 3, "reason", "flu")));
    }
}

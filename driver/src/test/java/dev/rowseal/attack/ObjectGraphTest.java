package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No way leads from what an application holds to the wrapped driver's connections, statements and result sets. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class ObjectGraphTest {

    private static final List<Class<?>> DANGEROUS =
            List.of(Connection.class, Statement.class, ResultSet.class, DatabaseMetaData.class, java.sql.Driver.class);

    /** They end what is walked, or wait. */
    private static final Set<String> NOT_CALLED = Set.of(
            "close", "abort", "notify", "notifyAll", "wait", "getClass", "hashCode", "toString", "free", "cancel");

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
            """;

    private final TestDatabase database;
    private final Sealed sealed;

    ObjectGraphTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.sealed = new Sealed(database, folder, TABLES);
    }

    @BeforeEach
    void createTables() throws SQLException {
        String array = switch (database.engine()) {
            case H2 -> "varchar(10) array";
            case POSTGRESQL -> "text[]";
            case MARIADB -> "varchar(10)";
        };
        String clob = database.engine() == Engine.H2 ? "clob" : "text";
        String tags = hasArrays() ? "array['a', 'b']" : "'a'";
        database.execute(
                "create table patient (id bigint primary key, ssn " + database.binaryType() + ", ssn_idx "
                        + database.binaryType(16) + ", tags " + array + ", story " + clob + ")",
                "create table visit (id bigint primary key, tags " + array + ", story " + clob + ")",
                "insert into visit (id, tags, story) values (1, " + tags + ", 'story')",
                "insert into patient (id, tags, story) values (1, " + tags + ", 'story')");
    }

    /** MariaDB has none. */
    private boolean hasArrays() {
        return database.engine() != Engine.MARIADB;
    }

    @Test
    void nothingDangerousCanBeReached() throws SQLException {
        Map<Class<?>, Integer> seen = new HashMap<>();
        try (Connection connection = sealed.connect()) {
            Deque<Object> left = new ArrayDeque<>(roots(connection));
            Set<Object> done = Collections.newSetFromMap(new IdentityHashMap<>());
            while (!left.isEmpty()) {
                Object object = left.poll();
                if (!done.add(object) || seen.merge(object.getClass(), 1, Integer::sum) > 30) {
                    continue;
                }
                requireOurs(object, "a root");
                requireWrapped(object);
                for (Object child : children(object)) {
                    left.add(child);
                }
            }
        }
        assertThat(seen.size()).isGreaterThan(10);
    }

    private List<Object> roots(Connection connection) throws SQLException {
        List<Object> roots = new ArrayList<>(List.of(connection, connection.getMetaData()));
        roots.add(connection.createStatement());
        if (hasArrays()) {
            roots.add(connection.createArrayOf("varchar", new Object[] {"a"}));
        }
        for (String sql : List.of("SELECT * FROM visit", "SELECT * FROM patient", "SELECT tags, story FROM patient")) {
            PreparedStatement prepared = connection.prepareStatement(sql);
            roots.add(prepared);
            roots.add(prepared.executeQuery());
            ResultSet rows = connection.createStatement().executeQuery(sql);
            rows.next();
            roots.add(rows);
            for (String column : List.of("tags", "story")) {
                roots.add(rows.getObject(column));
            }
            if (hasArrays()) {
                roots.add(rows.getArray("tags"));
            }
            if (database.engine() != Engine.POSTGRESQL) {
                roots.add(rows.getClob("story"));
            }
            if (database.engine() == Engine.MARIADB) {
                roots.add(rows.getBlob("story"));
            }
        }
        PreparedStatement insert =
                connection.prepareStatement("INSERT INTO visit (id) VALUES (77)", Statement.RETURN_GENERATED_KEYS);
        insert.execute();
        roots.add(insert.getGeneratedKeys());
        PreparedStatement sealing = connection.prepareStatement(
                "INSERT INTO patient (id, ssn) VALUES (77, 'x')", Statement.RETURN_GENERATED_KEYS);
        sealing.execute();
        roots.add(sealing.getGeneratedKeys());
        CallableStatement call = connection.prepareCall("{call " + schema() + "now()}");
        roots.add(call);
        DatabaseMetaData metaData = connection.getMetaData();
        roots.add(metaData.getTables(null, null, "%", null));
        roots.add(metaData.getColumns(null, null, "%", "%"));
        return roots;
    }

    private String schema() {
        return database.engine() == Engine.POSTGRESQL ? "pg_catalog." : "";
    }

    private static List<Object> children(Object object) {
        List<Object> children = new ArrayList<>();
        for (Method method : methods(object)) {
            Object child = call(object, method);
            if (child != null
                    && child.getClass()
                            .getName()
                            .matches("(dev\\.rowseal|org\\.h2|org\\.postgresql|org\\.mariadb|java\\.sql).*")) {
                requireOurs(child, object.getClass().getSimpleName() + "." + method.getName());
                children.add(child);
            }
        }
        return children;
    }

    /** What anybody can call on it: the methods of its public interfaces, and its own where its class is public. */
    private static List<Method> methods(Object object) {
        List<Method> methods = new ArrayList<>();
        for (Method method : object.getClass().getMethods()) {
            if (method.getParameterCount() == 0 && !NOT_CALLED.contains(method.getName())) {
                methods.add(method);
            }
        }
        return methods;
    }

    private static @Nullable Object call(Object object, Method method) {
        try {
            method.setAccessible(true);
            return method.invoke(object);
        } catch (InvocationTargetException | IllegalAccessException | RuntimeException notThere) {
            return null;
        }
    }

    private static void requireOurs(Object object, String way) {
        for (Class<?> dangerous : DANGEROUS) {
            if (dangerous.isInstance(object)) {
                assertThat(object.getClass().getName()).as(way).startsWith("dev.rowseal.");
            }
        }
    }

    /** Nothing gives the wrapped driver's object by unwrap. */
    private static void requireWrapped(Object object) {
        if (!(object instanceof Wrapper wrapper) || !object.getClass().getName().startsWith("dev.rowseal.")) {
            return;
        }
        for (Class<?> type : List.of(
                org.h2.jdbc.JdbcConnection.class,
                org.h2.jdbc.JdbcStatement.class,
                org.h2.jdbc.JdbcResultSet.class,
                org.postgresql.PGConnection.class,
                org.postgresql.PGStatement.class,
                org.postgresql.core.BaseConnection.class,
                org.postgresql.copy.CopyManager.class,
                org.mariadb.jdbc.Connection.class,
                org.mariadb.jdbc.Statement.class,
                org.mariadb.jdbc.client.Client.class,
                java.lang.reflect.Proxy.class)) {
            assertThatThrownBy(() -> wrapper.unwrap(type))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("0A000"));
        }
        assertThatThrownBy(() -> wrapper.unwrap(nothing())).isInstanceOf(SQLException.class);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static Class<?> nothing() {
        return null;
    }

    /** An array that was read can be bound again, and its elements read. */
    @Test
    void arraysWorkAsTheyDo() throws SQLException {
        if (!hasArrays()) {
            return;
        }
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT tags FROM visit");
                PreparedStatement update = connection.prepareStatement("UPDATE patient SET tags = ? WHERE id = ?")) {
            assertThat(rows.next()).isTrue();
            Array tags = rows.getArray(1);
            assertThat((Object[]) tags.getArray()).containsExactly("a", "b");
            for (Array value : List.of(tags, connection.createArrayOf("varchar", new Object[] {"c"}))) {
                update.setArray(1, value);
                update.setLong(2, 1);
                assertThat(update.executeUpdate()).isEqualTo(1);
                update.setObject(1, value);
                assertThat(update.executeUpdate()).isEqualTo(1);
            }
            try (ResultSet written = connection.createStatement().executeQuery("SELECT tags, ssn FROM patient")) {
                assertThat(written.next()).isTrue();
                assertThat((Object[]) written.getArray(1).getArray()).containsExactly("c");
            }
        }
    }
}

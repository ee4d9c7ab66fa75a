package dev.rowseal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowseal.testdb.Engine;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PGobject;

/** On tables that no policy names, JDBC is the plain driver's: its types, its result sets, its calls. */
class VendorTypesTest {

    private interface With {
        @Nullable
        Object connection(Connection connection) throws Exception;
    }

    private static Twins.Work with(With work) {
        return source -> {
            try (Connection connection = source.getConnection()) {
                return Shown.of(work.connection(connection));
            }
        };
    }

    /** Everything that a query's rows and their description say. */
    private static Object all(ResultSet rows) throws SQLException {
        List<Object> all = new ArrayList<>();
        ResultSetMetaData described = rows.getMetaData();
        for (int i = 1; i <= described.getColumnCount(); i++) {
            all.add(described.getColumnLabel(i)
                    + described.getColumnTypeName(i)
                    + described.getColumnType(i)
                    + described.getColumnClassName(i)
                    + described.getPrecision(i)
                    + described.getScale(i));
        }
        while (rows.next()) {
            for (int i = 1; i <= described.getColumnCount(); i++) {
                all.add(Shown.of(rows.getObject(i)));
                all.add(Shown.of(rows.getString(i)));
                all.add(rows.wasNull());
            }
        }
        return all;
    }

    private static Twins.Work query(String sql) {
        return with(c -> {
            try (Statement statement = c.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                return all(rows);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void resultSetsAndTransactions(Engine engine, @TempDir Path folder) throws Exception {
        try (Twins twins = new Twins(engine, folder)) {
            twins.same("rows", query("SELECT * FROM visit ORDER BY id"));
            twins.same("scrolled", with(c -> {
                try (Statement statement =
                                c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                        ResultSet rows = statement.executeQuery("SELECT reason FROM visit ORDER BY id")) {
                    rows.last();
                    String seen = rows.getRow() + rows.getString(1);
                    rows.absolute(-2);
                    seen += rows.getString(1) + rows.isFirst() + rows.isAfterLast();
                    rows.beforeFirst();
                    return seen + rows.relative(1) + rows.getString(1) + rows.previous() + rows.isBeforeFirst();
                }
            }));
            twins.same("updated", with(c -> {
                try (Statement statement =
                                c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                        ResultSet rows = statement.executeQuery("SELECT id, reason, cost FROM visit ORDER BY id")) {
                    rows.next();
                    rows.updateString("reason", "changed");
                    rows.updateRow();
                    rows.next();
                    rows.deleteRow();
                    rows.moveToInsertRow();
                    rows.updateLong(1, 50);
                    rows.updateNull("reason");
                    rows.updateBigDecimal(3, new java.math.BigDecimal("1.50"));
                    rows.insertRow();
                    return rows.getConcurrency();
                }
            }));
            twins.same("after updates", query("SELECT * FROM visit ORDER BY id"));
            twins.same("savepoints", with(c -> {
                c.setAutoCommit(false);
                try (Statement statement = c.createStatement()) {
                    Savepoint named = c.setSavepoint("here");
                    statement.executeUpdate("UPDATE visit SET reason = 'x'");
                    Savepoint unnamed = c.setSavepoint();
                    statement.executeUpdate("DELETE FROM visit");
                    c.rollback(unnamed);
                    c.releaseSavepoint(unnamed);
                    long count = statement.executeLargeUpdate("UPDATE visit SET reason = 'y'");
                    c.rollback(named);
                    c.commit();
                    return named.getSavepointName() + count;
                }
            }));
            twins.same(
                    "wrapper", with(c -> List.of(c.isWrapperFor(Connection.class), c.unwrap(Connection.class) == c)));
            twins.same(
                    "metadata",
                    with(c -> c.getMetaData().getDatabaseProductName()
                            + c.getMetaData().getDriverName()
                            + c.getMetaData().supportsSavepoints()
                            + c.getMetaData().getIdentifierQuoteString()
                            + c.getHoldability()
                            + c.getTransactionIsolation()
                            + c.getSchema()
                            + c.getTypeMap()
                            + c.isReadOnly()
                            + c.isValid(3)));
            twins.same("errors", query("SELECT nothing FROM visit"));
            twins.requireAlike(7);
            try (Connection connection = twins.sources()[0].getConnection()) {
                assertThat(connection.getMetaData().getURL()).startsWith("jdbc:rowseal:");
                assertThat(connection.isWrapperFor(PGConnection.class)).isFalse();
                assertThat(connection.isWrapperFor(org.h2.jdbc.JdbcConnection.class))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "POSTGRESQL")
    void typesOfPostgres(Engine engine, @TempDir Path folder) throws Exception {
        try (Twins twins = new Twins(engine, folder)) {
            twins.run("CREATE TYPE mood AS ENUM ('sad', 'ok')");
            twins.run(
                    "CREATE TABLE odd (id int PRIMARY KEY, tags text[], grid int[][], doc jsonb, raw json, m mood, i interval,"
                            + " p point, r int4range, ip inet, x xml, b bytea, t timestamptz, u uuid, bits bit(3), money money)");
            twins.same("insert", with(c -> {
                try (PreparedStatement insert = c.prepareStatement(
                        "INSERT INTO odd (id, tags, doc, m, i, b) VALUES (?, ?, ?::jsonb, ?::mood, ?, ?)")) {
                    insert.setInt(1, 1);
                    insert.setArray(2, c.createArrayOf("text", new String[] {"a", null, "b,c"}));
                    insert.setString(3, "{\"a\": [1, 2]}");
                    insert.setString(4, "ok");
                    insert.setObject(5, new org.postgresql.util.PGInterval("1 day 02:03:04"));
                    insert.setBytes(6, new byte[] {1, 2});
                    return insert.executeUpdate()
                            + insert.getParameterMetaData().getParameterTypeName(2);
                }
            }));
            twins.same("insert of an object", with(c -> {
                PGobject json = new PGobject();
                json.setType("jsonb");
                json.setValue("{}");
                try (PreparedStatement insert =
                        c.prepareStatement("INSERT INTO odd (id, doc, grid) VALUES (?, ?, ?)")) {
                    insert.setInt(1, 2);
                    insert.setObject(2, json);
                    insert.setObject(3, new int[][] {{1, 2}, {3, 4}});
                    return insert.executeUpdate();
                }
            }));
            twins.run(
                    "INSERT INTO odd (id, raw, p, r, ip, x, t, u, bits, money) VALUES (3, '[1]', '(1,2)', '[1,5)', '::1', '<a/>',"
                            + " '2024-01-01 00:00:00Z', '00000000-0000-0001-0000-000000000001', B'101', '1.5')");
            twins.same("read", query("SELECT * FROM odd ORDER BY id"));
            twins.same("elements", with(c -> {
                try (Statement statement = c.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT tags FROM odd WHERE id = 1")) {
                    rows.next();
                    try (ResultSet elements = rows.getArray(1).getResultSet()) {
                        return all(elements);
                    }
                }
            }));
            twins.same("question marks", with(c -> {
                try (PreparedStatement find =
                        c.prepareStatement("SELECT id FROM odd WHERE doc ?? 'a' AND tags @> ARRAY[?]")) {
                    find.setString(1, "a");
                    return all(find.executeQuery());
                }
            }));
            twins.run("CREATE FUNCTION twice(a int, OUT b int) AS 'SELECT a * 2' LANGUAGE sql");
            twins.run(
                    "CREATE FUNCTION curs() RETURNS refcursor AS 'DECLARE c refcursor; BEGIN OPEN c FOR SELECT id FROM odd ORDER BY id; RETURN c; END' LANGUAGE plpgsql");
            twins.same("call", with(c -> {
                try (CallableStatement call = c.prepareCall("{call twice(?, ?)}")) {
                    call.setInt(1, 21);
                    call.registerOutParameter(2, Types.INTEGER);
                    call.execute();
                    return call.getInt(2) + " " + Shown.of(call.getObject(2)) + call.wasNull();
                }
            }));
            twins.same("cursor", with(c -> {
                c.setAutoCommit(false);
                try (CallableStatement call = c.prepareCall("{? = call curs()}")) {
                    call.registerOutParameter(1, Types.OTHER);
                    call.execute();
                    try (ResultSet rows = (ResultSet) call.getObject(1)) {
                        return all(rows);
                    }
                }
            }));
            twins.same("several results", with(c -> {
                try (Statement statement = c.createStatement()) {
                    List<Object> all = new ArrayList<>();
                    boolean rows = statement.execute("SELECT 1; UPDATE visit SET cost = 1; SELECT 2");
                    while (rows || statement.getUpdateCount() >= 0) {
                        all.add(rows ? all(statement.getResultSet()) : statement.getLargeUpdateCount());
                        rows = statement.getMoreResults();
                    }
                    return all;
                }
            }));
            twins.same("fetched in pages", with(c -> {
                c.setAutoCommit(false);
                try (Statement statement = c.createStatement()) {
                    statement.setFetchSize(2);
                    return all(statement.executeQuery("SELECT g FROM generate_series(1, 7) g"));
                }
            }));
            twins.requireAlike(8);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void pooled(Engine engine, @TempDir Path folder) throws Exception {
        try (Twins twins = new Twins(engine, folder);
                HikariDataSource sealed = pool(twins.sources()[0]);
                HikariDataSource plain = pool(twins.sources()[1])) {
            for (int i = 0; i < 3; i++) {
                twins.same("pooled " + i, new DataSource[] {sealed, plain}, with(c -> {
                    boolean was = c.isReadOnly();
                    c.setReadOnly(true);
                    c.setAutoCommit(false);
                    c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                    try (PreparedStatement find =
                            c.prepareStatement("SELECT id, ssn, birthday FROM patient WHERE ssn = ?")) {
                        find.setString(1, "078-05-1120");
                        return List.of(was, all(find.executeQuery()));
                    }
                }));
            }
            twins.requireAlike(3);
        }
    }

    private static HikariDataSource pool(DataSource source) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(source);
        pool.setMaximumPoolSize(1);
        pool.setConnectionTestQuery("SELECT 1");
        return pool;
    }
}

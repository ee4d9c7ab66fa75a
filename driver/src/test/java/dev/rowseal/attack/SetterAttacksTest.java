package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every setter and updater of the running JDK, with every value it could be given, at every place that is sealed. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class SetterAttacksTest {

    /** Of a statement and not of a parameter. */
    private static final List<String> NO_SETTERS = List.of(
            "setFetchSize",
            "setFetchDirection",
            "setMaxRows",
            "setMaxFieldSize",
            "setQueryTimeout",
            "setCursorName",
            "setLargeMaxRows",
            "setEscapeProcessing",
            "setPoolable");

    private final TestDatabase database;
    private final Watch watch;
    private int executed;
    private int refused;

    SetterAttacksTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.watch = new Watch(database, new Sealed(database, folder, Vault.policy()), Carriers.MARKERS);
    }

    @BeforeEach
    void createTables() throws SQLException {
        Vault.create(database);
        database.execute("insert into vault (id, name) values (1, 'one')");
    }

    private static List<Method> methods(Class<?> type, String prefix, Class<?> first) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().startsWith(prefix) && !NO_SETTERS.contains(method.getName()))
                .filter(method -> method.getParameterCount() > 0 && method.getParameterTypes()[0] == first)
                .sorted(Comparator.comparing(Method::toString))
                .toList();
    }

    /** A statement, which of its parameters is under attack, and what the others are. */
    private record Place(String sql, int parameter, long @Nullable [] others) {}

    private static List<Place> places(String column) {
        List<Place> places = new ArrayList<>(List.of(
                new Place("UPDATE vault SET " + column + " = ? WHERE id = 1", 1, null),
                new Place("UPDATE vault SET name = 'x', " + column + " = ? WHERE name = 'one' AND id = ?", 1, null)));
        if (Vault.hasLookup(column)) {
            places.add(new Place("SELECT id, " + column + " FROM vault WHERE " + column + " = ?", 1, null));
            places.add(new Place("SELECT id FROM vault v WHERE v." + column + " IN (NULL, ?)", 1, null));
            places.add(new Place("DELETE FROM vault WHERE ? <> " + column + " AND id = 77", 1, null));
        }
        return places;
    }

    @Test
    void settersAreSealedOrRefused() throws SQLException {
        List<Method> setters = methods(PreparedStatement.class, "set", int.class);
        assertThat(setters.size()).isGreaterThanOrEqualTo(50);
        try (Connection connection = watch.connect()) {
            Carriers carriers = new Carriers(connection);
            for (String column : Vault.columns()) {
                for (Place place : places(column)) {
                    try (PreparedStatement statement = connection.prepareStatement(place.sql())) {
                        for (Method setter : setters) {
                            attack(statement, setter, place, carriers);
                        }
                    }
                }
                watch.nothingStored(column);
                everyCellOpens(connection);
            }
        }
        assertThat(executed).as("attempts that ran").isGreaterThan(5_000);
        assertThat(refused).as("attempts that were refused").isGreaterThan(5_000);
    }

    private void attack(PreparedStatement statement, Method setter, Place place, Carriers carriers)
            throws SQLException {
        for (@Nullable
        Object[] arguments : arguments(setter, carriers, place.sql().startsWith("UPDATE vault SET s_"))) {
            arguments[0] = place.parameter();
            String what = setter + " " + place.sql() + " " + kind(arguments);
            watch.forget();
            try {
                call(statement, setter, arguments);
                if (place.sql().endsWith("id = ?")) {
                    statement.setLong(2, 1);
                }
                statement.execute();
                executed++;
            } catch (SQLException | RuntimeException | StackOverflowError e) {
                watch.clean(what, e);
                refused++;
            }
            watch.nothingLeft(what);
        }
    }

    private static String kind(@Nullable Object[] arguments) {
        StringBuilder kind = new StringBuilder();
        for (int i = 1; i < arguments.length; i++) {
            Object argument = arguments[i];
            kind.append(argument == null ? "null" : argument.getClass().getSimpleName())
                    .append(' ');
            if (i > 1) {
                kind.append(argument).append(' ');
            }
        }
        return kind.toString();
    }

    private static void call(Object target, Method method, @Nullable Object[] arguments) throws SQLException {
        try {
            method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new IllegalStateException("not an SQLException: " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** All ways to call a setter; of target types all, or a few. */
    private static List<@Nullable Object[]> arguments(Method setter, Carriers carriers, boolean all)
            throws SQLException {
        Class<?>[] types = setter.getParameterTypes();
        List<@Nullable Object[]> calls = new ArrayList<>();
        boolean isNull = setter.getName().equals("setNull") || setter.getName().equals("updateNull");
        List<? extends @Nullable Object> values =
                isNull ? Carriers.types() : types.length > 1 ? carriers.of(types[1]) : List.of(0);
        for (Object value : values) {
            for (Object second : types.length > 2 ? seconds(types[2], setter, all) : List.of(0)) {
                @Nullable Object[] call = new Object[types.length];
                if (types.length > 1) {
                    call[1] = Carriers.fresh(value);
                }
                if (types.length > 2) {
                    call[2] = second;
                }
                if (types.length > 3) {
                    call[3] = 2;
                }
                calls.add(call);
            }
        }
        return calls;
    }

    private static List<? extends @Nullable Object> seconds(Class<?> type, Method setter, boolean all) {
        if (type == Calendar.class) {
            return Carriers.calendars();
        }
        if (type == SQLType.class) {
            return all ? Arrays.asList(java.sql.JDBCType.values()) : List.of(java.sql.JDBCType.VARCHAR);
        }
        if (type == String.class) {
            return List.of(Carriers.TEXT);
        }
        if (type == int.class && setter.getName().contains("Object")) {
            return all ? Carriers.types() : List.of(java.sql.Types.VARCHAR, java.sql.Types.OTHER);
        }
        return type == long.class ? List.of(11L, 4L, -1L) : List.of(11, 4, -1);
    }

    /** Whatever was written can be read: nothing is sealed for another place. */
    private static void everyCellOpens(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM vault")) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    rows.getObject(i);
                }
            }
        }
    }

    @Test
    void rowIdsBySettersLeadToRowsThatOpen() throws SQLException {
        try (Connection connection = watch.connect()) {
            Carriers carriers = new Carriers(connection);
            for (String sql : List.of(
                    "INSERT INTO vault (id, name, s_text) VALUES (?, 'new', ?)",
                    "INSERT INTO vault (id, name, s_text) VALUES (-1, 'new', 'x'), (?, 'new', ?)",
                    "UPDATE vault SET s_text = 'y' WHERE id = ? AND name <> ?")) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    for (Method setter : methods(PreparedStatement.class, "set", int.class)) {
                        rowId(connection, statement, setter, carriers);
                    }
                }
            }
        }
        assertThat(executed).isGreaterThan(50);
    }

    private void rowId(Connection connection, PreparedStatement statement, Method setter, Carriers carriers)
            throws SQLException {
        for (@Nullable Object[] arguments : arguments(setter, carriers, false)) {
            arguments[0] = 1;
            try {
                call(statement, setter, arguments);
                statement.setString(2, "row");
                executed += statement.executeUpdate();
            } catch (SQLException | RuntimeException | StackOverflowError e) {
                if (!(e instanceof SQLException)) {
                    throw new AssertionError(setter + " " + kind(arguments), e);
                }
                continue;
            }
            try {
                everyCellOpens(connection);
            } catch (SQLException e) {
                throw new AssertionError(database + ": sealed for another row: " + setter + kind(arguments), e);
            }
            database.execute("delete from vault where id <> 1");
        }
    }

    @Test
    void batchesStreamsAndReuseAfterErrors() throws SQLException {
        try (Connection connection = watch.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO vault (id, s_text, s_binary) VALUES (?, ?, ?), (?, ?, ?)")) {
            insert.setLong(1, 100);
            insert.setCharacterStream(2, new java.io.StringReader(Carriers.TEXT));
            insert.setBinaryStream(3, new java.io.ByteArrayInputStream(Carriers.TEXT.getBytes("UTF-8")));
            insert.setLong(4, 101);
            insert.setString(5, Carriers.TEXT);
            insert.setBytes(6, Carriers.TEXT.getBytes("UTF-8"));
            insert.addBatch();
            insert.setLong(1, 102);
            insert.setLong(4, 103);
            insert.addBatch();
            insert.setObject(1, new Carriers.Odd("no number"));
            insert.addBatch();
            try {
                insert.executeBatch();
            } catch (SQLException e) {
                watch.clean("batch", e);
            }
            watch.nothingLeft("batch");
            try {
                insert.executeUpdate();
            } catch (SQLException e) {
                watch.clean("after the batch", e);
            }
            insert.clearParameters();
            try {
                insert.executeUpdate();
            } catch (SQLException e) {
                watch.clean("cleared", e);
            }
            watch.nothingLeft("cleared");
            everyCellOpens(connection);
        } catch (java.io.UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
        watch.nothingStored("batches");
    }

    @Test
    void callsNameNoSealedTable() throws SQLException {
        assertThat(methods(CallableStatement.class, "set", String.class).size()).isGreaterThan(40);
        try (Connection connection = watch.connect()) {
            for (String sql : List.of(
                    "UPDATE vault SET s_text = ? WHERE id = 1",
                    "{call vault(?)}",
                    "{? = call f(?, (SELECT s_text FROM vault))}",
                    "BEGIN UPDATE vault SET s_text = :x; END")) {
                try (CallableStatement call = connection.prepareCall(sql)) {
                    throw new AssertionError(sql + " was prepared as " + call);
                } catch (SQLException e) {
                    watch.clean(sql, e);
                }
            }
        }
    }

    @Test
    void updatersAreSealedOrRefused() throws SQLException {
        List<Method> updaters = new ArrayList<>(methods(ResultSet.class, "update", int.class));
        updaters.addAll(methods(ResultSet.class, "update", String.class));
        assertThat(updaters.size()).isGreaterThanOrEqualTo(86);
        try (Connection connection = watch.connect();
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            Carriers carriers = new Carriers(connection);
            for (String sql : List.of(
                    "SELECT * FROM vault",
                    "SELECT id, s_text, s_binary FROM vault WHERE id = 1",
                    "SELECT s_text AS id, id AS s_text FROM vault WHERE id = 1")) {
                try (ResultSet rows = statement.executeQuery(sql)) {
                    assertThat(rows.next()).isTrue();
                    for (Method updater : updaters) {
                        update(sql, rows, updater, carriers);
                    }
                }
                watch.nothingStored(sql);
            }
        }
    }

    private void update(String sql, ResultSet rows, Method updater, Carriers carriers) throws SQLException {
        for (@Nullable Object[] arguments : arguments(updater, carriers, false)) {
            String label = sql.contains("s_text AS id") ? "id" : "s_text";
            arguments[0] = updater.getParameterTypes()[0] == int.class ? (Object) rows.findColumn(label) : label;
            for (boolean insert : new boolean[] {false, true}) {
                String what = sql + ": " + updater + " " + kind(arguments) + (insert ? " of a new row" : "");
                watch.forget();
                try {
                    if (insert) {
                        rows.moveToInsertRow();
                    }
                    call(rows, updater, arguments);
                    if (insert) {
                        rows.insertRow();
                    } else {
                        rows.updateRow();
                    }
                } catch (SQLException | RuntimeException e) {
                    watch.clean(what, e);
                }
                watch.nothingLeft(what);
                try {
                    rows.moveToCurrentRow();
                } catch (SQLException e) {
                    watch.clean(what, e);
                }
            }
        }
    }
}

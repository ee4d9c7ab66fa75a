package dev.rowseal.convert;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A plaintext column of a declared type on the plain driver. */
final class Plain implements AutoCloseable {

    static final List<String> TYPES = List.of(
            "char(5)",
            "varchar(8)",
            "text",
            "smallint",
            "integer",
            "bigint",
            "decimal(8,2)",
            "real",
            "double",
            "boolean",
            "date",
            "time",
            "timestamp",
            "timestamptz",
            "uuid",
            "binary",
            "json");

    private final Connection connection;
    private final DeclaredType type;
    private final boolean mariaDb;

    Plain(TestDatabase database, Dialect dialect, DeclaredType type) throws SQLException {
        this.connection = database.plain();
        this.type = type;
        this.mariaDb = database.engine() == Engine.MARIADB;
        try (var statement = connection.createStatement()) {
            statement.execute("drop table if exists plain");
            statement.execute("create table plain (c " + dialect.ddl(type) + ")");
        }
        if (mariaDb) {
            MariaDbZones.take(connection);
            // A commit is a write to the disk, and there are thousands.
            connection.setAutoCommit(false);
        }
    }

    /** Stores by the binding and reads back what is stored, in the shape of the type's Value. */
    @Nullable
    Object stored(Bind bind) throws SQLException {
        if (mariaDb) {
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into plain (c) values (?) returning " + shown())) {
                bind.setting().set(insert, bind.value().get());
                return only(insert.executeQuery());
            }
        }
        store(bind);
        try (PreparedStatement select = connection.prepareStatement("select " + shown() + " from plain")) {
            return only(select.executeQuery());
        }
    }

    /** The same by a batch of two. */
    @Nullable
    Object storedInBatch(Bind bind) throws SQLException {
        clear();
        try (PreparedStatement insert = connection.prepareStatement("insert into plain (c) values (?)")) {
            for (int i = 0; i < 2; i++) {
                bind.setting().set(insert, bind.value().get());
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (BatchUpdateException failed) {
            throw failed.getCause() instanceof SQLException cause ? cause : failed;
        }
        try (PreparedStatement select = connection.prepareStatement("select " + shown() + " from plain")) {
            return only(select.executeQuery());
        }
    }

    /** Stores by the binding in place of all that was stored. */
    void store(Bind bind) throws SQLException {
        clear();
        insert(bind);
    }

    private void clear() throws SQLException {
        try (PreparedStatement clear = connection.prepareStatement("delete from plain")) {
            clear.execute();
        }
    }

    /** The same with a literal in the statement's text. */
    @Nullable
    Object storedLiteral(String literal) throws SQLException {
        clear();
        try (var statement = connection.createStatement()) {
            statement.execute("insert into plain (c) values (" + literal + ")");
            return only(statement.executeQuery("select " + shown() + " from plain"));
        }
    }

    void insert(Bind bind) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into plain (c) values (?)")) {
            bind.setting().set(insert, bind.value().get());
            insert.execute();
        }
    }

    /** The column as {@link #read} wants it: MariaDB shows six digits of a float unless it becomes a double. */
    String shown() {
        return mariaDb && type.kind() == Kind.REAL ? "cast(c as double)" : "c";
    }

    private @Nullable Object only(ResultSet result) throws SQLException {
        try (ResultSet rows = result) {
            rows.next();
            return read(rows);
        }
    }

    @Nullable
    Object read(ResultSet rows) throws SQLException {
        return switch (type.kind()) {
            case CHAR, VARCHAR, TEXT, JSON -> rows.getString(1);
            case SMALLINT, INTEGER, BIGINT -> rows.getLong(1);
            case DECIMAL -> number(rows);
            case REAL -> mariaDb ? (float) rows.getDouble(1) : rows.getFloat(1);
            case DOUBLE -> rows.getDouble(1);
            case BOOLEAN -> truth(rows);
            case DATE -> rows.getObject(1, LocalDate.class);
            case TIME -> mariaDb ? clock(rows.getString(1)) : rows.getObject(1, LocalTime.class);
            case TIMESTAMP -> rows.getObject(1, LocalDateTime.class);
            case TIMESTAMPTZ -> instant(rows);
            case UUID -> rows.getObject(1, UUID.class);
            case BINARY -> rows.getBytes(1);
        };
    }

    private static @Nullable Object number(ResultSet rows) throws SQLException {
        String text = rows.getString(1);
        return text.equals("NaN") ? text : rows.getBigDecimal(1);
    }

    /** On MariaDB a boolean is a small number. */
    private Object truth(ResultSet rows) throws SQLException {
        return mariaDb && rows.getInt(1) != 0 && rows.getInt(1) != 1 ? (Object) rows.getInt(1) : rows.getBoolean(1);
    }

    /** On MariaDB a time may be below zero and above a day. */
    private static Object clock(String time) {
        return time.matches("([01]\\d|2[0-3]):.*") ? LocalTime.parse(time) : time;
    }

    private @Nullable Object instant(ResultSet rows) throws SQLException {
        OffsetDateTime at = rows.getObject(1, OffsetDateTime.class);
        return mariaDb && at != null ? at.withOffsetSameInstant(java.time.ZoneOffset.UTC) : at;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        if (mariaDb) {
            connection.rollback();
        }
        connection.close();
    }
}

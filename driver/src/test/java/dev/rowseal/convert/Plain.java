package dev.rowseal.convert;

import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
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

    Plain(TestDatabase database, Dialect dialect, DeclaredType type) throws SQLException {
        this.connection = database.plain();
        this.type = type;
        try (var statement = connection.createStatement()) {
            statement.execute("drop table if exists plain");
            statement.execute("create table plain (c " + dialect.ddl(type) + ")");
        }
    }

    /** Stores by the binding and reads back what is stored, in the shape of the type's Value. */
    @Nullable
    Object stored(Bind bind) throws SQLException {
        try (PreparedStatement clear = connection.prepareStatement("delete from plain")) {
            clear.execute();
        }
        insert(bind);
        try (PreparedStatement select = connection.prepareStatement("select c from plain");
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return read(rows);
        }
    }

    /** The same with a literal in the statement's text. */
    @Nullable
    Object storedLiteral(String literal) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("delete from plain");
            statement.execute("insert into plain (c) values (" + literal + ")");
            try (ResultSet rows = statement.executeQuery("select c from plain")) {
                rows.next();
                return read(rows);
            }
        }
    }

    void insert(Bind bind) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into plain (c) values (?)")) {
            bind.setting().set(insert, bind.value().get());
            insert.execute();
        }
    }

    @Nullable
    Object read(ResultSet rows) throws SQLException {
        return switch (type.kind()) {
            case CHAR, VARCHAR, TEXT, JSON -> rows.getString(1);
            case SMALLINT, INTEGER, BIGINT -> rows.getLong(1);
            case DECIMAL -> number(rows);
            case REAL -> rows.getFloat(1);
            case DOUBLE -> rows.getDouble(1);
            case BOOLEAN -> rows.getBoolean(1);
            case DATE -> rows.getObject(1, LocalDate.class);
            case TIME -> rows.getObject(1, LocalTime.class);
            case TIMESTAMP -> rows.getObject(1, LocalDateTime.class);
            case TIMESTAMPTZ -> rows.getObject(1, OffsetDateTime.class);
            case UUID -> rows.getObject(1, UUID.class);
            case BINARY -> rows.getBytes(1);
        };
    }

    private static @Nullable Object number(ResultSet rows) throws SQLException {
        String text = rows.getString(1);
        return text.equals("NaN") ? text : rows.getBigDecimal(1);
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

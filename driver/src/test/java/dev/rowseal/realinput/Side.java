package dev.rowseal.realinput;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the two databases, and the application's connection to it. Prepared statements are kept and used again. */
final class Side implements AutoCloseable {

    private static final int KEPT = 100;

    private final Connection connection;
    private final boolean postgresql;
    private final boolean mariaDb;
    private final Map<String, PreparedStatement> kept = new LinkedHashMap<>();

    Side(Connection connection) throws SQLException {
        this.connection = connection;
        this.mariaDb = connection.getMetaData().getDatabaseProductName().equals("MariaDB");
        this.postgresql = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    Connection connection() {
        return connection;
    }

    /** The tables that unqualified names find, as they are stored. */
    List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        String schema = mariaDb ? null : connection.getSchema();
        try (ResultSet rows = connection
                .getMetaData()
                .getTables(
                        mariaDb ? connection.getCatalog() : null, schema, null, new String[] {"TABLE", "BASE TABLE"})) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    /** A stored name as a statement may write it. */
    String quoted(String name) {
        return mariaDb ? "`" + name + "`" : "\"" + name + "\"";
    }

    Outcome run(Request request, Reads reads) throws SQLException {
        try {
            List<@Nullable Object> parameters = request.parameters();
            if (parameters == null) {
                try (Statement statement = connection.createStatement()) {
                    return request.keys().isNone()
                            ? outcome(statement, statement.execute(request.sql()), reads)
                            : new Outcome.Keyed(
                                    Keys.seen("" + request.keys().run(statement, request.sql()), statement));
                }
            }
            PreparedStatement statement = prepared(request);
            set(statement, parameters);
            List<@Nullable Object> second = request.second();
            if (second != null) {
                statement.addBatch();
                set(statement, second);
                statement.addBatch();
                return counted(Arrays.toString(statement.executeBatch()), statement, request);
            }
            return request.keys().isNone()
                    ? outcome(statement, statement.execute(), reads)
                    : counted("" + statement.executeUpdate(), statement, request);
        } catch (SQLFeatureNotSupportedException refused) {
            return new Outcome.Refused(String.valueOf(refused.getMessage()));
        } catch (SQLException failed) {
            String state = String.valueOf(failed.getSQLState());
            if (state.startsWith("RS") || state.equals("XX000")) {
                throw failed;
            }
            return Outcome.Failed.of(failed);
        }
    }

    private static Outcome counted(String counts, PreparedStatement statement, Request request) throws SQLException {
        return new Outcome.Keyed(request.keys().isNone() ? List.of(counts) : Keys.seen(counts, statement));
    }

    private void set(PreparedStatement statement, List<@Nullable Object> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            set(statement, i + 1, parameters.get(i));
        }
    }

    private PreparedStatement prepared(Request request) throws SQLException {
        String sql = request.sql() + request.keys();
        PreparedStatement known = kept.get(sql);
        if (known == null) {
            if (kept.size() == KEPT) {
                Iterator<PreparedStatement> oldest = kept.values().iterator();
                oldest.next().close();
                oldest.remove();
            }
            known = request.keys().prepare(connection, request.sql());
            kept.put(sql, known);
        }
        return known;
    }

    private Outcome outcome(Statement statement, boolean rows, Reads reads) throws SQLException {
        if (!rows) {
            return new Outcome.Count(statement.getUpdateCount());
        }
        try (ResultSet result = statement.getResultSet()) {
            ResultSetMetaData metaData = result.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= metaData.getColumnCount(); i++) {
                columns.add(description(metaData, i));
            }
            List<List<String>> lines = new ArrayList<>();
            while (result.next()) {
                List<String> line = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    line.add(reads.of(result, i));
                }
                lines.add(line);
            }
            return new Outcome.Rows(columns, lines);
        }
    }

    /** MariaDB forgets names and scales of columns where it makes a table for the answer, and not everywhere alike. */
    private String description(ResultSetMetaData metaData, int i) throws SQLException {
        String label = metaData.getColumnLabel(i) + " ";
        return label + (mariaDb ? "" : metaData.getColumnName(i) + " ") + metaData.getColumnType(i) + " "
                + metaData.getPrecision(i) + (mariaDb ? "" : " " + metaData.getScale(i));
    }

    /** Sets a parameter by the setter that an application would call for a value of its class. */
    void set(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof Null typed) {
            statement.setNull(index, typed.type());
        } else if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Short number) {
            statement.setShort(index, number);
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof Float number) {
            statement.setFloat(index, number);
        } else if (value instanceof Double number) {
            statement.setDouble(index, number);
        } else if (value instanceof BigDecimal number) {
            statement.setBigDecimal(index, number);
        } else if (value instanceof Boolean truth) {
            statement.setBoolean(index, truth);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else if (value instanceof String[] texts) {
            statement.setArray(index, connection.createArrayOf("varchar", texts));
        } else if (value instanceof Json json && postgresql) {
            statement.setObject(index, json.text(), Types.OTHER);
        } else if (value instanceof Json json) {
            statement.setString(index, json.text());
        } else {
            statement.setObject(index, value);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Words that planning takes for keywords wherever they stand without quotes: the databases do so too. */
@OnEveryDatabase
class ReservedWordsTest {

    private static final long VALUE = 4711;

    @Test
    void nameNothing(TestDatabase database) throws SQLException {
        try (Connection connection = database.plain();
                Statement statement = connection.createStatement()) {
            Dialect dialect = Dialect.of(connection.getMetaData());
            String quote = dialect == Dialect.MARIADB ? "`" : "\"";
            Set<String> words = ReservedWords.of(dialect);
            assertThat(words).hasSizeGreaterThan(30);
            List<String> names = new ArrayList<>();
            for (String word : words) {
                // As the database stores it without quotes.
                String name = quote + (dialect == Dialect.H2 ? word : word.toLowerCase(Locale.ROOT)) + quote;
                statement.execute("create table " + name + " (" + name + " bigint)");
                statement.execute("insert into " + name + " values (" + VALUE + ")");
                for (String use : List.of(
                        "select * from " + word,
                        "select " + word + " from " + name,
                        "select 1, " + word + " from " + name,
                        "select * from " + name + " where " + word + " = " + VALUE,
                        "select * from " + name + " t, " + word,
                        "insert into " + word + " values (1)",
                        "insert into " + name + " (" + word + ") values (1)",
                        "update " + name + " set " + word + " = 1",
                        "update " + word + " set " + name + " = 1",
                        "delete from " + word)) {
                    if (reads(statement, use) || !intact(statement, name)) {
                        names.add(use);
                    }
                }
                statement.execute("drop table " + name);
            }
            assertThat(names).isEmpty();
        }
    }

    private static boolean reads(Statement statement, String use) {
        try {
            if (!statement.execute(use)) {
                return true;
            }
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    if (rows.getString(rows.getMetaData().getColumnCount()).equals(Long.toString(VALUE))) {
                        return true;
                    }
                }
            }
            return false;
        } catch (SQLException | NullPointerException error) {
            return false;
        }
    }

    private static boolean intact(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select * from " + name)) {
            return rows.next() && rows.getLong(1) == VALUE && !rows.next();
        }
    }
}

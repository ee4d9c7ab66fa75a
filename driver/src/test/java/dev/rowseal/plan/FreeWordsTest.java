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
import org.junit.jupiter.api.Test;

/** Words that planning may take for names: the databases do so too, and mean the same with quotes and without. */
@OnEveryDatabase
class FreeWordsTest {

    @Test
    void nameColumns(TestDatabase database) throws SQLException {
        try (Connection connection = database.plain();
                Statement statement = connection.createStatement()) {
            Dialect dialect = Dialect.of(connection.getMetaData());
            String quote = dialect == Dialect.MARIADB ? "`" : "\"";
            statement.execute("create table freely (id integer primary key)");
            statement.execute("insert into freely values (1)");
            for (String word : FreeWords.of(dialect)) {
                String quoted = quote + (dialect == Dialect.H2 ? word : word.toLowerCase(Locale.ROOT)) + quote;
                statement.execute("alter table freely add " + word + " integer");
                assertThat(statement.executeUpdate("update freely set " + word + " = 7 where id = 1"))
                        .isEqualTo(1);
                for (String use : List.of(
                        "select %1$s from freely where %1$s = 7",
                        "select f.%1$s from freely f where f.%1$s = 7 and not %1$s = 8 order by %1$s",
                        "select max(%1$s), 1 from freely group by %1$s having %1$s = 7",
                        "select case when %1$s = 7 then %1$s else 8 end from freely where id = 1")) {
                    assertThat(read(statement, String.format(use, word)))
                            .as("%s in %s", word, use)
                            .isEqualTo(read(statement, String.format(use, quoted)))
                            .containsExactly("7");
                }
                statement.execute("alter table freely drop column " + quoted);
            }
        }
    }

    private static List<String> read(Statement statement, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}

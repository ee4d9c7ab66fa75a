package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import net.sf.jsqlparser.expression.Function;
import org.h2.expression.aggregate.Aggregate;
import org.junit.jupiter.api.Test;

/** Every aggregate that a database brings along is known as one. */
@OnEveryDatabase
class AggregatesTest {

    private final TestDatabase database;

    AggregatesTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void ofTheDatabaseAreAllKnown() throws SQLException, ReflectiveOperationException {
        List<String> names = switch (database.engine()) {
            case H2 -> ofH2();
            case POSTGRESQL -> names("select distinct proname from pg_proc where prokind = 'a'");
            case MARIADB -> ofMariaDb();
        };
        Dialect dialect = switch (database.engine()) {
            case H2 -> Dialect.H2;
            case POSTGRESQL -> Dialect.POSTGRESQL;
            case MARIADB -> Dialect.MARIADB;
        };
        assertThat(names)
                .hasSizeGreaterThan(15)
                .filteredOn(name -> !isKnown(name, dialect))
                .isEmpty();
    }

    private static boolean isKnown(String name, Dialect dialect) {
        Function function = new Function();
        function.setName(name);
        return Aggregates.isKnown(function, dialect);
    }

    private static List<String> ofH2() throws ReflectiveOperationException {
        Field names = Aggregate.class.getDeclaredField("AGGREGATES");
        names.setAccessible(true);
        return ((Map<?, ?>) names.get(null))
                .keySet().stream().map(Object::toString).toList();
    }

    /** It lists no kinds: what gives a row of no rows is an aggregate. */
    private List<String> ofMariaDb() throws SQLException {
        List<String> aggregates = new ArrayList<>();
        List<String> functions = names("select function from information_schema.sql_functions"
                + " union select word from information_schema.keywords");
        try (Connection connection = database.plain();
                Statement statement = connection.createStatement()) {
            statement.execute("create table nothing (id integer, name varchar(9))");
            for (String function : functions) {
                boolean gives = Stream.of("(id)", "(name)", "(id, id)", "(name, id)")
                        .anyMatch(values -> function.matches("\\w+")
                                && gives(statement, "select " + function + values + " from nothing"));
                if (gives) {
                    aggregates.add(function.toLowerCase(Locale.ROOT));
                }
            }
        }
        return aggregates;
    }

    private static boolean gives(Statement statement, String query) {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        } catch (SQLException noFunction) {
            return false;
        }
    }

    private List<String> names(String query) throws SQLException {
        try (Connection connection = database.plain();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }
}

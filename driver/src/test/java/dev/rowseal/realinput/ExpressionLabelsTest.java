package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Expressions over sealed columns that have no alias, as Hibernate and others write them: the rows are exact, and so is
 * each label, or it is refused when it is asked for.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class ExpressionLabelsTest {

    private static final String POLICY = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
                  num: { type: integer, lookup: equality }
            """;

    private static final List<String> QUERIES = List.of(
            "select case when p1_0.ssn=? then 'her' else 'other' end,p1_0.id from patient p1_0 order by p1_0.id",
            "select exists(select 1 from patient p where p.ssn = ?), 1",
            "select exists(select 1 from patient p where p.ssn = ? and p.city='Bern' or p.num is null) from patient",
            "select count(distinct ssn), count(*), max(id) from patient where ssn <> ?",
            "select p.ssn = ?, p.* from patient p order by p.id",
            "select *, ssn in (?, null), upper(city) from patient order by id",
            "select ssn is not null and ssn = ? from patient order by id",
            "select coalesce(ssn = ?, false), ssn from patient order by id",
            "select (id, ssn) = (2, ?) from patient order by id",
            "select sum(case when ssn = ? then 1 else 0 end)+1 from patient",
            "select count(distinct ssn) from patient where city <> ? union all select 7",
            "(select count(distinct ssn), max(id) from patient where city <> ?)",
            "select (select p.ssn from patient p where p.id = v.id), v.city from patient v where v.city <> ? order by v.id",
            "select city, count(distinct ssn) from patient where ssn <> ? group by city order by city",
            "select distinct ssn = ?, city is null from patient where num is not null",
            "select id, row_number() over w from patient where city <> ? window w as (partition by ssn order by id)"
                    + " order by id",
            "select case ssn when ? then num is not null else num is null end, num from patient order by id");

    private static final List<String> WITH_VALUES = List.of(
            "select exists(select 1 from patient p join patient q on p.id = q.id where p.ssn = ?), 1",
            "select case when ssn = '2-secret' then 1 else 0 end, city from patient where ssn <> ? order by id",
            "select count(distinct ssn) from patient having count(distinct ssn) > 0 and count(*) <> ?",
            "select city, ssn = '1-secret' from patient where city <> ? order by id",
            "select count(distinct ssn), min(id) from patient where ssn = '1-secret' or city = ?");

    private final TestDatabase database;

    ExpressionLabelsTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void rowsAndLabelsAreThoseOfThePlainStatement(@TempDir Path folder) throws Exception {
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            plain.execute(
                    "create table patient (id bigint primary key, ssn varchar(11), num integer, city varchar(20))");
            String binary = database.binaryType();
            String index = database.binaryType(16);
            database.execute("create table patient (id bigint primary key, ssn " + binary + ", num " + binary
                    + ", city varchar(20), ssn_idx " + index + ", num_idx " + index + ")");
            Sealed rowseal = new Sealed(database, folder, POLICY);
            try (Connection expected = plain.plain();
                    Connection actual = rowseal.connectNoted()) {
                for (Connection each : List.of(expected, actual)) {
                    fill(each);
                }
                for (String query : QUERIES) {
                    compare(query, expected, actual, database.engine() != Engine.MARIADB);
                }
                for (String query : WITH_VALUES) {
                    compare(query, expected, actual, database.engine() == Engine.POSTGRESQL);
                }
            }
            assertThat(rowseal.noted())
                    .isNotEmpty()
                    .allSatisfy(note -> assertThat(note).doesNotContain("-secret"));
        }
    }

    private static void fill(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into patient (id, ssn, num, city) values (?, ?, ?, ?)")) {
            for (int i = 1; i <= 4; i++) {
                insert.setLong(1, i);
                insert.setString(2, i == 3 ? null : i % 2 + 1 + "-secret");
                insert.setObject(3, i == 4 ? null : 7000 + i);
                insert.setString(4, i == 1 ? "Bern" : "Basel");
                insert.executeUpdate();
            }
        }
    }

    /** @param labelled whether all labels are to be told */
    private static void compare(String query, Connection expected, Connection actual, boolean labelled)
            throws SQLException {
        try (PreparedStatement one = expected.prepareStatement(query);
                PreparedStatement two = actual.prepareStatement(query)) {
            Object value = query.contains("count(*) <> ?")
                    ? 99L
                    : query.contains("city ") && !query.contains("ssn <> ?") ? "Chur" : "2-secret";
            one.setObject(1, value);
            two.setObject(1, value);
            try (ResultSet ours = two.executeQuery();
                    ResultSet theirs = one.executeQuery()) {
                assertThat(rows(ours)).as(query).isEqualTo(rows(theirs));
            }
            try (ResultSet ours = two.executeQuery();
                    ResultSet theirs = one.executeQuery()) {
                labels(query, ours, theirs, labelled);
            }
        }
    }

    private static List<List<String>> rows(ResultSet rows) throws SQLException {
        List<List<String>> all = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                Object cell = rows.getObject(i);
                row.add(cell + " " + (cell == null ? "" : cell.getClass()));
            }
            all.add(row);
        }
        return all;
    }

    private static void labels(String query, ResultSet ours, ResultSet theirs, boolean labelled) throws SQLException {
        ResultSetMetaData actual = ours.getMetaData();
        ResultSetMetaData expected = theirs.getMetaData();
        assertThat(actual.getColumnCount()).as(query).isEqualTo(expected.getColumnCount());
        boolean before = false;
        for (int i = 1; i <= actual.getColumnCount(); i++) {
            String label = expected.getColumnLabel(i);
            boolean refused = isRefused(actual, i);
            assertThat(refused && labelled).as(query + " " + i).isFalse();
            before |= refused;
            if (refused) {
                int column = i;
                assertThatThrownBy(() -> actual.getColumnName(column))
                        .isInstanceOf(SQLFeatureNotSupportedException.class);
                assertThat(actual.getColumnType(i)).as(query).isEqualTo(expected.getColumnType(i));
            } else {
                assertThat(actual.getColumnLabel(i)).as(query).isEqualTo(label);
                assertThat(actual.getColumnName(i)).as(query).isEqualTo(expected.getColumnName(i));
            }
            if (before) {
                assertThatThrownBy(() -> ours.findColumn(label)).isInstanceOf(SQLFeatureNotSupportedException.class);
            } else {
                assertThat(ours.findColumn(label)).as(query).isEqualTo(theirs.findColumn(label));
            }
        }
    }

    private static boolean isRefused(ResultSetMetaData columns, int column) throws SQLException {
        try {
            columns.getColumnLabel(column);
            return false;
        } catch (SQLFeatureNotSupportedException refused) {
            return true;
        }
    }
}

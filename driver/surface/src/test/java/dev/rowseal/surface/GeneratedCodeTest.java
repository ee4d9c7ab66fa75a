package dev.rowseal.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What generated classes do, compiled and run. The wrapped side only writes down what reaches it. */
final class GeneratedCodeTest {

    @TempDir
    Path directory;

    private final List<String> reached = new ArrayList<>();

    @Test
    void forwardsASetterOnlyWhereTheTextIsUnguarded() throws Exception {
        statement(true).setInt(1, 42);
        assertThat(reached).containsExactly("setInt[1, 42]");
    }

    @Test
    void keepsAGuardedParameterFromTheWrappedStatement() throws Exception {
        PreparedStatement held = statement(false);
        held.setInt(1, 42);
        held.setNull(2, Types.VARCHAR, "ssn_t");
        held.setObject(3, "x", Types.CHAR, 11);
        held.setObject(4, "x", JDBCType.CHAR, 11);
        held.setObject(5, "x", JDBCType.CHAR);
        held.setCharacterStream(
                6,
                new StringReader("x") {
                    @Override
                    public String toString() {
                        return "reader";
                    }
                },
                1L);
        assertThat(reached).isEmpty();
        assertThat(log(held))
                .containsExactly(
                        "1 42 INT",
                        "2 null NULL to 12 named ssn_t",
                        "3 x OBJECT to 1 scaled 11",
                        "4 x OBJECT to CHAR scaled 11",
                        "5 x OBJECT to CHAR",
                        "6 reader CHARACTER_STREAM sized 1");
    }

    @Test
    void replaysTheCallWithTheValueAsItWasSet() throws Exception {
        PreparedStatement held = statement(false);
        Timestamp mutable = Timestamp.valueOf("2026-11-25 03:43:18.123456");
        held.setTimestamp(2, mutable, Calendar.getInstance());
        mutable.setTime(0);
        Object replay = held.getClass().getField("replay").get(held);
        Method on = replay.getClass().getInterfaces()[0].getMethod("on", PreparedStatement.class, int.class);
        on.invoke(replay, wrapped(PreparedStatement.class), 7);
        assertThat(log(held)).containsExactly("2 2026-11-25 03:43:18.123456 TIMESTAMP in calendar");
        assertThat(reached).singleElement().asString().startsWith("setTimestamp[7, 2026-11-25 03:43:18.123456, ");
    }

    @Test
    void readsOpenColumnsAtTheirWrappedNumberAndScreensThem() throws Exception {
        ResultSet held = resultSet();
        assertThat(held.getString(2)).isEqualTo("wrapped!");
        assertThat(held.getString("name")).isEqualTo("wrapped!");
        assertThat(held.getInt(2)).isEqualTo(7);
        assertThat(reached).containsExactly("getString[3]", "getString[3]", "getInt[3]");
        assertThat(log(held)).containsExactly("screen 2", "screen 2");
    }

    @Test
    void neverAsksTheWrappedResultSetForASealedColumn() throws Exception {
        ResultSet held = resultSet();
        assertThat(held.getString("ssn")).isNull();
        assertThat(held.getInt(1)).isZero();
        assertThat(held.getBoolean(1)).isFalse();
        held.getClass().getField("sealed").set(held, 42);
        assertThat(held.getInt("ssn")).isEqualTo(42);
        assertThat(held.getObject(1, Integer.class)).isEqualTo(42);
        assertThat(reached).isEmpty();
        assertThat(log(held))
                .containsExactly(
                        "1 STRING null",
                        "1 INT null",
                        "1 BOOLEAN null",
                        "1 INT null",
                        "1 OBJECT_CLASS class java.lang.Integer");
    }

    @Test
    void updatesThroughTheSameFunnelByNumberAndByLabel() throws Exception {
        ResultSet held = resultSet();
        held.updateNString("ssn", "123");
        held.updateNull(1);
        held.updateObject(1, "123", 11);
        held.updateNString(2, "open");
        assertThat(reached).containsExactly("updateNString[3, open]");
        assertThat(log(held)).containsExactly("1 := 123 NSTRING", "1 := null NULL", "1 := 123 OBJECT scaled 11");
    }

    @Test
    void tellsThatTheCursorMovesBeforeItDoes() throws Exception {
        ResultSet held = resultSet();
        assertThat(held.next()).isTrue();
        assertThat(reached).containsExactly("next[]");
        assertThat(log(held)).containsExactly("moved");
    }

    @Test
    void refusesWithStateAndWayOut() throws Exception {
        ResultSet held = resultSet();
        assertThatThrownBy(() -> held.updateRow())
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessage("Rowseal refuses ResultSet.updateRow(): ask the tests")
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("0A000"));
    }

    @Test
    void cleansTheFailureOfAWrappedCall() throws Exception {
        ResultSet held = resultSet();
        assertThatThrownBy(() -> held.getFetchSize()).hasMessage("cleaned").hasNoCause();
        assertThatThrownBy(() -> held.getBigDecimal(2)).hasMessage("cleaned").hasNoCause();
    }

    @Test
    void chainsThroughHandWrittenClassesAndTheirConstructors() throws Exception {
        String policy =
                new Policies(Statement.class).with("PASS", "getFetchSize()").text()
                        + new Policies(PreparedStatement.class)
                                .with("BIND", "setInt(int, int)")
                                .chained(Statement.class, "Middle");
        Map<String, String> sources = Probes.with(Probes.END);
        sources.put("Middle", Probes.MIDDLE);
        Compilation compilation = Compilation.of(directory, policy, sources);
        assertThat(compilation.errors()).isEmpty();
        PreparedStatement held = (PreparedStatement) compilation
                .load("Held")
                .getConstructor(PreparedStatement.class)
                .newInstance(wrapped(PreparedStatement.class));
        held.setInt(1, 42);
        assertThatThrownBy(held::getFetchSize).hasMessage("cleaned");
        assertThat(reached).containsExactly("setInt[1, 42]", "getFetchSize[]");
    }

    private PreparedStatement statement(boolean passes) throws Exception {
        String policy = new Policies(PreparedStatement.class)
                .with("BIND", "setInt(int, int)")
                .with("BIND", "setNull(int, int, String)")
                .with("BIND", "setObject(int, Object, int, int)")
                .with("BIND", "setObject(int, Object, SQLType, int)")
                .with("BIND", "setObject(int, Object, SQLType)")
                .with("BIND", "setCharacterStream(int, Reader, long)")
                .with("BIND", "setTimestamp(int, Timestamp, Calendar)")
                .text();
        return (PreparedStatement) compile(policy, Probes.STATEMENT)
                .getConstructor(PreparedStatement.class, boolean.class)
                .newInstance(wrapped(PreparedStatement.class), passes);
    }

    private ResultSet resultSet() throws Exception {
        Policies policy =
                new Policies(ResultSet.class).with("HAND", "findColumn(String)").with("MOVE", "next()");
        for (String read : List.of(
                "getString(int)",
                "getString(String)",
                "getInt(int)",
                "getInt(String)",
                "getBoolean(int)",
                "getBigDecimal(int)",
                "getObject(int, Class)")) {
            policy.with("READ", read);
        }
        policy.with("BIND", "updateNString(int, String)")
                .with("BIND", "updateNString(String, String)")
                .with("BIND", "updateObject(int, Object, int)")
                .with("BIND", "updateNull(int)")
                .with("PASS", "getFetchSize()");
        return (ResultSet) compile(policy.text(), Probes.RESULT_SET)
                .getConstructor(ResultSet.class)
                .newInstance(wrapped(ResultSet.class));
    }

    private Class<?> compile(String policy, String held) throws Exception {
        Compilation compilation = Compilation.of(directory, policy, Probes.with(held));
        assertThat(compilation.errors()).isEmpty();
        return compilation.load("Held");
    }

    /** A JDBC object that writes down each call, answers a few and fails the others as a leaky server would. */
    private <T> T wrapped(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            reached.add(method.getName() + (args == null ? "[]" : Arrays.toString(args)));
            return switch (method.getName()) {
                case "getString" -> "wrapped";
                case "getInt" -> 7;
                case "next" -> true;
                case "getFetchSize", "getBigDecimal" -> throw new SQLException("row (secret)");
                default -> null;
            };
        }));
    }

    @SuppressWarnings("unchecked")
    private static List<String> log(Object held) throws ReflectiveOperationException {
        return (List<String>) held.getClass().getField("log").get(held);
    }
}

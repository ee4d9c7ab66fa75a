package dev.rowseal.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to weaken the surface is a compile error that names file and line. */
final class SurfaceProcessorTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            classes = {
                Connection.class,
                Statement.class,
                PreparedStatement.class,
                CallableStatement.class,
                ResultSet.class,
                ResultSetMetaData.class,
                ParameterMetaData.class,
                DatabaseMetaData.class
            })
    void acceptsACompletePolicy(Class<?> type) throws Exception {
        assertThat(compile(new Policies(type).text())).isEmpty();
    }

    @Test
    void wantsALineForEveryMethod() throws Exception {
        assertThat(compile(new Policies(ParameterMetaData.class)
                        .without("getScale(int)")
                        .text()))
                .containsExactly("surface.policy:1: no line for java.sql.ParameterMetaData.getScale(int)");
    }

    @Test
    void wantsALineForEveryInheritedMethod() throws Exception {
        assertThat(compile(new Policies(ParameterMetaData.class)
                        .without("unwrap(Class)")
                        .text()))
                .containsExactly("surface.policy:1: no line for java.sql.ParameterMetaData.unwrap(Class)");
    }

    @Test
    void wantsOnlyOneLine() throws Exception {
        Policies policy = new Policies(ParameterMetaData.class);
        assertThat(compile(policy.text() + "HAND getScale(int)\n"))
                .containsExactly(
                        "surface.policy:13: getScale(int) already has its line, " + policy.line("getScale(int)"));
    }

    @Test
    void knowsNoOtherMethods() throws Exception {
        assertThat(compile(new Policies(ParameterMetaData.class).text() + "HAND getScale(long)\n"))
                .containsExactly("surface.policy:13: java.sql.ParameterMetaData has no method getScale(long)");
    }

    static List<Arguments> breaches() {
        return List.of(
                Arguments.of(PreparedStatement.class, "PASS", "setNString(int, String)", "is a setter"),
                Arguments.of(PreparedStatement.class, "PASS", "setNull(int, int, String)", "is a setter"),
                Arguments.of(PreparedStatement.class, "PASS", "setObject(int, Object, SQLType, int)", "is a setter"),
                Arguments.of(CallableStatement.class, "PASS", "setBytes(String, byte[])", "is a setter"),
                Arguments.of(CallableStatement.class, "PASS", "getObject(String, Map)", "is a getter"),
                Arguments.of(ResultSet.class, "PASS", "updateNull(int)", "is a setter"),
                Arguments.of(ResultSet.class, "MOVE", "updateClob(String, Reader)", "is a setter"),
                Arguments.of(ResultSet.class, "PASS", "getNCharacterStream(int)", "is a getter"),
                Arguments.of(ResultSet.class, "PASS", "getStatement()", "returns a JDBC object"),
                Arguments.of(ResultSet.class, "HAND", "getMetaData()", "returns a JDBC object"),
                Arguments.of(ResultSetMetaData.class, "PASS", "getColumnType(int)", "describes one column"),
                Arguments.of(Statement.class, "PASS", "execute(String, int[])", "takes SQL text"),
                Arguments.of(Statement.class, "PASS", "executeLargeUpdate(String)", "takes SQL text"),
                Arguments.of(Statement.class, "HAND", "addBatch(String)", "takes SQL text"),
                Arguments.of(Statement.class, "CHILD", "executeQuery(String)", "takes SQL text"),
                Arguments.of(Statement.class, "PASS", "getConnection()", "returns a JDBC object"),
                Arguments.of(Statement.class, "PASS", "getGeneratedKeys()", "returns a JDBC object"),
                Arguments.of(Connection.class, "PASS", "nativeSQL(String)", "takes SQL text"),
                Arguments.of(Connection.class, "PASS", "prepareCall(String, int, int)", "takes SQL text"),
                Arguments.of(Connection.class, "PASS", "createStatement()", "returns a JDBC object"),
                Arguments.of(Connection.class, "PASS", "setClientInfo(Properties)", "does not declare SQLException"),
                Arguments.of(Connection.class, "READ", "getCatalog()", "is not a getter"),
                Arguments.of(Connection.class, "BIND", "setCatalog(String)", "is not a setter"),
                Arguments.of(Connection.class, "MOVE", "commit()", "MOVE is for the cursor"),
                Arguments.of(DatabaseMetaData.class, "PASS", "getTypeInfo()", "returns a JDBC object"),
                Arguments.of(DatabaseMetaData.class, "LIST", "getConnection()", "LIST is for"),
                Arguments.of(ResultSet.class, "LIST", "next()", "LIST is for"));
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void refusesWhatWouldOpenTheDoor(Class<?> type, String verb, String signature, String reason) throws Exception {
        Policies policy = new Policies(type).with(verb, signature);
        assertThat(compile(policy.text()))
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .startsWith("surface.policy:" + policy.line(signature) + ": " + signature + " ")
                        .contains(reason));
    }

    @Test
    void acceptsWhatOnlyNewerJdksHave() throws Exception {
        String policy = new Policies(ParameterMetaData.class).text();
        assertThat(compile(policy + "LATER DEFAULT getWeight(int)\nLATER HAND getColour(int)\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LATER PASS getWeight(int)",
                "LATER HAND getScale(int)",
                "DEFAULT getWeight(int)",
                "FORWARD getWeight(int)",
                "HAND getWeight",
                "HAND getWeight(int) : why",
                "REFUSE getWeight(int)",
                "interface java.sql.ParameterMetaData -> Again",
                "interface java.sql.Nothing -> DelegatingNothing"
            })
    void reportsWhatItCannotUnderstand(String line) throws Exception {
        assertThat(compile(new Policies(ParameterMetaData.class).text() + line + "\n"))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error).startsWith("surface.policy:13: "));
    }

    @Test
    void reportsADecisionBeforeTheFirstHeadingAndAnEmptyPolicy() throws Exception {
        assertThat(compile("HAND getScale(int)\n"))
                .containsExactly(
                        "surface.policy:1: a decision before the first heading",
                        "surface.policy:1: the policy has no section");
    }

    @Test
    void wantsTheHandWrittenClassOfAChain() throws Exception {
        String above = new Policies(Statement.class).text();
        String policy = above + new Policies(PreparedStatement.class).chained(Statement.class, "Middle");
        long line = 1 + above.lines().count();
        assertThat(compile(policy)).containsExactly("surface.policy:" + line + ": no class probe.Middle");
    }

    @Test
    void wantsAPolicy() throws Exception {
        assertThat(Compilation.run(directory, Map.of()).errors())
                .containsExactly("@JdbcSurface needs -Arowseal.surface=<the policy file>");
        assertThat(Compilation.run(directory, Map.of(), "-Arowseal.surface=" + directory.resolve("none"))
                        .errors())
                .singleElement()
                .satisfies(error -> assertThat(error).startsWith("cannot read the surface policy"));
    }

    private List<String> compile(String policy) throws Exception {
        return Compilation.of(directory, policy, Map.of()).errors();
    }
}

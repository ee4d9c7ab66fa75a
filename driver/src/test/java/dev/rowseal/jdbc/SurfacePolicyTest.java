package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The surface is complete on the JDK that runs, is what surface.policy says, and no change of it goes unseen. */
final class SurfacePolicyTest {

    private static final Path FILE = Path.of("src/main/jdbc/surface.policy");
    private static final Pattern HEADING = Pattern.compile("interface java\\.sql\\.(\\w+) .*");
    private static final Pattern METHOD = Pattern.compile("(LATER )?([A-Z]+) +(\\w+\\([^)]*\\)).*");

    /** Interface, the class that applications hold, its generated base. */
    static List<Arguments> surfaces() {
        return List.of(
                Arguments.of(Connection.class, RowsealConnection.class, DelegatingConnection.class),
                Arguments.of(Statement.class, RowsealStatement.class, DelegatingStatement.class),
                Arguments.of(
                        PreparedStatement.class, RowsealPreparedStatement.class, DelegatingPreparedStatement.class),
                Arguments.of(
                        CallableStatement.class, RowsealCallableStatement.class, DelegatingCallableStatement.class),
                Arguments.of(ResultSet.class, RowsealResultSet.class, DelegatingResultSet.class),
                Arguments.of(
                        ResultSetMetaData.class, RowsealResultSetMetaData.class, DelegatingResultSetMetaData.class),
                Arguments.of(
                        ParameterMetaData.class, RowsealParameterMetaData.class, DelegatingParameterMetaData.class),
                Arguments.of(DatabaseMetaData.class, RowsealDatabaseMetaData.class, DelegatingDatabaseMetaData.class));
    }

    /**
     * A default method that is not overridden would run the JDK's body over our own methods. That is safe only when
     * somebody has read it: a {@code LATER DEFAULT} line says so.
     */
    @ParameterizedTest
    @MethodSource("surfaces")
    void everyMethodOfTheRunningJdkIsOurs(Class<?> type, Class<?> held, Class<?> generated) throws IOException {
        Map<String, String> policy = policy().getOrDefault(type.getSimpleName(), Map.of());
        List<String> missing = new ArrayList<>();
        int checked = 0;
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            checked++;
            if (!declares(held, method) && !"LATER DEFAULT".equals(policy.get(signature(method)))) {
                missing.add(signature(method));
            }
        }
        assertThat(missing)
                .as("methods of " + type + " without a line in " + FILE)
                .isEmpty();
        assertThat(checked).isGreaterThan(10);
    }

    /** Maven does not notice a changed policy by itself; then this test asks for a clean build. */
    @ParameterizedTest
    @MethodSource("surfaces")
    void theClassesAreMadeFromThisPolicy(Class<?> type, Class<?> held, Class<?> generated) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(FILE));
        assertThat(generated.getDeclaredField("POLICY").get(null))
                .as(FILE + " has changed since it was compiled: build with mvn clean")
                .isEqualTo(HexFormat.of().formatHex(hash));
    }

    /** What is generated cannot be overridden, what is by hand cannot be forgotten, so the policy is the truth. */
    @ParameterizedTest
    @MethodSource("surfaces")
    void generatedMethodsAreFinalAndOthersAbstract(Class<?> type, Class<?> held, Class<?> generated)
            throws IOException {
        Map<String, String> policy = policy().getOrDefault(type.getSimpleName(), Map.of());
        Map<String, String> found = new TreeMap<>();
        Map<String, String> wanted = new TreeMap<>();
        for (Method method : generated.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                found.put(signature(method), Modifier.isFinal(method.getModifiers()) ? "final" : "abstract");
            }
        }
        policy.forEach((signature, verb) -> {
            if (!verb.startsWith("LATER")) {
                wanted.put(signature, List.of("SQL", "CHILD", "HAND").contains(verb) ? "abstract" : "final");
            }
        });
        assertThat(found).isEqualTo(wanted);
    }

    @Test
    void aChangeOfThePolicyIsSeenInReview() throws IOException {
        Map<String, String> counts = new TreeMap<>();
        policy().forEach((type, lines) -> counts.put(
                type,
                lines.values().stream()
                        .collect(Collectors.groupingBy(verb -> verb, TreeMap::new, Collectors.counting()))
                        .toString()));
        assertThat(counts)
                .isEqualTo(Map.of(
                        "CallableStatement", "{BIND=47, HAND=1, PASS=12, READ=61}",
                        "Connection", "{CHILD=4, HAND=20, LATER HAND=4, PASS=21, REFUSE=5, SQL=10}",
                        "DatabaseMetaData", "{CHILD=1, HAND=9, LIST=26, PASS=143}",
                        "ParameterMetaData", "{COLUMN=8, HAND=3}",
                        "PreparedStatement", "{BIND=50, CHILD=3, HAND=5}",
                        "ResultSet", "{BIND=86, CHILD=2, HAND=26, MOVE=1, PASS=12, READ=68}",
                        "ResultSetMetaData", "{COLUMN=20, HAND=3}",
                        "Statement", "{CHILD=3, HAND=19, PASS=20, SQL=14}"));
    }

    private static boolean declares(Class<?> held, Method method) {
        for (Class<?> type = held; type != Object.class; type = type.getSuperclass()) {
            for (Method own : type.getDeclaredMethods()) {
                if (signature(own).equals(signature(method)) && !own.isBridge()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String signature(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Verbs by signature, by the interface's simple name. */
    private static Map<String, Map<String, String>> policy() throws IOException {
        Map<String, Map<String, String>> policy = new TreeMap<>();
        Map<String, String> section = Map.of();
        for (String line : Files.readAllLines(FILE, StandardCharsets.UTF_8)) {
            Matcher heading = HEADING.matcher(line);
            Matcher method = METHOD.matcher(line);
            if (heading.matches()) {
                section = new TreeMap<>();
                policy.put(heading.group(1), section);
            } else if (method.matches()) {
                String later = method.group(1) == null ? "" : method.group(1);
                section.put(method.group(3), later + method.group(2));
            }
        }
        return policy;
    }
}

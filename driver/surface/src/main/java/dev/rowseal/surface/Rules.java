package dev.rowseal.surface;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What no policy may say, however it is reviewed: a setter, an updater, a getter, an SQL taker and a method that returns
 * a JDBC object are never simply forwarded.
 */
final class Rules {

    private static final Set<String> JDBC_OBJECTS = Set.of(
            "Connection",
            "Statement",
            "PreparedStatement",
            "CallableStatement",
            "ResultSet",
            "ResultSetMetaData",
            "DatabaseMetaData",
            "ParameterMetaData");
    private static final Set<String> STATEMENTS = Set.of("Statement", "PreparedStatement", "CallableStatement");

    private Rules() {}

    /** Why the verb is not allowed for the method, or null when it is. */
    static @Nullable String objection(JdbcMethod method, Verb verb) {
        if (verb == Verb.REFUSE) {
            return method.throwsSqlException() ? null : "cannot throw SQLException: write HAND";
        }
        if (takesSql(method)) {
            return only(verb, Verb.SQL, "takes SQL text");
        }
        if (verb == Verb.LIST) {
            boolean listing = method.owner().equals("DatabaseMetaData")
                    && method.returnsErased().equals("ResultSet");
            return listing ? null : "LIST is for the result sets of DatabaseMetaData";
        }
        if (returnsJdbcObject(method)) {
            return only(verb, Verb.CHILD, "returns a JDBC object");
        }
        if (isSetter(method)) {
            return verb == Verb.HAND ? null : only(verb, Verb.BIND, "is a setter");
        }
        if (isGetter(method)) {
            return verb == Verb.HAND ? null : only(verb, Verb.READ, "is a getter");
        }
        if (isFact(method)) {
            return verb == Verb.HAND ? null : only(verb, Verb.COLUMN, "describes one column or parameter");
        }
        return other(method, verb);
    }

    private static @Nullable String only(Verb verb, Verb allowed, String reason) {
        return verb == allowed ? null : reason + ": it can be " + allowed + " or REFUSE, never " + verb;
    }

    private static @Nullable String other(JdbcMethod method, Verb verb) {
        return switch (verb) {
            case HAND, REFUSE -> null;
            case PASS -> method.throwsSqlException() ? null : "does not declare SQLException: write HAND";
            case MOVE ->
                method.owner().equals("ResultSet") && method.throwsSqlException()
                        ? null
                        : "MOVE is for the cursor of a ResultSet";
            case BIND -> "is not a setter by number or name: it cannot be BIND";
            case READ -> "is not a getter by number or name: it cannot be READ";
            case COLUMN -> "is not a fact about one column or parameter: it cannot be COLUMN";
            case LIST -> throw new IllegalStateException("asked before");
            case SQL -> "takes no SQL text: it cannot be SQL";
            case CHILD -> "returns no JDBC object: it cannot be CHILD";
            case DEFAULT -> "exists on the JDK that compiles: LATER DEFAULT is not for it";
        };
    }

    private static boolean takesSql(JdbcMethod method) {
        if (!method.byName()) {
            return false;
        }
        String name = method.name();
        return method.owner().equals("Connection")
                ? name.startsWith("prepare") || name.equals("nativeSQL")
                : STATEMENTS.contains(method.owner()) && (name.startsWith("execute") || name.equals("addBatch"));
    }

    private static boolean returnsJdbcObject(JdbcMethod method) {
        return JDBC_OBJECTS.contains(method.returnsErased());
    }

    private static boolean isSetter(JdbcMethod method) {
        if (!method.byNumber() && !method.byName()) {
            return false;
        }
        return switch (method.owner()) {
            case "PreparedStatement", "CallableStatement" -> method.name().startsWith("set");
            case "ResultSet" -> method.name().startsWith("update");
            default -> false;
        };
    }

    private static boolean isGetter(JdbcMethod method) {
        return (method.owner().equals("ResultSet") || method.owner().equals("CallableStatement"))
                && method.name().startsWith("get")
                && (method.byNumber() || method.byName());
    }

    private static boolean isFact(JdbcMethod method) {
        return (method.owner().equals("ResultSetMetaData") || method.owner().equals("ParameterMetaData"))
                && method.byNumber()
                && method.parameters().size() == 1;
    }
}

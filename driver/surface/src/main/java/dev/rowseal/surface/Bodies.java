package dev.rowseal.surface;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The bodies of generated methods. Only the wrapped call stands in the try: what a hook throws is already Rowseal's own
 * and passes untouched.
 */
final class Bodies {

    private static final Map<String, String> BOXES = Map.of(
            "boolean", "Boolean",
            "byte", "Byte",
            "short", "Short",
            "int", "Integer",
            "long", "Long",
            "float", "Float",
            "double", "Double");

    /** What can hold neither bytes nor text nor a way back to the wrapped driver. */
    private static final Set<String> HARMLESS = Set.of("BigDecimal", "Date", "Time", "Timestamp");

    private Bodies() {}

    static String of(Surface.Choice choice) {
        JdbcMethod method = choice.method();
        return switch (choice.line().verb()) {
            case PASS -> forward(method, method.arguments());
            case LIST -> list(method);
            case MOVE -> "moved();\n" + forward(method, method.arguments());
            case BIND -> BindBody.of(method);
            case READ -> read(method);
            case COLUMN -> column(method);
            case REFUSE -> refuse(choice);
            case SQL, CHILD, HAND, DEFAULT -> throw new IllegalStateException("no body for " + choice);
        };
    }

    private static String list(JdbcMethod method) {
        return "ResultSet listing;\n"
                + attempt("listing = delegate()." + method.name() + "(" + method.arguments() + ");")
                + "return list(\"" + method.name() + "\", listing);\n";
    }

    /** The wrapped call with these arguments, its failure made presentable, its result returned. */
    static String forward(JdbcMethod method, String arguments) {
        String call = "delegate()." + method.name() + "(" + arguments + ")";
        return attempt((method.isVoid() ? "" : "return ") + call + ";");
    }

    static String attempt(String statement) {
        return """
                try {
                    %s
                } catch (SQLException e) {
                    throw failed(e);
                }
                """.formatted(statement);
    }

    static String indent(String block) {
        return block.indent(4);
    }

    /** A getter's, setter's or fact's family: {@code getBigDecimal} to {@code BIG_DECIMAL}. */
    static String constant(String name, String... prefixes) {
        String word = name;
        for (String prefix : prefixes) {
            if (word.startsWith(prefix)) {
                word = word.substring(prefix.length());
                break;
            }
        }
        return word.equals("SQLXML") || word.equals("URL")
                ? word
                : word.replaceAll("^N(?=String|Clob|Character)", "N~")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                        .replace("~", "")
                        .toUpperCase(Locale.ROOT);
    }

    private static String read(JdbcMethod method) {
        String chosen = method.parameters().get(0).name();
        if (method.byName() && method.owner().equals("ResultSet")) {
            return "return %s(findColumn(%s)%s);\n".formatted(method.name(), chosen, method.furtherArguments());
        }
        String wrapped = method.byName() ? "String wrapped = physical(%1$s);\nif (wrapped != null) {\n%2$s}\n" : """
                int wrapped = physical(%s);
                if (wrapped > 0) {
                %s}
                """;
        return wrapped.formatted(chosen, indent(open(method, chosen))) + sealed(method, chosen);
    }

    private static String open(JdbcMethod method, String chosen) {
        String arguments = "wrapped" + method.furtherArguments();
        if (BOXES.containsKey(method.returns()) || HARMLESS.contains(method.returnsErased())) {
            return forward(method, arguments);
        }
        String type = method.returns().substring(method.returns().lastIndexOf('.') + 1);
        return type + " value;\n"
                + attempt("value = delegate()." + method.name() + "(" + arguments + ");")
                + "return screen(" + chosen + ", value);\n";
    }

    private static String sealed(JdbcMethod method, String chosen) {
        String second =
                method.parameters().size() > 1 ? method.parameters().get(1).erased() : "";
        String argument =
                method.parameters().size() > 1 ? method.parameters().get(1).name() : "null";
        String family = constant(method.name(), "get");
        if (family.equals("OBJECT") && !second.isEmpty()) {
            family += second.equals("Map") ? "_MAP" : "_CLASS";
        }
        String call = "read(" + chosen + ", ReadType." + family + ", " + argument + ")";
        if (second.equals("Class")) {
            return "return " + argument + ".cast(" + call + ");\n";
        }
        String box = BOXES.get(method.returns());
        if (box == null) {
            String type = method.returns().substring(method.returns().lastIndexOf('.') + 1);
            return type.equals("Object") ? "return " + call + ";\n" : "return (" + type + ") " + call + ";\n";
        }
        String none = box.equals("Boolean") ? "false" : "0";
        return "Object value = " + call + ";\nreturn value == null ? " + none + " : (" + box + ") value;\n";
    }

    private static String column(JdbcMethod method) {
        String chosen = method.parameters().get(0).name();
        String fact = method.owner().equals("ResultSetMetaData") ? "ColumnFact." : "ParameterFact.";
        String type = BOXES.getOrDefault(method.returns(), "String");
        return """
                int wrapped = physical(%s);
                if (wrapped > 0) {
                %s}
                return (%s) describe(%s, %s);
                """.formatted(
                chosen, indent(forward(method, "wrapped")), type, chosen, fact + constant(method.name(), "get", "is"));
    }

    private static String refuse(Surface.Choice choice) {
        JdbcMethod method = choice.method();
        String text = "Rowseal refuses " + method.owner() + "." + method.signature() + ": "
                + choice.line().wayOut();
        String literal = text.replace("\\", "\\\\").replace("\"", "\\\"");
        return "throw new java.sql.SQLFeatureNotSupportedException(\"" + literal + "\", \"0A000\");\n";
    }
}

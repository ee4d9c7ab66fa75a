package dev.rowseal.surface;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The bodies of setters and updaters. */
final class BindBody {

    /** Values that the application may change between setting and executing. Streams and large objects are handed over. */
    private static final Set<String> MUTABLE = Set.of("byte[]", "Date", "Time", "Timestamp", "Object", "Calendar");

    private BindBody() {}

    static String of(JdbcMethod method) {
        if (!method.owner().equals("ResultSet")) {
            return "if (passes()) {\n" + Bodies.indent(forwardAndReturn(method, method.arguments())) + "}\n"
                    + keep(method, "bind");
        }
        String chosen = method.parameters().get(0).name();
        if (method.byName()) {
            return "%s(findColumn(%s)%s);\n".formatted(method.name(), chosen, method.furtherArguments());
        }
        return "int wrapped = physicalForUpdate(" + chosen + ");\nif (wrapped > 0) {\n"
                + Bodies.indent(forwardAndReturn(method, "wrapped" + method.furtherArguments())) + "}\n"
                + keep(method, "update");
    }

    private static String forwardAndReturn(JdbcMethod method, String arguments) {
        return Bodies.forward(method, arguments) + "return;\n";
    }

    private static String keep(JdbcMethod method, String hook) {
        List<Parameter> further =
                method.parameters().subList(1, method.parameters().size());
        StringBuilder out = new StringBuilder();
        for (Parameter parameter : further) {
            if (MUTABLE.contains(parameter.erased())) {
                String simple = parameter.type().substring(parameter.type().lastIndexOf('.') + 1);
                out.append("%s %s = Snapshot.of(%s);\n".formatted(simple, copy(parameter), parameter.name()));
            }
        }
        boolean isNull = method.name().endsWith("Null");
        String value = isNull ? "null" : copy(further.get(0));
        List<Parameter> details = isNull ? further : further.subList(1, further.size());
        String replayed = further.stream().map(p -> ", " + copy(p)).collect(Collectors.joining());
        return out.append("%s(%s, %s, %s, (target, position) -> target.%s(position%s));\n"
                        .formatted(
                                hook,
                                method.parameters().get(0).name(),
                                value,
                                type(method, details),
                                method.name(),
                                replayed))
                .toString();
    }

    private static String copy(Parameter parameter) {
        return MUTABLE.contains(parameter.erased()) ? parameter.name() + "Copy" : parameter.name();
    }

    private static String type(JdbcMethod method, List<Parameter> details) {
        String family = Bodies.constant(method.name(), "set", "update");
        StringBuilder out = new StringBuilder("BindType.of(Setter." + family + ")");
        boolean stream = family.endsWith("STREAM") || family.endsWith("LOB");
        // ResultSet.updateObject(column, object, int) has a scale or length where setObject has a target type
        boolean targeted = family.equals("NULL")
                || (family.equals("OBJECT") && !method.owner().equals("ResultSet"));
        for (Parameter detail : details) {
            String name = copy(detail);
            out.append(
                    switch (detail.erased()) {
                        case "Calendar" -> ".in(" + name + ")";
                        case "SQLType" -> ".to(" + name + ")";
                        case "String" -> ".named(" + name + ")";
                        case "long" -> ".sized(" + name + ")";
                        case "int" -> stream ? ".sized(" + name + ")" : (targeted ? ".to(" : ".scaled(") + name + ")";
                        default -> throw new IllegalStateException("what is " + detail + " to " + method.signature());
                    });
            targeted = false;
        }
        return out.toString();
    }
}

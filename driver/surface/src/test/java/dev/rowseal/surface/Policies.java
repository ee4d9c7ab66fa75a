package dev.rowseal.surface;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Complete policies for one JDBC interface, to be spoilt or refined one line at a time. */
final class Policies {

    /** JDBC 4.5, unknown to a compiler with {@code --release 17} and known to a newer JDK's reflection. */
    private static final String NEWER = "enquote.*|isSimpleIdentifier.*";

    private final Class<?> type;
    private final Map<String, String> lines = new LinkedHashMap<>();

    /** Every method of the interface refused, or left to the hand where it cannot throw. */
    Policies(Class<?> type) {
        this.type = type;
        for (Method method : type.getMethods()) {
            boolean inherited = type.getSuperclass() == null
                    && method.getDeclaringClass() != type
                    && Arrays.stream(type.getMethods())
                            .anyMatch(other -> other.getDeclaringClass() == type && same(other, method));
            boolean newer =
                    type == java.sql.Connection.class && method.getName().matches(NEWER);
            if (!Modifier.isStatic(method.getModifiers()) && !inherited && !newer) {
                boolean throwing = Arrays.asList(method.getExceptionTypes()).contains(java.sql.SQLException.class);
                lines.put(signature(method), throwing ? "REFUSE %s : ask the tests" : "HAND %s");
            }
        }
    }

    /** The same policy with another decision about one method. */
    Policies with(String verb, String signature) {
        if (lines.replace(signature, verb + " %s") == null) {
            throw new IllegalArgumentException(signature);
        }
        return this;
    }

    Policies without(String signature) {
        if (lines.remove(signature) == null) {
            throw new IllegalArgumentException(signature);
        }
        return this;
    }

    /** A section to follow one of {@code above}: only what the interface itself declares, below a hand-written class. */
    String chained(Class<?> above, String superclass) {
        Arrays.stream(above.getMethods()).map(Policies::signature).forEach(lines::remove);
        String heading = "interface " + type.getName() + " -> Delegating" + type.getSimpleName();
        return text().replaceFirst(".*", heading + " extends " + superclass);
    }

    /** Heading on line 1, then one line per method. */
    String text() {
        String heading = "interface " + type.getName() + " -> Delegating" + type.getSimpleName() + "\n";
        return lines.entrySet().stream()
                .map(entry -> entry.getValue().formatted(entry.getKey()) + "\n")
                .collect(Collectors.joining("", heading, ""));
    }

    /** The line, from 1, on which a method stands. */
    int line(String signature) {
        return 2 + lines.keySet().stream().toList().indexOf(signature);
    }

    private static boolean same(Method one, Method other) {
        return signature(one).equals(signature(other));
    }

    private static String signature(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}

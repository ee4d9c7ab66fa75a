package dev.rowseal.surface;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/**
 * A method of a JDBC interface, as the JDK that compiles declares it.
 *
 * @param owner simple name of the interface that the section is about
 * @param name the method's name
 * @param typeParameters its type parameters as source text, as in {@code <T> }, or empty
 * @param returns its return type as source text, with qualified names
 * @param returnsErased its erased return type by its simple name
 * @param parameters its parameters
 * @param thrown the exceptions that it declares, as source text
 */
record JdbcMethod(
        String owner,
        String name,
        String typeParameters,
        String returns,
        String returnsErased,
        List<Parameter> parameters,
        List<String> thrown) {

    private static final Map<String, String> NAMES = Map.of(
            "int", "number",
            "int[]", "numbers",
            "long", "count",
            "boolean", "flag",
            "String", "text",
            "String[]", "texts",
            "Object", "object",
            "Object[]", "objects",
            "SQLType", "sqlType",
            "Class", "type");
    private static final Set<String> KEYWORDS = Set.of("short", "byte", "float", "double");

    static JdbcMethod of(String owner, ExecutableElement element, Types types) {
        List<Parameter> parameters = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (VariableElement parameter : element.getParameters()) {
            TypeMirror type = parameter.asType();
            String erased = erased(type, types);
            String first =
                    parameters.isEmpty() ? first(owner, element.getSimpleName().toString(), erased) : "";
            parameters.add(new Parameter(type.toString(), erased, name(erased, first, taken)));
        }
        String typeParameters = element.getTypeParameters().isEmpty()
                ? ""
                : element.getTypeParameters().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(", ", "<", "> "));
        return new JdbcMethod(
                owner,
                element.getSimpleName().toString(),
                typeParameters,
                element.getReturnType().toString(),
                erased(element.getReturnType(), types),
                List.copyOf(parameters),
                element.getThrownTypes().stream().map(Object::toString).toList());
    }

    /** Name and erased simple parameter types, as policies write it. */
    String signature() {
        return name + parameters.stream().map(Parameter::erased).collect(Collectors.joining(", ", "(", ")"));
    }

    boolean isVoid() {
        return returns.equals("void");
    }

    /** Whether a call to the wrapped object may throw what this method may throw. */
    boolean throwsSqlException() {
        return thrown.contains("java.sql.SQLException");
    }

    /** Whether the first parameter chooses a column or parameter by number. */
    boolean byNumber() {
        return !parameters.isEmpty() && parameters.get(0).erased().equals("int");
    }

    /** Whether the first parameter chooses a column or parameter by name. */
    boolean byName() {
        return !parameters.isEmpty() && parameters.get(0).erased().equals("String");
    }

    /** The parameters' names but the first, each preceded by a comma. */
    String furtherArguments() {
        return parameters.stream()
                .skip(1)
                .map(parameter -> ", " + parameter.name())
                .collect(Collectors.joining());
    }

    String arguments() {
        return parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
    }

    private static String erased(TypeMirror type, Types types) {
        String text =
                type.getKind() == TypeKind.VOID ? "void" : types.erasure(type).toString();
        return text.substring(text.lastIndexOf('.') + 1);
    }

    /** A better name for a parameter that chooses a column or a parameter, or nothing. */
    private static String first(String owner, String method, String erased) {
        boolean number = erased.equals("int");
        if (!number && !erased.equals("String")) {
            return "";
        }
        return switch (owner) {
            case "ResultSet" -> method.matches("(get|update).*") ? (number ? "column" : "label") : "";
            case "ResultSetMetaData" -> "column";
            case "PreparedStatement", "CallableStatement" ->
                method.matches("(get|set|register).*") ? (number ? "parameter" : "name") : "";
            case "ParameterMetaData" -> "parameter";
            default -> "";
        };
    }

    private static String name(String erased, String first, Set<String> taken) {
        String base = !first.isEmpty()
                ? first
                : NAMES.getOrDefault(erased, KEYWORDS.contains(erased) ? "number" : decapitalised(erased));
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            name = base + i;
        }
        return name;
    }

    private static String decapitalised(String erased) {
        String word = erased.replace("[]", "s");
        return word.toUpperCase(Locale.ROOT).equals(word)
                ? word.toLowerCase(Locale.ROOT)
                : word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1);
    }
}

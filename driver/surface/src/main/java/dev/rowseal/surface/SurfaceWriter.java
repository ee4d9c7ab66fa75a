package dev.rowseal.surface;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes one generated class. */
final class SurfaceWriter {

    private static final Pattern QUALIFIED = Pattern.compile("((?:[a-z_0-9]+\\.)+)([A-Z]\\w*)");

    private final String packageName;
    private final Surface surface;
    private final String digest;
    private final Set<String> imports = new TreeSet<>();

    SurfaceWriter(String packageName, Surface surface, String digest) {
        this.packageName = packageName;
        this.surface = surface;
        this.digest = digest;
        imports.add("java.sql.SQLException");
        imports.add("org.jspecify.annotations.NullMarked");
        imports.add("org.jspecify.annotations.NullUnmarked");
        imports.add("org.jspecify.annotations.Nullable");
    }

    /** The class as source text. */
    String source() {
        String body = body();
        StringBuilder out = new StringBuilder("package ").append(packageName).append(";\n\n");
        imports.forEach(name -> out.append("import ").append(name).append(";\n"));
        return out.append('\n').append(body).toString();
    }

    private String body() {
        PolicySection section = surface.section();
        String owner = simple(section.interfaceName());
        StringBuilder out = new StringBuilder();
        out.append("/** Generated from surface.policy, line ").append(section.line());
        out.append(": what this class does is changed there. For one thread at a time. */\n");
        out.append("@NullUnmarked\n@SuppressWarnings(\"deprecation\")\n");
        out.append("abstract class ").append(section.className());
        if (section.superclass() != null) {
            out.append(" extends ").append(section.superclass());
        }
        out.append(" implements ").append(owner).append(" {\n\n");
        out.append("    /** SHA-256 of the policy that this class was generated from. */\n");
        out.append("    static final String POLICY = \"").append(digest).append("\";\n\n");
        surface.constructions().forEach(construction -> constructor(out, construction));
        out.append("    /** The wrapped object at this moment. Throws when this one is closed. */\n");
        out.append(section.superclass() == null ? "" : "    @Override\n");
        out.append("    @NullMarked\n    abstract ").append(owner).append(" delegate() throws SQLException;\n");
        surface.hooks().forEach(hook -> hook(out, hook));
        surface.choices().forEach(choice -> method(out, choice));
        return out.append("}\n").toString();
    }

    private void constructor(StringBuilder out, Construction construction) {
        String names = construction.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
        out.append("    ").append(surface.section().className()).append('(');
        out.append(parameters(construction.parameters())).append(')').append(thrown(construction.thrown()));
        out.append(" {\n        super(").append(names).append(");\n    }\n\n");
    }

    private void hook(StringBuilder out, Hook hook) {
        out.append('\n');
        for (String line : hook.source().lines().toList()) {
            if (line.startsWith("abstract ")) {
                out.append("    @NullMarked\n");
            }
            out.append(line.isEmpty() ? "" : "    ").append(line).append('\n');
        }
    }

    private void method(StringBuilder out, Surface.Choice choice) {
        JdbcMethod method = choice.method();
        boolean byHand = choice.line().verb().byHand();
        out.append("\n    // ")
                .append(choice.line().verb())
                .append(", line ")
                .append(choice.line().line());
        out.append("\n    @Override\n    public ").append(byHand ? "abstract " : "final ");
        out.append(method.typeParameters()).append(simple(method.returns())).append(' ');
        out.append(method.name())
                .append('(')
                .append(parameters(method.parameters()))
                .append(')');
        out.append(thrown(method.thrown()));
        if (byHand) {
            out.append(";\n");
            return;
        }
        out.append(" {\n");
        Bodies.of(choice)
                .lines()
                .forEach(line -> out.append("        ").append(line).append('\n'));
        out.append("    }\n");
    }

    private String parameters(List<Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> simple(parameter.type()) + " " + parameter.name())
                .collect(Collectors.joining(", "));
    }

    private String thrown(List<String> types) {
        return types.isEmpty() ? "" : " throws " + simple(String.join(", ", types));
    }

    /** Source text with imported simple names for qualified ones. */
    private String simple(String type) {
        Matcher matcher = QUALIFIED.matcher(type);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            if (!matcher.group(1).equals("java.lang.")) {
                imports.add(matcher.group());
            }
            matcher.appendReplacement(out, matcher.group(2));
        }
        return matcher.appendTail(out).toString();
    }
}

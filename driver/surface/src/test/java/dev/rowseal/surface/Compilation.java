package dev.rowseal.surface;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One run of the real compiler with the processor over a policy and a few sources of package {@code probe}. */
final class Compilation {

    private static final String MARKED = "@dev.rowseal.surface.JdbcSurface package probe;";

    private final Path directory;
    private final List<String> errors;

    private Compilation(Path directory, List<String> errors) {
        this.directory = directory;
        this.errors = errors;
    }

    /** Compiles the policy and sources (by class name) in a fresh directory. */
    static Compilation of(Path directory, String policy, Map<String, String> sources) throws IOException {
        Path file = Files.writeString(directory.resolve("surface.policy"), policy);
        return run(directory, sources, "-A" + SurfaceProcessor.OPTION + "=" + file);
    }

    static Compilation run(Path directory, Map<String, String> sources, String... options) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<JavaFileObject> units = new ArrayList<>();
        units.add(source("package-info", MARKED));
        sources.forEach((name, text) -> units.add(source(name, "package probe;\n" + text)));
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", directory.toString()));
        arguments.addAll(List.of(options));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            JavaCompiler.CompilationTask task = compiler.getTask(null, files, diagnostics, arguments, null, units);
            task.setProcessors(List.of(new SurfaceProcessor()));
            task.call();
        }
        List<String> errors = diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .toList();
        return new Compilation(directory, errors);
    }

    List<String> errors() {
        return errors;
    }

    /** A compiled class; its loader sees only this compilation and the JDK's and tests' classes. */
    Class<?> load(String name) throws IOException, ClassNotFoundException {
        URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, Compilation.class.getClassLoader());
        return Class.forName("probe." + name, true, loader);
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///probe/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}

package dev.rowseal.annotations.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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
import javax.tools.ToolProvider;

/** Sources compiled in this process by the JDK's own compiler, which finds the processor as an application's does. */
record Compilation(Path output, List<Diagnostic<? extends JavaFileObject>> diagnostics) {

    /** @param sources file names, such as {@code a/B.java}, and their text */
    static Compilation of(Path output, Map<String, String> sources, String... options) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(
                List.of("-d", output.toString(), "-classpath", output + ":" + System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 21) {
            all.add("-proc:full");
        }
        List<Source> units = sources.entrySet().stream()
                .map(entry -> new Source(entry.getKey(), entry.getValue()))
                .toList();
        compiler.getTask(null, null, collector, all, null, units).call();
        return new Compilation(output, collector.getDiagnostics());
    }

    /** Errors and warnings as "line: message", sorted by line. */
    List<String> problems() {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.NOTE)
                .sorted((one, other) -> Long.compare(one.getLineNumber(), other.getLineNumber()))
                .map(diagnostic -> diagnostic.getLineNumber() + ": " + diagnostic.getMessage(Locale.ROOT))
                .toList();
    }

    /** The index, or an empty text when none was written. */
    String index() {
        try {
            Path index = output.resolve(IndexFile.NAME);
            return Files.exists(index) ? Files.readString(index) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}

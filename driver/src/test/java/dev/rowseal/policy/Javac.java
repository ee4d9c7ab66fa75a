package dev.rowseal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles annotated types in this process, with the processor as an application's compiler finds it. */
final class Javac {

    private Javac() {}

    /** The messages of the compiler, notes apart; the classes and the index go into {@code folder}. */
    static List<String> compile(Path folder, String name, String source) {
        try {
            Path file = Files.writeString(folder.resolve(name), source);
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
            List<String> options = new ArrayList<>(
                    List.of("-d", folder.toString(), "-classpath", System.getProperty("java.class.path")));
            if (Runtime.version().feature() >= 21) {
                options.add("-proc:full");
            }
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
                compiler.getTask(null, files, collector, options, null, files.getJavaFileObjects(file))
                        .call();
            }
            return collector.getDiagnostics().stream()
                    .filter(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.NOTE)
                    .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A loader of that folder's classes and resources, and of nothing else of an application. */
    static URLClassLoader loader(Path... folders) {
        List<URL> urls = new ArrayList<>();
        for (Path folder : folders) {
            try {
                urls.add(folder.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(urls).isNotEmpty();
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}

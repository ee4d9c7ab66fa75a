package dev.rowseal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of the house, for what classes do not show. */
final class Sources {

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private Sources() {}

    /** The root of the repository. */
    static Path root() {
        Path root = Path.of(System.getProperty("rowseal.root", ".."));
        assertThat(root.resolve("architecture").resolve("pom.xml")).exists();
        return root;
    }

    /** The folders of the modules that the root pom names and that hold Java. */
    static List<Path> modules() {
        Matcher modules = MODULE.matcher(text(root().resolve("pom.xml")));
        List<Path> folders = modules.results()
                .map(found -> root().resolve(found.group(1)))
                .filter(folder -> Files.isDirectory(folder.resolve("src")))
                .toList();
        assertThat(folders).as("modules with sources").hasSizeGreaterThanOrEqualTo(8);
        return folders;
    }

    /** Whether others build on a module: no tests, samples, benchmarks or races, the last three being applications on the class path. */
    static boolean isLibrary(Path module) {
        return Files.isDirectory(module.resolve("src/main/java"))
                && !module.startsWith(root().resolve("samples"))
                && !module.startsWith(root().resolve("bench"))
                && !module.startsWith(root().resolve("keycache/stress"));
    }

    /** All Java files below a folder; none when there is no such folder. */
    static List<Path> java(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For sources without a comment's marks in a text. */
    static String withoutComments(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//[^\\n]*", "");
    }
}

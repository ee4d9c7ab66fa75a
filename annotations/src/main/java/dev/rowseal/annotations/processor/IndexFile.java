package dev.rowseal.annotations.processor;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.tools.StandardLocation;

/** The index among the compiler's output. */
final class IndexFile {

    static final String NAME = "META-INF/rowseal/policy.yaml";

    private final Filer filer;

    IndexFile(Filer filer) {
        this.filer = filer;
    }

    /**
     * The types of the index that an earlier compilation left here. A compiler that is given only what has changed does
     * not show the processor the other types, and their tables must not fall out of the index.
     */
    List<String> earlierSources() {
        try (InputStream stream =
                filer.getResource(StandardLocation.CLASS_OUTPUT, "", NAME).openInputStream()) {
            return IndexText.sources(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return List.of(); // how a filer says that there is none
        }
    }

    /** Whether the class is among the output, so that its table belongs here and not to a dependency. */
    boolean hasClass(String binaryName) {
        try (InputStream stream = filer.getResource(
                        StandardLocation.CLASS_OUTPUT, "", binaryName.replace('.', '/') + ".class")
                .openInputStream()) {
            return stream.read() >= 0;
        } catch (IOException e) {
            return false; // how a filer says that there is none
        }
    }

    void write(String text, Element... origins) throws IOException {
        try (Writer writer = filer.createResource(StandardLocation.CLASS_OUTPUT, "", NAME, origins)
                .openWriter()) {
            writer.write(text);
        }
    }
}

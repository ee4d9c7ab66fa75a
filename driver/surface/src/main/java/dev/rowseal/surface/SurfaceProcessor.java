package dev.rowseal.surface;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/**
 * Writes the classes of the surface policy into the package marked {@link JdbcSurface}. Every doubt is a compile error
 * that names the policy's file and line; nothing is written unless the whole policy is sound.
 */
@SupportedAnnotationTypes("dev.rowseal.surface.JdbcSurface")
@SupportedOptions(SurfaceProcessor.OPTION)
public final class SurfaceProcessor extends AbstractProcessor {

    /** The compiler option that names the policy file. */
    static final String OPTION = "rowseal.surface";

    private boolean failed;

    /** For the compiler. */
    public SurfaceProcessor() {}

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (Element marked : round.getElementsAnnotatedWith(JdbcSurface.class)) {
            generate((PackageElement) marked);
        }
        return false;
    }

    private void generate(PackageElement target) {
        String option = processingEnv.getOptions().get(OPTION);
        if (option == null) {
            error(target, "@JdbcSurface needs -A" + OPTION + "=<the policy file>");
            return;
        }
        Path file = Path.of(option);
        try {
            generate(target, file, Files.readString(file));
        } catch (IOException e) {
            error(target, "cannot read the surface policy " + file + ": " + e);
        }
    }

    private void generate(PackageElement target, Path file, String text) throws IOException {
        Problems problems = (line, message) -> error(target, file.getFileName() + ":" + line + ": " + message);
        List<PolicySection> policy = PolicyReader.read(text.lines().toList(), problems);
        String packageName = target.getQualifiedName().toString();
        List<Surface> surfaces = new SurfaceReader(
                        packageName, processingEnv.getElementUtils(), processingEnv.getTypeUtils(), problems)
                .read(policy);
        if (failed) {
            return;
        }
        for (Surface surface : surfaces) {
            write(packageName, surface, digest(text), target);
        }
    }

    private void write(String packageName, Surface surface, String digest, PackageElement target) throws IOException {
        String name = packageName + "." + surface.section().className();
        try (Writer out =
                processingEnv.getFiler().createSourceFile(name, target).openWriter()) {
            out.write(new SurfaceWriter(packageName, surface, digest).source());
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void error(Element where, String message) {
        failed = true;
        processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message, where);
    }
}

package dev.rowseal.annotations.processor;

import dev.rowseal.annotations.Encrypted;
import dev.rowseal.annotations.EncryptedTable;
import dev.rowseal.annotations.RowId;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * Checks annotated types while they are compiled, and writes what they say to {@code META-INF/rowseal/policy.yaml},
 * where the driver finds it. One file for the whole compilation, its types in the order of their names, so that the
 * same sources give the same bytes. Found by the compiler through {@code META-INF/services}; used by one compilation on
 * one thread.
 */
public final class PolicyProcessor extends AbstractProcessor {

    private @Nullable PolicyIndex index;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(EncryptedTable.class.getName(), RowId.class.getName(), Encrypted.class.getName());
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    /** Claims the annotations, which are of this module alone; unclaimed ones are a warning to a strict compiler. */
    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (index == null) {
            index = new PolicyIndex(processingEnv);
        }
        index.take(round);
        if (round.processingOver()) {
            index.finish(round.errorRaised());
        }
        return true;
    }
}

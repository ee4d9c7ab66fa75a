package dev.rowseal.surface;

import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/**
 * A constructor of the hand-written class above a generated one, to be passed through.
 *
 * @param parameters its parameters, with the names that its author gave
 * @param thrown the exceptions that it declares, as source text
 */
record Construction(List<Parameter> parameters, List<String> thrown) {

    private static final Pattern ANNOTATION = Pattern.compile("@[\\w.]+\\s*");

    static Construction of(ExecutableElement constructor, Types types) {
        return new Construction(
                constructor.getParameters().stream()
                        .map(parameter -> new Parameter(
                                text(parameter.asType()),
                                text(types.erasure(parameter.asType())),
                                parameter.getSimpleName().toString()))
                        .toList(),
                constructor.getThrownTypes().stream().map(Construction::text).toList());
    }

    /** The class is null-unmarked, so nullness annotations are left out. */
    private static String text(TypeMirror type) {
        return ANNOTATION.matcher(type.toString()).replaceAll("");
    }
}

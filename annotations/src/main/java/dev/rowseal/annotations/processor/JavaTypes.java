package dev.rowseal.annotations.processor;

import java.util.Map;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** The declared types that Java types stand for, where only one comes into question. */
final class JavaTypes {

    private static final Map<TypeKind, String> PRIMITIVES = Map.of(
            TypeKind.SHORT, "smallint",
            TypeKind.INT, "integer",
            TypeKind.LONG, "bigint",
            TypeKind.FLOAT, "real",
            TypeKind.DOUBLE, "double",
            TypeKind.BOOLEAN, "boolean");

    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("java.lang.String", "text"),
            Map.entry("java.lang.Short", "smallint"),
            Map.entry("java.lang.Integer", "integer"),
            Map.entry("java.lang.Long", "bigint"),
            Map.entry("java.lang.Float", "real"),
            Map.entry("java.lang.Double", "double"),
            Map.entry("java.lang.Boolean", "boolean"),
            Map.entry("java.time.LocalDate", "date"),
            Map.entry("java.time.LocalTime", "time"),
            Map.entry("java.time.LocalDateTime", "timestamp"),
            Map.entry("java.time.OffsetDateTime", "timestamptz"),
            Map.entry("java.time.Instant", "timestamptz"),
            Map.entry("java.util.UUID", "uuid"));

    private JavaTypes() {}

    /** The declared type, or null when the annotation has to say. */
    static @Nullable String declared(TypeMirror type) {
        if (type.getKind() == TypeKind.ARRAY) {
            return ((ArrayType) type).getComponentType().getKind() == TypeKind.BYTE ? "binary" : null;
        }
        if (type.getKind().isPrimitive()) {
            return PRIMITIVES.get(type.getKind());
        }
        return type instanceof javax.lang.model.type.DeclaredType declared
                ? CLASSES.get(declared.asElement().toString())
                : null;
    }
}

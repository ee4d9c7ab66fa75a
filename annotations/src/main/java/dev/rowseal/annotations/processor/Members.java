package dev.rowseal.annotations.processor;

import dev.rowseal.annotations.Encrypted;
import dev.rowseal.annotations.RowId;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/** Finds the annotated members of a type and of its superclasses, those of the topmost first. */
final class Members {

    private final Types types;
    private final Problems problems;

    Members(Types types, Problems problems) {
        this.types = types;
        this.problems = problems;
    }

    List<Member> of(TypeElement type) {
        List<Member> members = new ArrayList<>();
        for (TypeElement ancestor : lineage(type)) {
            for (Element element : ancestor.getEnclosedElements()) {
                if (isAnnotated(element) && isFit(element, ancestor)) {
                    members.add(new Member(
                            ancestor,
                            element,
                            place(element, ancestor),
                            Member.property(element),
                            typeOf(element, type)));
                }
            }
        }
        return members;
    }

    static boolean isAnnotated(Element element) {
        return element.getAnnotation(Encrypted.class) != null || element.getAnnotation(RowId.class) != null;
    }

    /** The type and its superclasses, topmost first. */
    List<TypeElement> lineage(TypeElement type) {
        List<TypeElement> lineage = new ArrayList<>();
        TypeMirror mirror = type.asType();
        while (mirror.getKind() == TypeKind.DECLARED) {
            TypeElement element = (TypeElement) ((DeclaredType) mirror).asElement();
            lineage.add(0, element);
            mirror = element.getSuperclass();
        }
        return lineage;
    }

    private boolean isFit(Element element, TypeElement owner) {
        if (owner.getKind() == ElementKind.RECORD && element.getKind() != ElementKind.RECORD_COMPONENT) {
            if (!isCopied(element)) {
                problems.error(element, "a member of a record that is not a component; annotate the record component");
            }
            return false;
        }
        if (element.getModifiers().contains(Modifier.STATIC)) {
            problems.error(element, "a static member holds no column; annotate a field, getter or record component");
            return false;
        }
        if (element instanceof ExecutableElement method
                && (!method.getParameters().isEmpty() || method.getReturnType().getKind() == TypeKind.VOID)) {
            problems.error(element, "a method that is not a getter; annotate a field, getter or record component");
            return false;
        }
        return true;
    }

    /** Whether its annotations are those of a record component, which the compiler copies to field and accessor. */
    static boolean isCopied(Element element) {
        Element owner = element.getEnclosingElement();
        return owner != null
                && owner.getEnclosedElements().stream()
                        .anyMatch(other -> other.getKind() == ElementKind.RECORD_COMPONENT
                                && other.getSimpleName().equals(element.getSimpleName())
                                && isAnnotated(other));
    }

    private static Element place(Element element, TypeElement owner) {
        if (element.getKind() != ElementKind.RECORD_COMPONENT) {
            return element;
        }
        for (Element other : owner.getEnclosedElements()) {
            if (other.getKind() == ElementKind.FIELD && other.getSimpleName().equals(element.getSimpleName())) {
                return other;
            }
        }
        return element;
    }

    private TypeMirror typeOf(Element element, TypeElement type) {
        if (element.getKind() == ElementKind.RECORD_COMPONENT) {
            return element.asType();
        }
        // Seen from the annotated type, so that the type variable of a generic superclass has its argument.
        TypeMirror mirror = types.asMemberOf((DeclaredType) type.asType(), element);
        return mirror instanceof ExecutableType method ? method.getReturnType() : mirror;
    }
}

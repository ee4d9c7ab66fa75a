package dev.rowseal.annotations.processor;

import java.util.Locale;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;

/**
 * An annotated member of a type.
 *
 * @param owner the type that declares it
 * @param element the field, getter or record component
 * @param place where a message about it goes: a compiler has no line for a record component, but for its field
 * @param property its name as a property: {@code getName} is {@code name}
 * @param type its type, as seen from the annotated type
 */
record Member(TypeElement owner, Element element, Element place, String property, TypeMirror type) {

    /** Where it was declared: its type and its name. */
    String source() {
        return owner.getQualifiedName() + "." + element.getSimpleName();
    }

    static String property(Element element) {
        String name = element.getSimpleName().toString();
        if (element.getKind() != ElementKind.METHOD) {
            return name;
        }
        int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
        boolean getter = prefix > 0 && name.length() > prefix && Character.isUpperCase(name.charAt(prefix));
        return getter ? name.substring(prefix, prefix + 1).toLowerCase(Locale.ROOT) + name.substring(prefix + 1) : name;
    }
}

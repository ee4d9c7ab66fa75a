package dev.rowseal.surface;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Holds the policy against the interfaces of the JDK that compiles: each method exactly one line, each verb allowed. */
final class SurfaceReader {

    private final Elements elements;
    private final Types types;
    private final Problems problems;
    private final String packageName;

    SurfaceReader(String packageName, Elements elements, Types types, Problems problems) {
        this.packageName = packageName;
        this.elements = elements;
        this.types = types;
        this.problems = problems;
    }

    /** The classes to write, in the policy's order. What is wrong is reported. */
    List<Surface> read(List<PolicySection> sections) {
        Map<String, PolicySection> byInterface = new LinkedHashMap<>();
        sections.forEach(section -> byInterface.putIfAbsent(section.interfaceName(), section));
        Map<String, Set<Hook>> hooks = new HashMap<>();
        List<Surface> surfaces = new ArrayList<>();
        for (PolicySection section : sections) {
            TypeElement type = elements.getTypeElement(section.interfaceName());
            if (type == null || type.getKind() != ElementKind.INTERFACE) {
                problems.at(section.line(), "no such interface: " + section.interfaceName());
                continue;
            }
            List<Surface.Choice> choices = choices(section, methods(type, byInterface));
            Set<Hook> needed = Hook.needed(choices);
            Set<Hook> declare = EnumSet.copyOf(needed);
            for (String covered : coveredSupers(type, byInterface)) {
                declare.removeAll(hooks.getOrDefault(covered, Set.of()));
                needed.addAll(hooks.getOrDefault(covered, Set.of()));
            }
            hooks.put(section.interfaceName(), needed);
            surfaces.add(new Surface(section, choices, constructions(section), declare));
        }
        return surfaces;
    }

    private List<Construction> constructions(PolicySection section) {
        if (section.superclass() == null) {
            return List.of();
        }
        TypeElement above = elements.getTypeElement(packageName + "." + section.superclass());
        if (above == null) {
            problems.at(section.line(), "no class " + packageName + "." + section.superclass());
            return List.of();
        }
        return ElementFilter.constructorsIn(above.getEnclosedElements()).stream()
                .filter(constructor -> !constructor.getModifiers().contains(Modifier.PRIVATE))
                .map(constructor -> Construction.of(constructor, types))
                .toList();
    }

    private List<Surface.Choice> choices(PolicySection section, Map<String, JdbcMethod> methods) {
        Map<String, Integer> seen = new HashMap<>();
        List<Surface.Choice> choices = new ArrayList<>();
        for (PolicyLine line : section.lines()) {
            String signature = line.signature();
            Integer earlier = seen.putIfAbsent(signature, line.line());
            JdbcMethod method = methods.get(signature);
            if (earlier != null) {
                problems.at(line.line(), signature + " already has its line, " + earlier);
            } else if (line.later()) {
                expectAbsent(line, method);
            } else if (method == null) {
                problems.at(line.line(), section.interfaceName() + " has no method " + signature);
            } else {
                choose(line, method, choices);
            }
        }
        for (String signature : methods.keySet()) {
            if (!seen.containsKey(signature)) {
                problems.at(section.line(), "no line for " + section.interfaceName() + "." + signature);
            }
        }
        return choices;
    }

    private void expectAbsent(PolicyLine line, @Nullable JdbcMethod method) {
        if (method != null) {
            problems.at(line.line(), line.signature() + " exists on the JDK that compiles: LATER is not for it");
        }
    }

    private void choose(PolicyLine line, JdbcMethod method, List<Surface.Choice> choices) {
        String objection = Rules.objection(method, line.verb());
        if (objection != null) {
            problems.at(line.line(), line.signature() + " " + objection);
        } else {
            choices.add(new Surface.Choice(method, line));
        }
    }

    /** Own methods, then inherited ones that no other section covers. An overridden method counts once. */
    private Map<String, JdbcMethod> methods(TypeElement type, Map<String, PolicySection> sections) {
        Map<String, JdbcMethod> methods = new LinkedHashMap<>();
        collect(type.getSimpleName().toString(), type, sections, methods);
        return methods;
    }

    private void collect(
            String owner, TypeElement type, Map<String, PolicySection> sections, Map<String, JdbcMethod> methods) {
        for (ExecutableElement element : ElementFilter.methodsIn(type.getEnclosedElements())) {
            if (!element.getModifiers().contains(Modifier.STATIC)
                    && !element.getModifiers().contains(Modifier.PRIVATE)) {
                JdbcMethod method = JdbcMethod.of(owner, element, types);
                methods.putIfAbsent(method.signature(), method);
            }
        }
        for (TypeElement parent : parents(type)) {
            if (!sections.containsKey(parent.getQualifiedName().toString())) {
                collect(owner, parent, sections, methods);
            }
        }
    }

    private Set<String> coveredSupers(TypeElement type, Map<String, PolicySection> sections) {
        Set<String> covered = new LinkedHashSet<>();
        for (TypeElement parent : parents(type)) {
            String name = parent.getQualifiedName().toString();
            if (sections.containsKey(name)) {
                covered.add(name);
            }
        }
        return covered;
    }

    private List<TypeElement> parents(TypeElement type) {
        List<TypeElement> parents = new ArrayList<>();
        for (TypeMirror parent : type.getInterfaces()) {
            parents.add((TypeElement) types.asElement(parent));
        }
        return parents;
    }
}

package dev.rowseal.annotations.processor;

import dev.rowseal.annotations.Encrypted;
import dev.rowseal.annotations.EncryptedTable;
import dev.rowseal.annotations.RowId;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic.Kind;

/** The index of one compilation, gathered over its rounds and written after the last. */
final class PolicyIndex {

    private final ProcessingEnvironment environment;
    private final Problems problems;
    private final Members members;
    private final IndexChecks checks;
    private final Map<String, Table> tables = new TreeMap<>();

    /** The types that were seen, whether or not they were right. */
    private final Set<String> seen = new HashSet<>();

    /** The types whose members count: those with {@link EncryptedTable} and their superclasses. */
    private final Set<String> covered = new HashSet<>();

    PolicyIndex(ProcessingEnvironment environment) {
        this.environment = environment;
        this.problems = new Problems(environment.getMessager());
        this.members = new Members(environment.getTypeUtils(), problems);
        this.checks = new IndexChecks(problems);
    }

    void take(RoundEnvironment round) {
        for (Element element : round.getElementsAnnotatedWith(EncryptedTable.class)) {
            read((TypeElement) element);
        }
        // In the round itself: after the last one, the compiler no longer knows the line of a member.
        Set<Element> annotated = new LinkedHashSet<>(round.getElementsAnnotatedWith(Encrypted.class));
        annotated.addAll(round.getElementsAnnotatedWith(RowId.class));
        annotated.forEach(this::refuseStray);
    }

    private void read(TypeElement type) {
        EncryptedTable annotation = type.getAnnotation(EncryptedTable.class);
        if (annotation == null || !seen.add(type.getQualifiedName().toString())) {
            return;
        }
        members.lineage(type)
                .forEach(ancestor -> covered.add(ancestor.getQualifiedName().toString()));
        Table table = new TableReader(members, problems).read(type, annotation);
        if (table != null) {
            tables.put(table.source(), table);
            checks.check(table);
        }
    }

    /** @param broken whether the compilation has failed already; then nothing is written */
    void finish(boolean broken) {
        if (broken || problems.found() || tables.isEmpty()) {
            return;
        }
        IndexFile file = new IndexFile(environment.getFiler());
        readEarlier(file);
        if (!problems.found()) {
            write(file);
        }
    }

    /** A member of a type without {@link EncryptedTable} would not be sealed, and nobody would notice. */
    private void refuseStray(Element element) {
        boolean again = element.getKind() != ElementKind.FIELD && Members.isCopied(element);
        if (again || !(element.getEnclosingElement() instanceof TypeElement type)) {
            return;
        }
        boolean ofClass = type.getKind() == ElementKind.CLASS || type.getKind() == ElementKind.RECORD;
        boolean counts = covered.contains(type.getQualifiedName().toString());
        boolean mayBeExtended = ofClass && type.getModifiers().contains(Modifier.ABSTRACT);
        if (!counts && !mayBeExtended) {
            problems.error(
                    element,
                    "a sealed or row-id member of " + type.getSimpleName() + ", which has no @EncryptedTable, would not"
                            + " be sealed; put @EncryptedTable on the class or record");
        }
    }

    private void readEarlier(IndexFile file) {
        Elements elements = environment.getElementUtils();
        for (String source : file.earlierSources()) {
            TypeElement type = seen.contains(source) ? null : elements.getTypeElement(source);
            if (type != null && file.hasClass(elements.getBinaryName(type).toString())) {
                read(type);
            }
        }
    }

    private void write(IndexFile file) {
        Element[] origins = tables.values().stream().map(Table::element).toArray(Element[]::new);
        try {
            file.write(IndexText.write(tables.values()), origins);
        } catch (IOException e) {
            environment
                    .getMessager()
                    .printMessage(Kind.ERROR, "cannot write " + IndexFile.NAME + ": " + e.getMessage());
        }
    }
}

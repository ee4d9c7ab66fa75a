package dev.rowseal.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.properties.HasName.AndFullName.Predicates.fullNameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.rowseal.seal.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** How code is written here, as far as its classes show it. */
class HabitsTest {

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helpers?|Managers?)")
                .because("such a name says nothing")
                .check(House.all());
    }

    @Test
    void keysReachTheJceOnlyWhereItIsArgued() {
        noClasses()
                .that()
                // Nonces: the seed of a generator, replaced at each step. The adapters: key-encryption keys, which a
                // keystore on the heap cannot keep otherwise (docs/key-lifetime.md). Run keys have a class of their
                // own.
                .doNotHaveFullyQualifiedName("dev.rowseal.seal.Nonces")
                .and()
                .doNotHaveFullyQualifiedName("dev.rowseal.kms.local.KeystoreFile")
                .and()
                .doNotHaveFullyQualifiedName("dev.rowseal.kms.contract.MemoryKms")
                .should()
                .dependOnClassesThat(belongToAnyOf(SecretKeySpec.class))
                .because("the JDK copies such a key and nobody can wipe it (docs/adr/0002-off-heap-dek.md)")
                .check(House.all());
    }

    @Test
    void nothingIsPrinted() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(House.all());
    }

    @Test
    void nothingIsLoggedThroughJavaUtilLogging() {
        // JDBC's getParentLogger returns a Logger; that is a type in a signature and no use of it. The contract of KMS
        // adapters reads what others log.
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.rowseal\\.(kms\\.)?contract\\.Log(Watch|Listener).*")
                .should()
                .accessClassesThat()
                .resideInAPackage("java.util.logging..")
                .because("the log is System.Logger, which the application directs")
                .check(House.all());
    }

    @Test
    void thePublicPackageShowsNothingFromInside() {
        JavaClasses open = House.in(2, "dev.rowseal");
        Set<String> shown = new TreeSet<>();
        for (JavaClass type : open) {
            if (type.getSimpleName().equals("package-info")) {
                continue;
            }
            assertThat(type.getModifiers()).as(type.getName()).contains(JavaModifier.PUBLIC, JavaModifier.FINAL);
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                if (isShown(unit.getModifiers())) {
                    unit.getAllInvolvedRawTypes()
                            .forEach(part ->
                                    shown.add(part.getBaseComponentType().getName()));
                    unit.getThrowsClause().getTypes().forEach(part -> shown.add(part.getName()));
                }
            }
            for (JavaField field : type.getFields()) {
                if (isShown(field.getModifiers())) {
                    shown.add(field.getRawType().getName());
                }
            }
            type.getAllRawSuperclasses().forEach(part -> shown.add(part.getName()));
        }
        // What an operator is told of keys, in records of a package that core exports.
        Set<String> told =
                Set.of("dev.rowseal.key.Destruction", "dev.rowseal.key.KeyChanges", "dev.rowseal.key.KeyStatus");
        assertThat(shown)
                .hasSizeGreaterThan(8)
                .containsAll(told)
                .noneMatch(name -> name.matches("dev\\.rowseal\\.[a-z].*") && !told.contains(name));
    }

    private static boolean isShown(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    @Test
    void onlyTheEnvelopeKnowsItsOffsets() {
        JavaClass envelope = House.all().get(Envelope.class);
        List<String> offsets = new ArrayList<>();
        for (JavaField field : envelope.getFields()) {
            if (fullNameMatching(".*\\.(MAGIC_.|SUITE|KEY_ID|RUN_ID|NONCE|CIPHERTEXT)")
                    .test(field)) {
                offsets.add(field.getName());
                assertThat(field.getModifiers()).as(field.getName()).contains(JavaModifier.PRIVATE);
            }
        }
        assertThat(offsets).hasSize(7);
        for (JavaField field : envelope.getFields()) {
            if (field.getModifiers().contains(JavaModifier.PUBLIC)) {
                assertThat(field.getName()).isIn("OVERHEAD", "MOST_PLAINTEXT", "TEXT_PREFIX");
            }
        }
        for (JavaCodeUnit unit : envelope.getCodeUnits()) {
            if (unit.getModifiers().contains(JavaModifier.PUBLIC)) {
                assertThat(unit.getName())
                        .as("what anybody may ask of an envelope")
                        .isIn(
                                "looksSealed",
                                "beginsSealed",
                                "keyId",
                                "isPending",
                                "pending",
                                "beginnings",
                                "textBeginnings",
                                "toText",
                                "fromText");
            }
        }
    }
}

package dev.rowseal.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes of all modules, without their tests. A rule over too few classes proves nothing, so each says how many. */
final class House {

    /** Every package of {@code core}. */
    static final String[] CORE = {
        "dev.rowseal.credentials",
        "dev.rowseal.event..",
        "dev.rowseal.failure..",
        "dev.rowseal.fields..",
        "dev.rowseal.key..",
        "dev.rowseal.kms",
        "dev.rowseal.kms.retry",
        "dev.rowseal.memory..",
        "dev.rowseal.pool..",
        "dev.rowseal.seal..",
        "dev.rowseal.tls..",
        "dev.rowseal.value.."
    };

    /** Every package of {@code driver} but its public one. */
    static final String[] DRIVER = {
        "dev.rowseal.catalog..",
        "dev.rowseal.convert..",
        "dev.rowseal.jdbc..",
        "dev.rowseal.keytable..",
        "dev.rowseal.plan..",
        "dev.rowseal.policy.."
    };

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.rowseal");

    private House() {}

    /** All classes that ship, and those that build and test them. */
    static JavaClasses all() {
        return atLeast(350, ALL);
    }

    /**
     * The classes of some packages.
     *
     * @param least how many there must be
     * @param packages as ArchUnit writes them
     */
    static JavaClasses in(int least, String... packages) {
        return atLeast(least, ALL.that(resideInAnyPackage(packages)));
    }

    private static JavaClasses atLeast(int least, JavaClasses classes) {
        assertThat(classes.size()).as("classes scanned").isGreaterThanOrEqualTo(least);
        return classes;
    }
}

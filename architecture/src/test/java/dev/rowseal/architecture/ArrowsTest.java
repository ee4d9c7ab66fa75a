package dev.rowseal.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.doNot;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Lease;
import dev.rowseal.keycache.LeasedKeys;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.ColumnContext;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.Envelope;
import dev.rowseal.seal.IndexKey;
import dev.rowseal.seal.Sealer;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Who may know whom. Each arrow is one that {@code docs/architecture.md} draws. */
class ArrowsTest {

    private static final DescribedPredicate<JavaClass> JDBC_IN_THE_JDK =
            resideInAnyPackage("java.sql..", "javax.sql..");

    private static final DescribedPredicate<JavaClass> JDK = resideInAnyPackage("java..", "javax.crypto..")
            .and(doNot(JDBC_IN_THE_JDK))
            .or(resideInAPackage("org.jspecify.annotations.."));

    /** What holds, lends or uses an unwrapped key. */
    private static final DescribedPredicate<JavaClass> LIVE_KEYS = belongToAnyOf(
            KeyCache.class,
            KeyLife.class,
            KeyRing.class,
            Lease.class,
            LeasedKeys.class,
            Secret.class,
            DataKey.class,
            IndexKey.class,
            Sealer.class);

    private static final DescribedPredicate<JavaClass> ANYTHING_OF_KEYS = resideInAnyPackage(
            "dev.rowseal.seal..",
            "dev.rowseal.key..",
            "dev.rowseal.keycache..",
            "dev.rowseal.keytable..",
            "dev.rowseal.kms..",
            "dev.rowseal.memory..");

    private static DescribedPredicate<JavaClass> in(String... packages) {
        return resideInAnyPackage(packages);
    }

    @Test
    void coreDependsOnTheJdkAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat(JDK.or(in(House.CORE)).or(in("jdk.jfr..", "javax.net.ssl..")))
                .because("what seals must not know where values come from: no JDBC, no SQL, no library")
                .check(House.in(80, House.CORE));
    }

    @Test
    void valuesAreBelowTheSealerAndTheSealerIsBelowTheKeys() {
        classes()
                .should()
                .onlyDependOnClassesThat(JDK.or(in("dev.rowseal.value..", "dev.rowseal.failure..")))
                .check(House.in(15, "dev.rowseal.value.."));
        noClasses()
                .should()
                .dependOnClassesThat(in("dev.rowseal.key..", "dev.rowseal.kms.."))
                .because("a key comes to the sealer by hand; it never fetches one")
                .check(House.in(15, "dev.rowseal.seal.."));
    }

    @Test
    void theKeyCacheIsBesideTheDriver() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        JDK.or(in(House.CORE)).or(in("dev.rowseal.keycache..", "com.github.benmanes.caffeine..")))
                .check(House.in(6, "dev.rowseal.keycache.."));
    }

    @Test
    void adaptersKnowTheSpiAndNothingElse() {
        noClasses()
                .should()
                .dependOnClassesThat(in(House.DRIVER)
                        .or(in("dev.rowseal"))
                        .or(in("dev.rowseal.keycache..", "dev.rowseal.seal..", "dev.rowseal.key..", "java.sql..")))
                .because("an adapter wraps and unwraps 32 bytes; it does not learn whose they are but by their context")
                .check(House.in(8, "dev.rowseal.kms.."));
        classes()
                .should()
                .onlyDependOnClassesThat(
                        JDK.or(in("dev.rowseal.kms..", "dev.rowseal.failure..", "dev.rowseal.memory..")))
                .because("besides the SPI it needs memory for keys on their way through")
                .check(House.in(5, "dev.rowseal.kms.local.."));
        classes()
                .should()
                .onlyDependOnClassesThat(JDK.or(in(
                                "dev.rowseal.kms",
                                "dev.rowseal.kms.retry",
                                "dev.rowseal.failure..",
                                "dev.rowseal.memory..",
                                "dev.rowseal.tls.."))
                        .or(in("dev.rowseal.kms.aws..", "javax.net..", "software.amazon.awssdk..")))
                .check(House.in(12, "dev.rowseal.kms.aws.."));
        classes()
                .should()
                .onlyDependOnClassesThat(JDK.or(in("dev.rowseal.kms", "dev.rowseal.kms.retry", "dev.rowseal.failure.."))
                        .or(in("dev.rowseal.tls..", "javax.net.ssl.."))
                        .or(in("dev.rowseal.kms.tencent..", "org.bouncycastle..")))
                .check(House.in(12, "dev.rowseal.kms.tencent.."));
        classes()
                .should()
                .onlyDependOnClassesThat(JDK.or(in(
                        "dev.rowseal.kms..", "dev.rowseal.failure..", "dev.rowseal.memory..", "javax.security.auth..")))
                .because(
                        "the JDK reaches tokens, and no library is needed for it; nonces are made of the system's bytes")
                .check(House.in(8, "dev.rowseal.kms.pkcs11.."));
        classes()
                .should()
                .onlyDependOnClassesThat(JDK.or(
                        in("dev.rowseal.kms..", "dev.rowseal.failure..", "dev.rowseal.tls..", "javax.net.ssl..")))
                .because("Vault is spoken to without a library (docs/adr/0082)")
                .check(House.in(12, "dev.rowseal.kms.vault.."));
    }

    @Test
    void credentialsOfTheDatabaseAreKeptApartFromKeys() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.rowseal.jdbc..", "dev.rowseal.credentials..")
                .should()
                .dependOnClassesThat(in("dev.rowseal.credentials.."))
                .because("the door alone connects; who wraps or keeps keys never learns as whom")
                .check(House.all());
        classes()
                .should()
                .onlyDependOnClassesThat(JDK.or(in("dev.rowseal.credentials", "dev.rowseal.failure..")))
                .check(House.in(5, "dev.rowseal.credentials"));
        classes()
                .should()
                .onlyDependOnClassesThat(JDK.or(in("dev.rowseal.credentials", "dev.rowseal.failure.."))
                        .or(in("dev.rowseal.credentials.aws..", "dev.rowseal.kms.aws.client", "javax.net.."))
                        .or(in("software.amazon.awssdk..")))
                .because("of the KMS adapter it has whom it calls as and over which connections, and no key")
                .check(House.in(4, "dev.rowseal.credentials.aws.."));
        classes()
                .should()
                .onlyDependOnClassesThat(JDK.or(in("dev.rowseal.credentials", "dev.rowseal.failure.."))
                        .or(in("dev.rowseal.credentials.tencent..", "dev.rowseal.kms.tencent.client")))
                .check(House.in(3, "dev.rowseal.credentials.tencent.."));
        noClasses()
                .should()
                .dependOnClassesThat(in("dev.rowseal.kms", "dev.rowseal.kms.aws", "dev.rowseal.kms.tencent"))
                .because("how a cloud is called does not depend on what for")
                .check(House.in(12, "dev.rowseal.kms.aws.client", "dev.rowseal.kms.tencent.client"));
    }

    @Test
    void thePlannerNeverMeetsAKey() {
        // A plan carries sealed columns of the catalogue, and those carry their ColumnContext: data that says where a
        // value belongs. The planner hands them on and never looks inside, so that not even that package is needed.
        // Of JDBC it has the one exception that a refusal is.
        classes()
                .should()
                .onlyDependOnClassesThat(JDK.or(in(
                                "dev.rowseal.plan..",
                                "dev.rowseal.catalog..",
                                "dev.rowseal.convert..",
                                "dev.rowseal.value..",
                                "net.sf.jsqlparser..",
                                "com.github.benmanes.caffeine.."))
                        .or(belongToAnyOf(SQLFeatureNotSupportedException.class))
                        .or(in("java.sql").and(isThrowable())))
                .check(House.in(50, "dev.rowseal.plan.."));
    }

    private static DescribedPredicate<JavaClass> isThrowable() {
        return DescribedPredicate.describe("are throwable", type -> type.isAssignableTo(Throwable.class));
    }

    @Test
    void conversionsAndPoliciesKnowNoKeys() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        ANYTHING_OF_KEYS.or(in("dev.rowseal.plan..", "dev.rowseal.jdbc..", "net.sf.jsqlparser..")))
                .check(House.in(90, "dev.rowseal.convert..", "dev.rowseal.policy.."));
        noClasses()
                .should()
                .dependOnClassesThat(JDBC_IN_THE_JDK.or(in("dev.rowseal.catalog..", "dev.rowseal.convert..")))
                .because("a policy is the application's, never the database's")
                .check(House.in(30, "dev.rowseal.policy.."));
    }

    @Test
    void theCatalogueKnowsPlacesButNoKeys() {
        noClasses()
                .should()
                .dependOnClassesThat(ANYTHING_OF_KEYS
                        .and(doNot(belongToAnyOf(ColumnContext.class, Envelope.class)))
                        .or(in("dev.rowseal.plan..", "dev.rowseal.jdbc..", "dev.rowseal.convert..")))
                .because("it names the place of a column and the width of an envelope, which are data")
                .check(House.in(40, "dev.rowseal.catalog.."));
    }

    @Test
    void theKeyTableSeesOnlyWrappedKeys() {
        noClasses()
                .should()
                .dependOnClassesThat(LIVE_KEYS.or(in(
                        "dev.rowseal.seal..",
                        "dev.rowseal.kms..",
                        "dev.rowseal.memory..",
                        "dev.rowseal.plan..",
                        "dev.rowseal.convert..",
                        "dev.rowseal.jdbc..")))
                .check(House.in(5, "dev.rowseal.keytable.."));
    }

    @Test
    void onlyTheDoorBringsPlansAndKeysTogether() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.rowseal.plan..", "dev.rowseal.jdbc..")
                .should()
                .dependOnClassesThat(in("dev.rowseal.plan.."))
                .check(House.all());
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.rowseal.jdbc..")
                .should()
                .dependOnClassesThat(LIVE_KEYS)
                .check(House.in(250, DRIVER_AND_ROOT));
        classes()
                .that()
                .haveSimpleName("Cells")
                .or()
                .haveSimpleName("SealedDatabase")
                .should()
                .dependOnClassesThat(LIVE_KEYS)
                .because("these are where a key is used and where the ring begins; if they move, this page moves too")
                .check(House.in(50, "dev.rowseal.jdbc.."));
    }

    private static final String[] DRIVER_AND_ROOT = {
        "dev.rowseal",
        "dev.rowseal.catalog..",
        "dev.rowseal.convert..",
        "dev.rowseal.jdbc..",
        "dev.rowseal.keytable..",
        "dev.rowseal.plan..",
        "dev.rowseal.policy.."
    };

    @Test
    void onlyFourPackagesTalkToTheDatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.rowseal",
                        "dev.rowseal.jdbc..",
                        "dev.rowseal.keytable..",
                        "dev.rowseal.catalog..",
                        // The generator reads the interfaces to write them.
                        "dev.rowseal.surface..")
                .should()
                .dependOnClassesThat(belongToAnyOf(
                        Connection.class,
                        Statement.class,
                        PreparedStatement.class,
                        CallableStatement.class,
                        ResultSet.class,
                        DriverManager.class,
                        DataSource.class))
                .check(House.all());
    }

    @Test
    void theStarterReadsWhatIsCountedAndNothingDependsOnIt() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        JDK.or(in("dev.rowseal.event", "dev.rowseal.spring..", "io.micrometer.core.instrument.."))
                                .or(in("org.springframework.boot.autoconfigure..", "org.springframework.context..")))
                .because("a meter reads a counter, and nothing else of Rowseal is its business")
                .check(House.in(2, "dev.rowseal.spring.."));
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.rowseal.spring..")
                .should()
                .dependOnClassesThat(in("dev.rowseal.spring..", "io.micrometer..", "org.springframework.."))
                .because("the driver must run without Spring and without Micrometer")
                .check(House.all());
    }

    @Test
    void nothingDependsOnThePublicPackageOrTheGenerator() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.rowseal")
                .should()
                .dependOnClassesThat(in("dev.rowseal"))
                .check(House.all());
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.rowseal.surface..")
                .should()
                .dependOnClassesThat(in("dev.rowseal.surface..").and(doNot(isAnnotation())))
                .check(House.all());
    }

    private static DescribedPredicate<JavaClass> isAnnotation() {
        return DescribedPredicate.describe("are annotations", JavaClass::isAnnotation);
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching("dev.rowseal.(**)").should().beFreeOfCycles().check(House.all());
    }
}

package dev.rowseal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rowseal.RowsealDriver;
import dev.rowseal.annotations.Encrypted;
import dev.rowseal.credentials.aws.AwsSecretsManagerProvider;
import dev.rowseal.credentials.tencent.TencentSsmProvider;
import dev.rowseal.keycache.LeasedKeys;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.aws.AwsKmsProvider;
import dev.rowseal.kms.contract.KmsContract;
import dev.rowseal.kms.local.LocalKmsProvider;
import dev.rowseal.kms.pkcs11.Pkcs11KmsProvider;
import dev.rowseal.kms.tencent.TencentKmsProvider;
import dev.rowseal.kms.vault.VaultKmsProvider;
import dev.rowseal.spring.RowsealMetersAutoConfiguration;
import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Rowseal as named modules, on the JDK that runs the tests: resolved, listed, and put to work by an application. */
class ModulePathTest {

    private static final List<String> OURS = List.of(
            "dev.rowseal.annotations",
            "dev.rowseal.core",
            "dev.rowseal.keycache",
            "dev.rowseal.kms.local",
            "dev.rowseal.driver");

    private static final List<String> ADAPTERS = List.of(
            "dev.rowseal.kms.aws",
            "dev.rowseal.kms.tencent",
            "dev.rowseal.kms.pkcs11",
            "dev.rowseal.kms.vault",
            "dev.rowseal.kms.contract",
            "dev.rowseal.credentials.aws",
            "dev.rowseal.credentials.tencent",
            "dev.rowseal.spring");

    @TempDir
    Path folder;

    private static List<Path> modulePath() {
        return Stream.of(
                        RowsealDriver.class,
                        LocalKmsProvider.class,
                        Kms.class,
                        LeasedKeys.class,
                        Encrypted.class,
                        Caffeine.class,
                        CCJSqlParserUtil.class,
                        LoadSettings.class,
                        org.h2.Driver.class)
                .map(ModulePathTest::location)
                .toList();
    }

    /** Those that an application has one of or none, without others' libraries: to be read, not to be resolved. */
    private static List<Path> withAllAdapters() {
        List<Path> all = new ArrayList<>(modulePath());
        Stream.of(
                        AwsKmsProvider.class,
                        TencentKmsProvider.class,
                        Pkcs11KmsProvider.class,
                        VaultKmsProvider.class,
                        KmsContract.class,
                        AwsSecretsManagerProvider.class,
                        TencentSsmProvider.class,
                        RowsealMetersAutoConfiguration.class)
                .map(ModulePathTest::location)
                .forEach(all::add);
        return all;
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String joined(List<Path> paths) {
        return String.join(
                File.pathSeparator, paths.stream().map(Path::toString).toList());
    }

    @Test
    void everyModuleIsListedByName() throws Exception {
        String listed = Java.run(folder, "--module-path", joined(modulePath()), "--list-modules");

        assertThat(listed.lines().map(line -> line.split("[@ ]", 2)[0])).containsAll(OURS);
        assertThat(listed.lines().filter(line -> line.startsWith("dev.rowseal")))
                .noneMatch(line -> line.contains("automatic"));
    }

    @Test
    void everyAdapterIsAModuleOfItsOwnName() {
        ModuleFinder finder = ModuleFinder.of(withAllAdapters().toArray(Path[]::new));

        for (String adapter : ADAPTERS) {
            assertThat(finder.find(adapter))
                    .as(adapter)
                    .hasValueSatisfying(module ->
                            assertThat(module.descriptor().isAutomatic()).isFalse());
        }
    }

    @Test
    void modulesShowOnlyWhatIsForOthers() {
        ModuleFinder finder = ModuleFinder.of(withAllAdapters().toArray(Path[]::new));

        assertThat(exports(finder, "dev.rowseal.driver")).containsExactly("dev.rowseal");
        for (String adapter : List.of("local", "aws", "tencent", "pkcs11", "vault")) {
            assertThat(exports(finder, "dev.rowseal.kms." + adapter)).containsExactly("dev.rowseal.kms." + adapter);
        }
        assertThat(exports(finder, "dev.rowseal.spring")).containsExactly("dev.rowseal.spring");
        assertThat(exports(finder, "dev.rowseal.annotations")).containsExactly("dev.rowseal.annotations");
        assertThat(exports(finder, "dev.rowseal.core"))
                .containsExactly(
                        "dev.rowseal.credentials",
                        "dev.rowseal.event",
                        "dev.rowseal.failure",
                        "dev.rowseal.key",
                        "dev.rowseal.kms",
                        "dev.rowseal.kms.retry",
                        "dev.rowseal.memory",
                        "dev.rowseal.seal",
                        "dev.rowseal.value");
    }

    private static List<String> exports(ModuleFinder finder, String module) {
        return finder.find(module).orElseThrow().descriptor().exports().stream()
                .filter(exported -> !exported.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .sorted()
                .toList();
    }

    @Test
    void anApplicationOfNamedModulesSealsAndOpens() throws Exception {
        Path sources = Files.createDirectory(folder.resolve("sources"));
        Files.writeString(
                sources.resolve("module-info.java"),
                "module application { requires java.sql; requires dev.rowseal.driver; }");
        Files.writeString(sources.resolve("Application.java"), APPLICATION);
        Files.writeString(folder.resolve("rowseal.yaml"), CONFIGURATION);
        Path classes = folder.resolve("classes");
        List<Path> path = new ArrayList<>(modulePath());

        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "--module-path",
                        joined(path),
                        sources.resolve("module-info.java").toString(),
                        sources.resolve("Application.java").toString());
        assertThat(compiled).isZero();
        path.add(classes);
        String printed = Java.run(
                folder,
                "--module-path",
                joined(path),
                "--add-modules",
                "dev.rowseal.kms.local,com.h2database",
                "--module",
                "application/application.Application");

        assertThat(printed)
                .contains("through module dev.rowseal.driver")
                .contains("read 078-05-1120")
                .contains("stored 59 bytes");
    }

    private static final String CONFIGURATION = """
            rowseal: 1
            namespace: modules
            kek: local-kms:./keys.p12
            tables:
              patient: { row-id: { id: bigint }, columns: { ssn: { type: varchar(11) } } }
            """;

    private static final String APPLICATION = """
            package application;

            import java.sql.*;

            public class Application {
                public static void main(String[] arguments) throws SQLException {
                    String plainUrl = "jdbc:h2:mem:modules;DB_CLOSE_DELAY=-1";
                    String url = "jdbc:rowseal:h2:mem:modules;DB_CLOSE_DELAY=-1;rowseal.create-key-table=true";
                    try (Connection plain = DriverManager.getConnection(plainUrl); Statement s = plain.createStatement()) {
                        s.execute("create table patient (id bigint primary key, ssn varbinary(200))");
                    }
                    System.out.println("through " + DriverManager.getDriver(url).getClass().getModule());
                    try (Connection sealed = DriverManager.getConnection(url); Statement s = sealed.createStatement()) {
                        s.execute("insert into patient (id, ssn) values (1, '078-05-1120')");
                        try (ResultSet rows = s.executeQuery("select ssn from patient where id = 1")) {
                            rows.next();
                            System.out.println("read " + rows.getString(1));
                        }
                    }
                    try (Connection plain = DriverManager.getConnection(plainUrl); Statement s = plain.createStatement();
                            ResultSet rows = s.executeQuery("select ssn from patient")) {
                        rows.next();
                        System.out.println("stored " + rows.getBytes(1).length + " bytes");
                    }
                }
            }
            """;
}

package dev.rowseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pkcs11UriTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private String module = "";

    @BeforeEach
    void makeModule() throws Exception {
        Path file = Files.write(folder.resolve("lib hsm.so"), new byte[0]);
        module = "module-path=" + file.toString().replace(" ", "%20");
    }

    @Test
    void isReadAsRfc7512WritesIt() {
        Pkcs11Uri uri =
                Pkcs11Uri.parse("pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;serial=1c+2;type=secret-key;"
                        + "object=k%C3%A9k;slot-id=327?" + module + "&pin-source=file:/etc/token_pin");

        assertThat(uri.token()).isEqualTo(Map.of("token", "The Software PKCS#11 Softtoken", "serial", "1c+2"));
        assertThat(uri.object()).isEqualTo("kék");
        assertThat(uri.slot()).isEqualTo(327);
        assertThat(uri.pinSource()).isEqualTo(Path.of("/etc/token_pin"));
        assertThat(uri.module()).isEqualTo(folder.resolve("lib hsm.so"));
    }

    @ParameterizedTest
    @CsvSource({
        "pkcs11:object=k;pin-value=hunter?M, change the PIN",
        "pkcs11:object=k?M&pin-value=hunter, change the PIN",
        "pkcs11:object=k;id=%01?M, label alone",
        "pkcs11:object=k;library-version=3?M, library-version",
        "pkcs11:object=k;vendor=hunter?M, vendor",
        "pkcs11:object=k?M&x-vendor=hunter, x-vendor",
        "pkcs11:object=k;object=hunter?M, twice",
        "pkcs11:object=k;type=private?M, secret-key",
        "pkcs11:token=hunter?M, object=",
        "pkcs11:object=?M, object=",
        "pkcs11:object=k, module-path=",
        "pkcs11:object=k?module-path=relative.so, absolute",
        "pkcs11:object=k?module-path=/nowhere/lib.so, names no file",
        "pkcs11:object=k?module-name=../../etc/hunter, without path",
        "pkcs11:object=k?module-name=nosuchhsm, nosuchhsm",
        "pkcs11:object=k?M&module-name=softhsm2, either",
        "pkcs11:object=k;slot-id=hunter?M, slot-id",
        "pkcs11:object=k;slot-id=2147483648?M, slot-id",
        "pkcs11:object=k;slot-id=-1?M, slot-id",
        "pkcs11:object=k?M&pin-source=%7C/bin/hunter, commands",
        "pkcs11:object=k?M&pin-source=hunter, absolute",
        "pkcs11:object=%ZZhunter?M, percent",
        "pkcs11:object=%C3hunter?M, percent",
        "pkcs11:object=k%?M, percent",
        "pkcs11:object=k%00?M, percent",
        "pkcs11:hunter?M, name=value",
        "pkcs11:?M, object="
    })
    void whatCannotBeFollowedIsRefusedAndNotRepeated(String uri, String why) {
        assertThatThrownBy(() -> Pkcs11Uri.parse(uri.replace("?M", "?" + module)))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("=hunter", "%hunter", "bin/hunter");
    }
}

package dev.rowseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private final Map<String, String> variables = new HashMap<>();

    private Pin pin(String query) throws Exception {
        Path module = Files.write(folder.resolve("module.so"), new byte[0]);
        return new Pin(Pkcs11Uri.parse("pkcs11:object=k?module-path=" + module + query), variables::get);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void comesFromTheUrisFileOrAVariableOrAVariablesFile(String end) throws Exception {
        Path file = Files.writeString(folder.resolve("pin"), " päß wort" + end);
        assertThat(pin("&pin-source=" + file).read()).isEqualTo(" päß wort".toCharArray());
        assertThat(pin("&pin-source=file://" + file).read()).isEqualTo(" päß wort".toCharArray());
        variables.put(Pin.FILE_VARIABLE, file.toString());
        assertThat(pin("").read()).isEqualTo(" päß wort".toCharArray());
        variables.clear();
        variables.put(Pin.VARIABLE, "4711");
        assertThat(pin("").read()).isEqualTo("4711".toCharArray());
    }

    @Test
    void noneOrTwoAreRefused() throws Exception {
        assertThatThrownBy(() -> pin("").read())
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(Pin.FILE_VARIABLE);
        variables.put(Pin.VARIABLE, "4711");
        variables.put(Pin.FILE_VARIABLE, "/nowhere");
        assertThatThrownBy(() -> pin("").read())
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("both");
    }

    @Test
    void aFileThatHoldsNoPinIsRefusedByName() throws Exception {
        Path file = folder.resolve("pin");
        for (byte[] content : List.of(
                new byte[0],
                "\n".getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xFF, 'h'},
                "hunter".repeat(100).getBytes(StandardCharsets.UTF_8))) {
            Files.write(file, content);
            assertThatThrownBy(() -> pin("&pin-source=" + file).read())
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageNotContaining("hunter");
        }
    }

    @Test
    void whatWasRefusedIsNotGivenAgain() throws Exception {
        variables.put(Pin.VARIABLE, "4711");
        Pin pin = pin("");
        assertThat(pin.refuse(pin.read())).hasMessageContaining(Pin.VARIABLE).hasMessageNotContaining("4711");
        assertThatThrownBy(pin::read).isInstanceOf(Misconfigured.class);
        variables.put(Pin.VARIABLE, "4712");
        assertThat(pin.read()).isEqualTo("4712".toCharArray());
    }
}

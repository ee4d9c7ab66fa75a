package dev.rowseal.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.kms.Kms.KeyContext;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyContextTest {

    @Test
    void canonicalBytesAreNamesAndValuesInOrderEachAfterItsLength() {
        String hex = part("rowseal-key-id")
                + part("258")
                + part("rowseal-namespace")
                + part("ünicode")
                + part("rowseal-owner")
                + part("")
                + part("rowseal-purpose")
                + part("data");

        assertThat(new KeyContext("ünicode", "", 258, "data").canonical())
                .isEqualTo(HexFormat.of().parseHex(hex));
    }

    @Test
    void partsCannotRunIntoEachOther() {
        assertThat(new KeyContext("ab", "c", 1, "data").canonical())
                .isNotEqualTo(new KeyContext("a", "bc", 1, "data").canonical());
    }

    @Test
    void refusesWhatHasNoBytesOfItsOwn() {
        assertThatThrownBy(() -> new KeyContext("\ud800", "t", 1, "data").canonical())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyContext("n", "t".repeat(65536), 1, "data").canonical())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String part(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return String.format("%04x", utf8.length) + HexFormat.of().formatHex(utf8);
    }
}

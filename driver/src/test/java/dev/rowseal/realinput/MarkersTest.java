package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkersTest {

    private final Markers markers = new Markers();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "leonekohler@surfeu.de",
                "Theodor-Heuss-Straße 34",
                "Владимир Набоков",
                "寿司寿司寿司寿司",
                "👩🏽‍⚕️ and more"
            })
    void findsTextInEveryClothing(String text) {
        markers.add(text);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);

        assertThat(markers.in("SELECT '" + text + "'")).isNotNull();
        assertThat(markers.in(utf8)).isNotNull();
        assertThat(markers.in(text.getBytes(StandardCharsets.UTF_16BE))).isNotNull();
        assertThat(markers.in("X'00" + HexFormat.of().formatHex(utf8) + "ff'")).isNotNull();
        assertThat(markers.in("X'" + HexFormat.of().withUpperCase().formatHex(utf8) + "'"))
                .isNotNull();
        for (String before : new String[] {"", "1", "22", "333"}) {
            byte[] longer = (before + text + "behind").getBytes(StandardCharsets.UTF_8);
            assertThat(markers.in("x" + Base64.getEncoder().encodeToString(longer)))
                    .isNotNull();
            assertThat(markers.in(Base64.getUrlEncoder().encodeToString(longer)))
                    .isNotNull();
        }
        assertThat(markers.in(text.substring(1))).isNull();
    }

    @Test
    void findsNumbersBySizeAndInTexts() {
        markers.add(1712345678);
        markers.add(new BigDecimal("81234.50"));

        assertThat(markers.in(1712345678L)).isNotNull();
        assertThat(markers.in("… WHERE n = 1712345678")).isNotNull();
        assertThat(markers.in(81234.5d)).isNotNull();
        assertThat(markers.in(new BigDecimal("81234.5"))).isNotNull();
        assertThat(markers.in(81234)).isNull();
    }

    @Test
    void doesNotTakeSmallThingsForMarkers() {
        markers.add("Frank");
        markers.add(7);
        markers.add(true);
        markers.add(null);

        assertThat(markers.in("Frank Zappa")).isNull();
        assertThat(markers.in("Frank")).isNotNull();
        assertThat(markers.in(7)).isNull();
        assertThat(markers.in(true)).isNull();
    }
}

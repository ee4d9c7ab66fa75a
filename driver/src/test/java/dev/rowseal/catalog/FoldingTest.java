package dev.rowseal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.policy.Name;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FoldingTest {

    @ParameterizedTest
    @CsvSource({
        "LOWER_ASCII, PatÏent, patÏent",
        "LOWER, PatÏent, patïent",
        "UPPER, straße, STRASSE",
        "AS_WRITTEN, PatÏent, PatÏent"
    })
    void unquotedNamesFold(Folding.Case unquoted, String written, String stored) {
        assertThat(new Folding(unquoted).stored(new Name(written, false))).isEqualTo(stored);
        assertThat(new Folding(unquoted).stored(new Name(written, true))).isEqualTo(written);
    }

    @ParameterizedTest
    @EnumSource
    void whatFoldsTogetherIsComparable(Folding.Case unquoted) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Folding folding = new Folding(unquoted);
        for (int i = 0; i < 100_000; i++) {
            String written = name(random);
            String stored = folding.stored(written, false);
            assertThat(Folding.comparable(stored))
                    .as("seed %s: %s", seed, written)
                    .isEqualTo(Folding.comparable(written));
            assertThat(Folding.comparable("a." + written + ".Σ"))
                    .as("seed %s: %s", seed, written)
                    .contains(Folding.comparable(stored));
        }
    }

    @Test
    void everyCharacterIsComparableToItsCases() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                continue;
            }
            String one = Character.toString(c);
            assertThat(Folding.comparable(one.toUpperCase(Locale.ENGLISH)))
                    .as("U+%04X", c)
                    .isEqualTo(Folding.comparable(one));
            assertThat(Folding.comparable(one.toLowerCase(Locale.ENGLISH)))
                    .as("U+%04X", c)
                    .isEqualTo(Folding.comparable(one));
        }
    }

    /** Letters, not texts, are folded there: İ is one i. */
    @Test
    void columnsOfMariaDbAreFoldedLetterByLetter() {
        assertThat(new Folding(Folding.Case.AS_WRITTEN, '`', true).column("emaİl", false))
                .isEqualTo("email");
        assertThat(Folding.comparable("EMAİL")).isEqualTo("email");
        assertThat(Folding.comparable("EMAİL".toLowerCase(Locale.ENGLISH))).isEqualTo("email");
    }

    @Test
    void quotesAreDoubled() {
        assertThat(new Folding(Folding.Case.UPPER).quote("a\"b")).isEqualTo("\"a\"\"b\"");
    }

    private static String name(Random random) {
        String letters = "abzABZ09_ıİIißẞſsSςσΣKkÄä\uD801\uDC00\uD801\uDC28ﬁ";
        StringBuilder name = new StringBuilder();
        for (int length = 1 + random.nextInt(8); length > 0; length--) {
            int at = letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length())));
            name.appendCodePoint(letters.codePointAt(at));
        }
        return name.toString();
    }
}

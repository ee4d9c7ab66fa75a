package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code LiteralInsertTest} asks PostgreSQL itself. */
class EscapesTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        abc => abc
        it''s => it's
        it\\'s => it's
        a\\\\b => a\\b
        \\x41\\101\\u0041\\U00000041 => AAAA
        \\x4g => `\u0004g`
        \\q => q
        """)
    void undoes(String body, String text) {
        assertThat(Escapes.undone(body)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\0", "\\377", "\\xff", "\\x", "\\u12", "\\ud83d", "\\U00110000", "\\UFFFFFFFF"})
    void leavesWhatNeedsTheServer(String body) {
        assertThat(Escapes.undone(body)).isNull();
    }
}

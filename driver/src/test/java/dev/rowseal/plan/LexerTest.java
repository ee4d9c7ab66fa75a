package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {

    private static List<Token> tokens(String sql) {
        return Objects.requireNonNull(Lexer.tokens(sql));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        select a1 from "T b" => WORD WORD WORD QUOTED
        'it''s' => STRING
        E'it\\'s' x => STRING WORD
        'a\\' x => STRING WORD
        N'x' X'00' b'01' => STRING STRING STRING
        $$a'b$$ $t$ $$ $t$ => STRING STRING
        1 1.5 .5 1e-3 0x1F => NUMBER NUMBER NUMBER NUMBER NUMBER
        a<>? => WORD SYMBOL SYMBOL PARAMETER
        a/* c /* d */ e */b => WORD WORD
        a--b => WORD
        Länge_$x => WORD
        a$b$c => WORD
        """)
    void tells(String sql, String kinds) {
        assertThat(tokens(sql).stream().map(token -> token.kind().name()).toList())
                .isEqualTo(List.of(kinds.split(" ", -1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a", "\"a", "$$a", "$t$ a $$", "/* a", "/* /* */", "U&\"a\"", "u&'a'", "E'a\\'"})
    void givesUp(String sql) {
        assertThat(Lexer.tokens(sql)).isNull();
    }

    @Test
    void knowsWhereATokenBegins() {
        assertThat(tokens(" a  'b' ").get(1).begin()).isEqualTo(4);
    }

    @Test
    void unquotesIdentifiers() {
        assertThat(tokens("\"a\"\"b\"").get(0).identifier()).isEqualTo("a\"b");
        assertThat(tokens("`a``b`").get(0).identifier()).isEqualTo("a`b");
    }

    @Test
    void readsALongTextInLinearTime() {
        assertThat(tokens("(?, 'x'), ".repeat(100_000))).hasSize(600_000);
    }
}

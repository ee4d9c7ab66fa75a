package dev.rowseal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Our own encoders of texts and integers, which leave nothing behind, against the JDK's. */
class EncodersTest {

    private static final int[] ENDS = {0x7F, 0x7FF, 0xD7FF, 0xFFFF, 0x10FFFF};

    @Test
    void everyCodePointIsEncodedAsTheJdkDoes() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                requireSame("a" + Character.toString(codePoint));
            }
        }
    }

    @Test
    void textsAreEncodedAsTheJdkDoes() {
        Random random = new Random(20261129);
        for (int i = 0; i < 20_000; i++) {
            int length = random.nextInt(40);
            int end = ENDS[random.nextInt(ENDS.length)];
            StringBuilder text = new StringBuilder();
            for (int at = 0; at < length; at++) {
                int codePoint = random.nextInt(end + 1);
                text.appendCodePoint(
                        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE ? 'x' : codePoint);
            }
            requireSame(text.toString());
        }
    }

    private static void requireSame(String text) {
        byte[] bytes = Utf8.encode(text);
        assertThat(bytes).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(Utf8.decode(ByteBuffer.wrap(bytes))).isEqualTo(text);
    }

    @Test
    void anUnpairedSurrogateIsRefusedWhereverItIs() {
        for (String unpaired :
                new String[] {"\uD800", "\uDC00", "a\uDC00\uD800", "\uD800a", "\uD800\uD800\uDC00", "\uDC00é"}) {
            assertThatThrownBy(() -> Utf8.encode(unpaired))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the text has an unpaired surrogate");
        }
    }

    @Test
    void integersAreEncodedAsTheJdkDoes() {
        Random random = new Random(20261129);
        for (int bits = 0; bits < Long.SIZE; bits++) {
            for (long near = -2; near <= 2; near++) {
                requireSame((1L << bits) + near);
                requireSame(-(1L << bits) + near);
                requireSame(random.nextLong() >> bits);
            }
        }
    }

    private static void requireSame(long number) {
        byte[] body = ValueBody.encode(new Value.Int(number));
        assertThat(body).isEqualTo(BigInteger.valueOf(number).toByteArray());
        assertThat(ValueBody.decode(ByteBuffer.wrap(body), ValueClass.INTEGER)).isEqualTo(new Value.Int(number));
    }

    @Test
    void aPartOfABufferIsDecodedFromWhereItBegins() {
        ByteBuffer bytes = ByteBuffer.wrap("--text--".getBytes(StandardCharsets.US_ASCII), 2, 4);

        assertThat(Utf8.decode(bytes.slice())).isEqualTo("text");
        assertThat(((Value.Binary) ValueBody.decode(bytes.slice(), ValueClass.BINARY)).bytes())
                .isEqualTo("text".getBytes(StandardCharsets.US_ASCII));
        assertThat(ValueBody.decode(bytes.slice().limit(1), ValueClass.INTEGER)).isEqualTo(new Value.Int('t'));
    }
}

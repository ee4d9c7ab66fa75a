package dev.rowseal.kms.tencent.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON, beside another parser and writer. */
class JsonTest {

    private final ObjectMapper other = new ObjectMapper();

    @Test
    void whatAnotherWritesIsReadAndWhatIsWrittenAnotherReads() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Map<String, String> texts = new TreeMap<>();
            for (int n = random.nextInt(5); n >= 0; n--) {
                texts.put(text(random), text(random));
            }
            String written = Json.written(texts.entrySet());
            assertThat(other.readValue(written, TreeMap.class))
                    .as("seed %d", seed)
                    .isEqualTo(texts);
            assertThat(Json.object(written).equals(texts)).as("seed %d", seed).isTrue();
            String pretty = other.writerWithDefaultPrettyPrinter().writeValueAsString(texts);
            assertThat(Json.object(pretty).equals(texts)).as("seed %d", seed).isTrue();
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            String some = "aZ9 \"\\/\b\f\n\r\t\u0000\u001f\u007f\u00e9\u4e2d\u2028";
            text.append(random.nextInt(6) == 0 ? "\uD83D\uDD11" : some.charAt(random.nextInt(some.length())));
        }
        return text.toString();
    }

    @Test
    void everyTypeIsRead() {
        Map<?, ?> read =
                Json.object(" {\"a\":[1,-2.5e3,true,false,null,{\"b\":\"\\u4e2d\\/\"},[]],\"n\":1893456000,\"o\":{}} ");
        assertThat(String.valueOf(read.get("a"))).isEqualTo("[1, -2500.0, true, false, null, {b=\u4e2d/}, []]");
        assertThat(read.get("n")).isEqualTo(1893456000L);
        assertThat(Json.object(read, "o").isEmpty()).isTrue();
        assertThat(Json.object(read, "a").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}x",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":1.}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}",
                "<html></html>"
            })
    void whatIsNoObjectIsEmpty(String text) {
        assertThat(Json.object(text).isEmpty()).isTrue();
    }

    @Test
    void noTextHoweverAlteredFailsInAnotherWay() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ObjectNode object = other.createObjectNode();
        object.putObject("Response")
                .put("KeyId", "x\"\\")
                .put("n", 12)
                .putArray("l")
                .add(true)
                .addNull();
        String whole = object.toString();
        for (int i = 0; i < 3_000; i++) {
            StringBuilder altered = new StringBuilder(whole);
            altered.setCharAt(random.nextInt(whole.length()), (char) random.nextInt(128));
            altered.setLength(random.nextInt(whole.length() + 1));
            assertThat(Json.object(altered.toString()) != null)
                    .as("seed %d: %s", seed, altered)
                    .isTrue();
        }
    }
}

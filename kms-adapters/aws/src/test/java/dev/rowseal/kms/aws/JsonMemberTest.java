package dev.rowseal.kms.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMemberTest {

    private static @Nullable String found(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        JsonMember member = JsonMember.find(bytes, bytes.length, "Plaintext");
        return member == null ? null : new String(bytes, member.from(), member.to() - member.from(), UTF_8);
    }

    @Test
    void aMemberIsFoundWhereverItStands() {
        assertThat(found("{\"Plaintext\":\"abc\"}")).isEqualTo("abc");
        assertThat(found(" { \"KeyId\" : \"x\\\"}\" , \"n\" : -1.5e3, \"Plaintext\" : \"\" } "))
                .isEmpty();
        assertThat(found("{\"a\":{\"Plaintext\":\"inner\"},\"b\":[\"Plaintext\",\"]\"],\"Plaintext\":\"outer\"}"))
                .isEqualTo("outer");
        assertThat(found("{\"a\":null,\"b\":true,\"Plaintext\":\"\u00e9\"}")).isEqualTo("\u00e9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "null",
                "\"Plaintext\"",
                "{\"Plaintext\"}",
                "{\"Plaintext\":",
                "{\"Plaintext\":\"",
                "{\"Plaintext\":\"abc",
                "{\"Plaintext\":\"abc\\\"",
                "{\"Plaintext\":null}",
                "{\"Plaintext\":{\"Plaintext\":\"x\"}}",
                "{\"plaintext\":\"abc\"}",
                "{\"PlaintextX\":\"abc\"}",
                "{\"a\":[[[",
                "<html>\"Plaintext\":\"abc\"</html>"
            })
    void whatIsNotThereIsNotFound(String json) {
        assertThat(found(json)).isNull();
    }

    @Test
    void itAgreesWithAnotherParser() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ObjectMapper json = new ObjectMapper();
        for (int i = 0; i < 2_000; i++) {
            ObjectNode object = json.createObjectNode();
            List<String> names = new ArrayList<>(List.of("KeyId", "Plaintext", "n", "o", "a", "\\\"", ""));
            java.util.Collections.shuffle(names, random);
            for (String name : names.subList(0, random.nextInt(names.size() + 1))) {
                switch (random.nextInt(5)) {
                    case 0 -> object.put(name, random.nextInt());
                    case 1 -> object.putObject(name).put("Plaintext", "inner }]\"");
                    case 2 -> {
                        ArrayNode array = object.putArray(name);
                        array.add("],\"Plaintext\":\"").addObject().put("Plaintext", "no");
                    }
                    case 3 -> object.putNull(name);
                    default -> object.put(name, "text \"{[" + random.nextInt() + "\\");
                }
            }
            String text = random.nextBoolean()
                    ? object.toString()
                    : json.writerWithDefaultPrettyPrinter().writeValueAsString(object);
            String found = found(text);
            assertThat(found == null ? null : json.readValue("\"" + found + "\"", String.class))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(object.path("Plaintext").textValue());
            byte[] bytes = text.getBytes(UTF_8);
            for (int cut = 0; cut < bytes.length; cut++) {
                // never beyond the end, whatever stands there
                JsonMember.find(Arrays.copyOf(bytes, cut), cut, "Plaintext");
            }
        }
    }
}

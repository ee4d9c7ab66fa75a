package dev.rowseal.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The Wycheproof sets beside the project; a test that wants one is skipped where they are not. */
public final class Wycheproof {

    private Wycheproof() {}

    /**
     * One test of a set with its group.
     *
     * @param group what all tests of the group share
     * @param test the test itself
     */
    public record Case(JsonNode group, JsonNode test) {

        public byte[] bytes(String field) {
            return HexFormat.of().parseHex(test.get(field).asText());
        }

        public boolean valid() {
            return !test.get("result").asText().equals("invalid");
        }

        public String name() {
            return test.get("tcId").asText() + " " + test.get("comment").asText();
        }
    }

    public static List<Case> cases(String set) throws IOException {
        Path file =
                Path.of(System.getProperty("rowseal.shared", "../../shared"), "vectors", "wycheproof_" + set + ".json");
        Assumptions.assumeTrue(Files.exists(file), () -> "not here: " + file);
        List<Case> cases = new ArrayList<>();
        for (JsonNode group : new ObjectMapper().readTree(file.toFile()).get("testGroups")) {
            group.get("tests").forEach(test -> cases.add(new Case(group, test)));
        }
        return cases;
    }
}

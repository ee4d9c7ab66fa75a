package dev.rowseal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.failure.Misconfigured;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged configurations: whatever comes in, a policy or {@link Misconfigured} comes out, and nothing else. */
class MutationsTest {

    private static final String GOOD = """
            rowseal: 1
            namespace: clinic-prod
            kek: local-kms:./dev-keys.p12
            unwrap: [aws-kms://arn:aws:kms:eu-west-1:111122223333:key/one]
            key-table: vault.rowseal_keys
            cache: { ttl: 90s, grace: 1h, run-values: 1 }
            kms: { timeout: 2s, attempts: 5 }
            tables:
              patient:
                id: public.person
                row-id: { id: bigint }
                columns:
                  ssn:       { type: varchar(11), lookup: equality }
                  email:     { type: varchar(200), lookup: equality, equality: case-insensitive, group: email, index-column: email_ix }
                  salary:    { type: "decimal(12,2)", id: pay }
                  notes:     { type: text, pad: 64 }
              '"Odd"."Table"':
                row-id: { zone: uuid, '"Number"': integer }
                columns:
                  '"Password"': { type: text, lookup: equality, equality: exact }
            """;

    private static final String[] PIECES = {
        ":",
        ": ",
        "- ",
        "? ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "#",
        "&a ",
        "*a",
        "!!str ",
        "!",
        "|\n",
        ">\n",
        "'",
        "\"",
        "%",
        "@",
        "`",
        "\n",
        "\t",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "<<: ",
        "~",
        "\0",
        "\uFEFF",
        "\uD800",
        "\u2028",
        "\\x",
        "null",
        "999999999999",
        "-1",
        "${x}",
        "é",
        "😀",
        "\r",
        "  ",
        "type",
        "id",
        "tables",
        "decimal(1,",
        "\"\"",
        "."
    };

    private static final int ROUNDS = 4000;

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 4000})
    void onlyMisconfiguredEscapes(long seed) {
        Random random = new Random(seed);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String yaml = GOOD;
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                yaml = damaged(yaml, random);
            }
            read += read(yaml, "seed " + seed + ", round " + round + ":\n" + yaml) ? 1 : 0;
        }
        assertThat(read).as("neither all nor none are refused").isBetween(1, ROUNDS - 1);
    }

    /** Whether it was read. */
    private static boolean read(String yaml, String what) {
        try {
            Policy policy = PolicySource.parse(yaml, "t.yaml");
            assertThat(policy.tables()).as(what).isNotEmpty().allSatisfy(table -> {
                assertThat(table.rowId()).isNotEmpty();
                assertThat(table.columns()).isNotEmpty();
            });
            return true;
        } catch (Misconfigured e) {
            assertThat(e.getMessage()).as(what).startsWith("t.yaml:");
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(what, e);
        }
    }

    private static String damaged(String yaml, Random random) {
        int at = random.nextInt(yaml.length() + 1);
        int end = Math.min(yaml.length(), at + 1 + random.nextInt(6));
        String piece = PIECES[random.nextInt(PIECES.length)];
        return switch (random.nextInt(6)) {
            case 0 -> yaml.substring(0, at) + yaml.substring(end);
            case 1 -> yaml.substring(0, at) + piece + yaml.substring(end);
            case 2 -> yaml.substring(0, at) + piece + yaml.substring(at);
            case 3 -> yaml.substring(0, at) + (char) random.nextInt(0x10000) + yaml.substring(at);
            case 4 -> yaml.substring(0, at);
            default -> shuffled(yaml, random);
        };
    }

    /** Two lines change places, or one is doubled. */
    private static String shuffled(String yaml, Random random) {
        List<String> lines = new ArrayList<>(yaml.lines().toList());
        if (lines.isEmpty()) {
            return yaml;
        }
        int one = random.nextInt(lines.size());
        if (random.nextBoolean()) {
            Collections.swap(lines, one, random.nextInt(lines.size()));
        } else {
            lines.add(one, lines.get(random.nextInt(lines.size())));
        }
        return String.join("\n", lines) + "\n";
    }
}

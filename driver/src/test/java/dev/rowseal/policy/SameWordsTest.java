package dev.rowseal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The annotation processor has rules of its own, since it may depend on nothing. Here the same mistake is made both
 * ways, and both must refuse it in the same words.
 */
class SameWordsTest {

    /** Row id and column on a Java type, then the same in YAML; the way out may differ, being Java or YAML. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    double id          | @Encrypted String c                                  | id: double  | c: { type: text }
                    boolean id         | @Encrypted String c                                  | id: boolean | c: { type: text }
                    long id            | @Encrypted(column = "id") String c                   | id: bigint  | id: { type: text }
                    long id            | @Encrypted(type = "foo") String c                    | id: bigint  | c: { type: foo }
                    long id            | @Encrypted(type = "varchar") String c                | id: bigint  | c: { type: varchar }
                    long id            | @Encrypted(type = "text(1)") String c                | id: bigint  | c: { type: text(1) }
                    long id            | @Encrypted(type = "varchar(0)") String c             | id: bigint  | c: { type: varchar(0) }
                    long id            | @Encrypted(type = "varchar(1234567890)") String c    | id: bigint  | c: { type: varchar(1234567890) }
                    long id            | @Encrypted(type = "decimal(5)") String c             | id: bigint  | c: { type: decimal(5) }
                    long id            | @Encrypted(type = "decimal(1001,0)") String c        | id: bigint  | c: { type: 'decimal(1001,0)' }
                    long id            | @Encrypted(type = "decimal(2,3)") String c           | id: bigint  | c: { type: 'decimal(2,3)' }
                    long id            | @Encrypted(pad = 0) String c                         | id: bigint  | c: { type: text, pad: 0 }
                    long id            | @Encrypted(pad = 65537) String c                     | id: bigint  | c: { type: text, pad: 65537 }
                    long id            | @Encrypted(id = " ") String c                        | id: bigint  | c: { type: text, id: ' ' }
                    long id            | @Encrypted(lookup = EQUALITY) boolean c              | id: bigint  | c: { type: boolean, lookup: equality }
                    long id            | @Encrypted(lookup = EQUALITY, type = "json") String c| id: bigint  | c: { type: json, lookup: equality }
                    long id            | @Encrypted(lookup = EQUALITY, group = "G") String c  | id: bigint  | c: { type: text, lookup: equality, group: G }
                    long id            | @Encrypted(lookup = EQUALITY, indexColumn = "id") String c | id: bigint | c: { type: text, lookup: equality, index-column: id }
                    long id            | @Encrypted(lookup = EQUALITY, indexColumn = "x y") String c | id: bigint | c: { type: text, lookup: equality, index-column: x y }
                    long id            | @Encrypted(lookup = EQUALITY, equality = CASE_INSENSITIVE) long c | id: bigint | c: { type: bigint, lookup: equality, equality: case-insensitive }
                    long id            | @Encrypted(group = "g") String c                     | id: bigint  | c: { type: text, group: g }
                    """, quoteCharacter = '`')
    void bothSayTheSame(String javaId, String javaColumn, String yamlId, String yamlColumn, @TempDir Path folder) {
        String java = "import dev.rowseal.annotations.*; import static dev.rowseal.annotations.Lookup.*;"
                + " import static dev.rowseal.annotations.Equality.*;"
                + " @EncryptedTable class T { @RowId " + javaId + "; " + javaColumn + "; }";
        String yaml = "rowseal: 1\nnamespace: n\nkek: local-kms:k\ntables:\n  t:\n    row-id: { " + yamlId
                + " }\n    columns:\n      " + yamlColumn;

        List<String> compiler = Javac.compile(folder, "T.java", java);
        String reader = String.valueOf(
                catchThrowable(() -> PolicySource.parse(yaml, "t.yaml")).getMessage());

        assertThat(compiler).as(reader).hasSize(1);
        assertThat(what(reader.replaceFirst("t.yaml:\\d+: ", ""))).isEqualTo(what(compiler.get(0)));
    }

    private static String what(String message) {
        assertThat(message).contains(";");
        return message.substring(0, message.indexOf(';'));
    }
}

package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link Dialect#literal} makes of a literal is what the database stores for the same text of SQL. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
final class LiteralOracleTest {

    @Test
    void storesWhatTheDatabaseWouldStore(TestDatabase database) throws Exception {
        Dialect dialect = Dialect.named(database.engine().productName());
        Tally tally = new Tally("literal", database.engine().productName());
        for (String text : Plain.TYPES) {
            Column column = new Column("plain", "c", DeclaredType.parse(text));
            try (Plain plain = new Plain(database, dialect, column.type())) {
                for (Map.Entry<String, Literal> literal :
                        literals(database.engine()).entrySet()) {
                    Outcome theirs = Outcome.of(() -> plain.storedLiteral(literal.getKey()));
                    Outcome ours = Outcome.of(() -> dialect.literal(column, literal.getValue()));
                    tally.add(text, literal.getKey(), "literal", theirs, ours);
                }
            }
        }
        tally.write();
        assertThat(tally.wrong()).isEmpty();
        assertThat(tally.refusedShare()).isLessThan(0.15);
    }

    static Map<String, Literal> literals(Engine engine) {
        Map<String, Literal> literals = new LinkedHashMap<>();
        for (String text : Samples.TEXTS) {
            if (!Surrogates.unpaired(text) && text.indexOf('\0') < 0) {
                // The oracle is about values; MariaDB's escapes are the lexer's.
                String written = engine == Engine.MARIADB ? text.replace("\\", "\\\\") : text;
                literals.put("'" + written + "'", new Literal.Text(text));
            }
        }
        List<String> numbers = new ArrayList<>(List.of(
                "0",
                "1",
                "-7",
                "12.5",
                "2.5",
                "1.005",
                "-1.005",
                "32768",
                "2147483648",
                "9223372036854775808",
                "999999.99",
                "999999.995",
                "1e3",
                ".5",
                "12345678901234567890.5"));
        numbers.forEach(number -> literals.put(number, new Literal.Number(number)));
        literals.put("TRUE", new Literal.Bool(true));
        literals.put("FALSE", new Literal.Bool(false));
        literals.put("DATE '2024-02-29'", new Literal.TypedDate("2024-02-29"));
        literals.put("TIME '10:11:12'", new Literal.TypedTime("10:11:12"));
        literals.put(
                "TIMESTAMP '2024-02-29 10:11:12.123456'", new Literal.TypedTimestamp("2024-02-29 10:11:12.123456"));
        literals.put("X'00ff'", new Literal.Binary(new byte[] {0, -1}));
        return literals;
    }
}

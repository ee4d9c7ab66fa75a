package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The value that {@link Dialect#compared} names is the one that {@code column = ?} finds among all stored ones. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
final class CompareOracleTest {

    private static final int VALUES_PER_TYPE = 80;

    @Test
    void findsWhatTheDatabaseWouldFind(TestDatabase database) throws Exception {
        Dialect dialect = Dialect.named(database.engine().productName());
        Tally tally = new Tally("compare", database.engine().productName());
        for (String text : Plain.TYPES) {
            Column column = new Column("plain", "c", DeclaredType.parse(text));
            try (Plain plain = new Plain(database, dialect, column.type())) {
                Map<String, Value> stored = fill(dialect, column, plain);
                for (Bind bind : Binds.forType(text)) {
                    if (left(bind) || bind.how().targetType() != null) {
                        continue;
                    }
                    Outcome theirs = Outcome.of(() -> found(plain, bind));
                    Outcome ours = Outcome.of(() ->
                            named(stored, dialect.compared(column, bind.value().get(), bind.how())));
                    tally.add(text, bind.label(), bind.how().setter(), theirs, ours);
                }
            }
        }
        tally.write();
        assertThat(tally.wrong()).isEmpty();
        // Mostly text beside a binary, JSON or floating-point column on H2, and beside any but a text column on
        // MariaDB.
        assertThat(tally.refusedShareOfOften()).isLessThan(database.engine() == Engine.MARIADB ? 0.70 : 0.50);
    }

    @Test
    void findsByLiteralWhatTheDatabaseWouldFind(TestDatabase database) throws Exception {
        Dialect dialect = Dialect.named(database.engine().productName());
        Tally tally = new Tally("compare-literal", database.engine().productName());
        for (String text : Plain.TYPES) {
            Column column = new Column("plain", "c", DeclaredType.parse(text));
            try (Plain plain = new Plain(database, dialect, column.type())) {
                Map<String, Value> stored = fill(dialect, column, plain);
                for (Map.Entry<String, Literal> literal :
                        LiteralOracleTest.literals(database.engine()).entrySet()) {
                    if (literal.getKey().equals("'123e4567'")) {
                        continue;
                    }
                    Outcome theirs = Outcome.of(() -> found(plain, literal.getKey()));
                    Outcome ours = Outcome.of(() -> named(stored, dialect.comparedLiteral(column, literal.getValue())));
                    tally.add(text, literal.getKey(), "literal", theirs, ours);
                }
            }
        }
        tally.write();
        assertThat(tally.wrong()).isEmpty();
    }

    /** Streams compare as what they hold; huge powers of ten, target types among them, keep H2 busy for minutes. */
    private static boolean left(Bind bind) {
        return bind.label().contains("stream of") || bind.label().matches(".*String 123e4567[,)].*");
    }

    private static Map<String, Value> fill(Dialect dialect, Column column, Plain plain) {
        Map<String, Value> stored = new LinkedHashMap<>();
        for (Bind bind : Binds.all()) {
            if (stored.size() == VALUES_PER_TYPE) {
                break;
            }
            if (left(bind) || bind.how().targetType() != null && bind.how().targetType() != java.sql.Types.OTHER) {
                continue;
            }
            try {
                Value value = dialect.bind(column, bind.value().get(), bind.how());
                if (value != null && stored.putIfAbsent(key(value), value) == null) {
                    plain.insert(bind);
                }
            } catch (SQLException notStored) {
                // the bind oracle looks at these
            }
        }
        return stored;
    }

    private static String found(Plain plain, Bind bind) throws Exception {
        String sql = "select " + plain.shown() + " from plain where c = ?";
        try (PreparedStatement select = plain.connection().prepareStatement(sql)) {
            bind.setting().set(select, bind.value().get());
            return keys(plain, select.executeQuery());
        }
    }

    private static String found(Plain plain, String literal) throws Exception {
        try (Statement select = plain.connection().createStatement()) {
            return keys(plain, select.executeQuery("select " + plain.shown() + " from plain where c = " + literal));
        }
    }

    private static String keys(Plain plain, ResultSet result) throws Exception {
        TreeSet<String> found = new TreeSet<>();
        try (ResultSet rows = result) {
            while (rows.next()) {
                found.add(key(plain.read(rows)));
            }
        }
        return found.toString();
    }

    private static String named(Map<String, Value> stored, @Nullable Value value) throws Exception {
        TreeSet<String> found = new TreeSet<>();
        if (value != null && stored.containsKey(key(value))) {
            found.add(key(value));
        }
        return found.toString();
    }

    /** Values that the declared equality holds equal have one key: instants in UTC, zeros without a sign. */
    private static String key(@Nullable Object object) {
        Object content = object instanceof Value value ? Outcome.content(value) : object;
        if (content instanceof java.time.OffsetDateTime timestamp) {
            return timestamp.toInstant().toString();
        } else if (content instanceof Double number && number == 0 || content instanceof Float real && real == 0) {
            return "zero";
        } else if (content instanceof byte[] bytes) {
            return java.util.HexFormat.of().formatHex(bytes);
        }
        return String.valueOf(content);
    }
}

package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column's type as a statement writes it.
 *
 * @param text as written
 * @param declared the policy's name for it, or null when the policy has none that is exactly this type here
 */
record WrittenType(String text, @Nullable DeclaredType declared) {

    private static final String CLAUSE = "column definition";

    /** Words that go on with a type rather than begin an option of the column. */
    private static final String[] FURTHER = {
        "VARYING",
        "PRECISION",
        "LARGE",
        "OBJECT",
        "WITH",
        "WITHOUT",
        "TIME",
        "ZONE",
        "LOCAL",
        "UNSIGNED",
        "SIGNED",
        "ZEROFILL",
        "ARRAY",
        "YEAR",
        "MONTH",
        "DAY",
        "HOUR",
        "MINUTE",
        "SECOND",
        "TO"
    };

    /** Words that begin an option, so that no type begins with them. */
    private static final String[] NO_TYPE = {"AS", "GENERATED", "NOT", "NULL", "PRIMARY", "DEFAULT", "CHECK", "UNIQUE"};

    /** Whether the policy's type is this one, exactly. */
    boolean is(DeclaredType type) {
        return type.equals(declared);
    }

    /** Whether it brings a sequence and a default of its own. */
    boolean isSerial() {
        return text.toLowerCase(Locale.ROOT).contains("serial");
    }

    /** Whether a row-id column of this type can be one of the declared type: as it is, or an integer that is wider. */
    boolean fits(DeclaredType type) {
        if (declared == null || declared.kind() == type.kind()) {
            return true;
        }
        List<Kind> integers = List.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT);
        List<Kind> texts = List.of(Kind.VARCHAR, Kind.TEXT);
        return texts.contains(declared.kind()) && texts.contains(type.kind())
                || integers.contains(declared.kind())
                        && integers.indexOf(declared.kind()) <= integers.indexOf(type.kind());
    }

    /** Reads the type that comes next. */
    static WrittenType read(DdlCursor cursor, Dialect dialect) throws Refusal {
        int from = cursor.position();
        if (cursor.isAtAny(NO_TYPE)) {
            throw DdlCursor.unread(CLAUSE);
        }
        List<Token> tokens = new ArrayList<>();
        boolean plain = true;
        tokens.add(cursor.next(CLAUSE));
        while (cursor.isAtAny(FURTHER) || cursor.isAtAny("(", "[", ".")) {
            int begin = cursor.position();
            if (cursor.isAt(".")) {
                plain = false;
                cursor.next(CLAUSE);
                cursor.next(CLAUSE);
            } else {
                cursor.skip(CLAUSE);
            }
            tokens.addAll(cursor.tokens(begin, cursor.position()));
        }
        Token first = tokens.get(0);
        if (first.kind() != Token.Kind.WORD && first.kind() != Token.Kind.QUOTED) {
            throw DdlCursor.unread(CLAUSE);
        }
        return new WrittenType(cursor.since(from), plain ? declared(tokens, dialect) : null);
    }

    private static @Nullable DeclaredType declared(List<Token> tokens, Dialect dialect) {
        StringBuilder words = new StringBuilder();
        List<Integer> numbers = new ArrayList<>();
        for (Token token : tokens) {
            switch (token.kind()) {
                case WORD ->
                    words.append(words.isEmpty() ? "" : " ").append(token.text().toLowerCase(Locale.ROOT));
                case NUMBER -> {
                    if (!token.text().matches("\\d{1,9}")) {
                        return null;
                    }
                    numbers.add(Integer.parseInt(token.text()));
                }
                case SYMBOL -> {
                    if (!Set.of("(", ")", ",").contains(token.text())) {
                        return null;
                    }
                }
                default -> {
                    return null;
                }
            }
        }
        return new WrittenTypes(dialect).declared(words.toString(), numbers);
    }
}

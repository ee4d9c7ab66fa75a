package dev.rowseal.realinput;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The examples of a page of {@code docs/}, so that what the page says is what is run. A fence's info string names it. In a
 * fence of statements each ends with a semicolon at the end of its line; a line {@code -- with: 1, 'x'} below it runs it as a
 * prepared statement with these parameters, a line {@code -- because: …} says what its refusal holds.
 */
record Page(String text) {

    private static final Pattern VALUE =
            Pattern.compile("\\s*(timestamp\\s+)?(?:'((?:[^']|'')*)'|(null)|(-?\\d+\\.\\d+)|(-?\\d+))\\s*(?:,|$)");

    static Page of(String name) throws IOException {
        return new Page(Files.readString(Path.of("..", "docs", name)));
    }

    /** The only fence of this name. */
    String fence(String info) {
        Matcher fence =
                Pattern.compile("(?s)```" + Pattern.quote(info) + "\n(.*?)```").matcher(text);
        if (!fence.find()) {
            throw new IllegalStateException("the page has no fence " + info);
        }
        return fence.group(1);
    }

    /**
     * One statement.
     *
     * @param requests one, or one for each line of parameters
     */
    record Example(List<Request> requests, String because) {}

    /** The statements of all fences of a name. */
    List<Example> examples(String info) {
        List<Example> examples = new ArrayList<>();
        Matcher fence =
                Pattern.compile("(?s)```" + Pattern.quote(info) + "\n(.*?)```").matcher(text);
        while (fence.find()) {
            String[] parts = fence.group(1).split(";\n");
            for (int i = 0; i + 1 < parts.length; i++) {
                examples.add(example(statement(parts[i]), parts[i + 1]));
            }
            if (!statement(parts[parts.length - 1]).isBlank()) {
                examples.add(example(statement(parts[parts.length - 1]), ""));
            }
        }
        return examples;
    }

    private static String statement(String part) {
        StringBuilder sql = new StringBuilder();
        part.lines()
                .filter(line -> !line.startsWith("-- "))
                .forEach(line -> sql.append(line).append('\n'));
        String text = sql.toString().strip();
        return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    }

    private static Example example(String sql, String following) {
        List<Request> requests = new ArrayList<>();
        String because = "";
        for (String line : following.lines().toList()) {
            if (line.startsWith("-- with: ")) {
                requests.add(new Request(sql, values(line.substring("-- with: ".length()))));
            } else if (line.startsWith("-- because: ")) {
                because = line.substring("-- because: ".length());
            } else {
                break;
            }
        }
        return new Example(requests.isEmpty() ? List.of(Request.text(sql)) : requests, because);
    }

    private static List<@Nullable Object> values(String line) {
        List<@Nullable Object> values = new ArrayList<>();
        Matcher value = VALUE.matcher(line);
        int end = 0;
        while (end < line.length() && value.find(end) && value.start() == end) {
            values.add(value(value));
            end = value.end();
        }
        if (end != line.length()) {
            throw new IllegalStateException("cannot read the parameters " + line);
        }
        return values;
    }

    private static @Nullable Object value(Matcher value) {
        if (value.group(3) != null) {
            return null;
        }
        if (value.group(4) != null) {
            return new BigDecimal(value.group(4));
        }
        if (value.group(5) != null) {
            return Integer.valueOf(value.group(5));
        }
        String text = value.group(2).replace("''", "'");
        return value.group(1) == null ? text : Timestamp.valueOf(LocalDateTime.parse(text));
    }
}

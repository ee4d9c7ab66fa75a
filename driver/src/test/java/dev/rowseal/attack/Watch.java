package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.fail;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.RecordingDriver;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for plaintext where none may be: in what reached the wrapped driver, in the stored tables, and in exceptions.
 * Markers are texts that stand for the plaintext of sealed columns; they are searched for as text, as bytes, in UTF-16, in
 * hexadecimal and in base64.
 */
final class Watch {

    private final TestDatabase database;
    private final Sealed sealed;
    private final Set<String> forms = new LinkedHashSet<>();

    Watch(TestDatabase database, Sealed sealed, String... markers) {
        this.database = database;
        this.sealed = sealed;
        for (String marker : markers) {
            byte[] bytes = marker.getBytes(StandardCharsets.UTF_8);
            forms.add(marker.toLowerCase(Locale.ROOT));
            forms.add(utf16(marker, StandardCharsets.UTF_16BE));
            forms.add(HexFormat.of().formatHex(bytes));
            forms.add(HexFormat.of().formatHex(marker.getBytes(StandardCharsets.UTF_16BE)));
            // Base64 of all but what shares a group with what stands beside it.
            for (int shift = 0; shift < 3; shift++) {
                byte[] whole = Arrays.copyOfRange(bytes, shift, shift + (bytes.length - shift) / 3 * 3);
                if (whole.length >= 6) {
                    forms.add(Base64.getEncoder().encodeToString(whole).toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    private static String utf16(String marker, java.nio.charset.Charset charset) {
        return new String(marker.getBytes(charset), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    /** A connection through Rowseal whose wrapped driver notes everything. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:rowseal:" + inner(), sealed.properties());
    }

    private String inner() {
        return RecordingDriver.url(database).substring("jdbc:".length());
    }

    /** The first form of a marker in a text, or null. Hexadecimal runs of envelopes are no place for short markers. */
    @Nullable
    String found(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String prose = lower.replaceAll("(decode\\('|x')[0-9a-f]{16,}'", "");
        for (String form : forms) {
            boolean isShort = form.length() < 10;
            if ((isShort ? prose : lower).contains(form)) {
                return form;
            }
        }
        return null;
    }

    /** Fails when a marker was handed to the wrapped driver since the last call. */
    void nothingLeft(String attempt) {
        for (String note : RecordingDriver.take("jdbc:" + inner())) {
            // A driver undoes escapes by itself, and sends nothing.
            if (found(note) != null && !note.startsWith("nativeSQL|")) {
                fail(database + ": " + attempt + " handed plaintext to the wrapped driver: " + printable(note));
            }
        }
    }

    /** Forgets what was handed over so far. */
    void forget() {
        RecordingDriver.take("jdbc:" + inner());
    }

    /** Fails when a marker is anywhere in the stored tables. */
    void nothingStored(String attempt) throws SQLException {
        try (Connection plain = database.plain();
                Statement statement = plain.createStatement()) {
            for (String table : tables(plain)) {
                try (ResultSet rows = statement.executeQuery("select * from " + table)) {
                    scan(rows, attempt + ": " + table);
                }
            }
        }
    }

    private void scan(ResultSet rows, String where) throws SQLException {
        while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                Object value = rows.getObject(i);
                if (value == null) {
                    continue;
                }
                String text = value instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.ISO_8859_1)
                        : rows.getString(i);
                if (found(text) != null) {
                    fail(database + ": " + where + "." + rows.getMetaData().getColumnName(i) + " holds plaintext: "
                            + printable(text));
                }
            }
        }
    }

    private List<String> tables(Connection plain) throws SQLException {
        String schemas = switch (database.engine()) {
            case H2 -> "('INFORMATION_SCHEMA')";
            case POSTGRESQL -> "('pg_catalog', 'information_schema')";
            case MARIADB -> "('information_schema', 'mysql', 'performance_schema', 'sys')";
        };
        List<String> tables = new ArrayList<>();
        try (Statement statement = plain.createStatement();
                ResultSet rows = statement.executeQuery("select table_schema, table_name from information_schema.tables"
                        + " where table_type like '%TABLE%' and table_schema not in " + schemas)) {
            while (rows.next()) {
                tables.add(database.quote(rows.getString(1)) + "." + database.quote(rows.getString(2)));
            }
        }
        return tables;
    }

    /** Fails unless an escaped throwable is an SQLException with a state and nothing of a marker in its whole chain. */
    void clean(String attempt, Throwable escaped) {
        if (!(escaped instanceof SQLException sql)) {
            throw new AssertionError(database + ": " + attempt + " threw something that is no SQLException", escaped);
        }
        // MariaDB's driver has none for what it finds out by itself.
        if (sql.getSQLState() == null && database.engine() != Engine.MARIADB) {
            throw new AssertionError(database + ": " + attempt + " threw an SQLException without a state", escaped);
        }
        for (Throwable link : chain(escaped)) {
            String text = link + "\n" + link.getMessage();
            if (found(text) != null || text.matches("(?s).*(f71e01[0-9a-fA-F]{20}|rs1\\.[A-Za-z0-9_-]{20}).*")) {
                throw new AssertionError(database + ": " + attempt + " threw what repeats a value", escaped);
            }
        }
    }

    /** Everything that hangs on a throwable: causes, suppressed ones and next exceptions. */
    static Set<Throwable> chain(Throwable first) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> left = new ArrayList<>(List.of(first));
        while (!left.isEmpty()) {
            Throwable one = left.remove(left.size() - 1);
            if (!seen.add(one)) {
                continue;
            }
            if (one.getCause() != null) {
                left.add(one.getCause());
            }
            left.addAll(Arrays.asList(one.getSuppressed()));
            if (one instanceof SQLException sql && sql.getNextException() != null) {
                left.add(sql.getNextException());
            }
        }
        return seen;
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", ".");
    }
}

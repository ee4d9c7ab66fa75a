package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** What MariaDB stores, under a strict SQL mode, when a literal is assigned to a column of the declared type. */
final class MariaDbAssigns {

    private MariaDbAssigns() {}

    static Value assign(Column column, MariaDbSent sent, String how) throws SQLException {
        MariaDbColumns.requireOne(column);
        if (sent instanceof MariaDbSent.Name) {
            throw Refusal.failed(column, "42S22", "NaN and infinity are no numbers for MariaDB");
        }
        return switch (column.type().kind()) {
            case CHAR, VARCHAR, TEXT -> text(column, sent, how);
            case SMALLINT, INTEGER, BIGINT, BOOLEAN, DECIMAL, REAL, DOUBLE -> number(column, sent, how);
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> moment(column, sent, how);
            case UUID -> uuid(column, sent, how);
            case BINARY -> new Value.Binary(bytes(column, sent, how));
            case JSON -> new Value.Json(MariaDbJson.checked(column, characters(column, sent, how), how));
        };
    }

    private static Value text(Column column, MariaDbSent sent, String how) throws SQLException {
        String text = characters(column, sent, how);
        // The server writes a number as short as the column is, not all of its digits.
        if (sent instanceof MariaDbSent.Floating floating
                && column.type().kind() != Kind.TEXT
                && (text.length() > column.type().length() || Math.abs(floating.number()) < Double.MIN_NORMAL)) {
            throw Refusal.of(column, how + " of a number that is too long", "bind a String");
        }
        return new Value.Text(fitted(column, text));
    }

    /** What the server drops without a word where it is too much. */
    private static final String BLANKS = " \t\n\u000b\f\r";

    /** Lengths count code points; blanks that are too many are dropped; {@code char(n)} gives no space back at its end. */
    static String fitted(Column column, String text) throws SQLException {
        Kind kind = column.type().kind();
        if (kind == Kind.TEXT) {
            return text;
        }
        String fitted = text;
        if (text.codePointCount(0, text.length()) > column.type().length()) {
            int end = text.offsetByCodePoints(0, column.type().length());
            if (text.chars().skip(end).anyMatch(c -> BLANKS.indexOf(c) < 0)) {
                throw Refusal.tooLong(column);
            }
            fitted = text.substring(0, end);
        }
        return kind == Kind.CHAR ? trimmed(fitted) : fitted;
    }

    static String trimmed(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /** The literal as text, before any length is applied. */
    private static String characters(Column column, MariaDbSent sent, String how) throws SQLException {
        if (sent instanceof MariaDbSent.Text text) {
            return text.text();
        } else if (sent instanceof MariaDbSent.Bytes bytes) {
            return decoded(column, bytes.bytes());
        } else if (sent instanceof MariaDbSent.Floating number) {
            return MariaDbTexts.real(number.number());
        } else if (sent instanceof MariaDbSent.Exact exact) {
            return MariaDbNumbers.exact(column, exact.number(), how).toPlainString();
        }
        throw Refusal.of(column, how + " of a date or time", "write it as text");
    }

    static String decoded(Column column, byte[] bytes) throws SQLException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.failed(column, "22007", "the bytes are no text in UTF-8");
        }
    }

    private static byte[] bytes(Column column, MariaDbSent sent, String how) throws SQLException {
        return sent instanceof MariaDbSent.Bytes bytes
                ? bytes.bytes()
                : MariaDbBinds.utf8(characters(column, sent, how));
    }

    private static Value number(Column column, MariaDbSent sent, String how) throws SQLException {
        if (sent instanceof MariaDbSent.Exact exact) {
            return MariaDbNumbers.stored(column, MariaDbNumbers.bounded(column, exact.number(), how), how);
        } else if (sent instanceof MariaDbSent.Floating floating) {
            return MariaDbNumbers.stored(column, floating.number(), how);
        } else if (sent instanceof MariaDbSent.Text text) {
            return MariaDbNumbers.parsed(column, text.text(), how);
        } else if (sent instanceof MariaDbSent.Bytes bytes) {
            return MariaDbNumbers.parsed(column, new String(bytes.bytes(), StandardCharsets.ISO_8859_1), how);
        }
        throw Refusal.of(column, how + " of a date or time", "bind a number");
    }

    private static Value moment(Column column, MariaDbSent sent, String how) throws SQLException {
        if (sent instanceof MariaDbSent.Text text) {
            return MariaDbDates.parsed(column, text.text(), how);
        } else if (sent instanceof MariaDbSent.Moment moment) {
            return MariaDbDates.converted(column, moment.value(), how);
        } else if (sent instanceof MariaDbSent.Bytes bytes) {
            return MariaDbDates.parsed(column, new String(bytes.bytes(), StandardCharsets.ISO_8859_1), how);
        } else if (sent instanceof MariaDbSent.Exact exact && column.type().kind() == Kind.TIME) {
            return MariaDbDates.clock(column, exact.number(), how);
        }
        throw Refusal.of(column, how + " of a number", "bind a LocalDate, LocalTime or LocalDateTime");
    }

    private static Value uuid(Column column, MariaDbSent sent, String how) throws SQLException {
        if (sent instanceof MariaDbSent.Text text) {
            return parsedUuid(column, text.text());
        } else if (sent instanceof MariaDbSent.Bytes bytes && bytes.bytes().length == 16) {
            return kept(column, new Value.Uuid(Uuids.of(bytes.bytes())));
        } else if (sent instanceof MariaDbSent.Bytes bytes && bytes.bytes().length < 16) {
            throw noUuid(column);
        }
        throw Refusal.of(column, how + " of another type", "bind a UUID");
    }

    private static Value kept(Column column, Value.Uuid uuid) throws SQLException {
        if (!isKept(uuid)) {
            throw noUuid(column);
        }
        return uuid;
    }

    /**
     * Whether MariaDB takes 16 bytes for a uuid. It stores those of the usual versions with their last part first, and has no
     * others that could be mistaken for such: of a version above 7 and a variant up to 8, but for one that begins with 00.
     */
    static boolean isKept(Value.Uuid uuid) {
        long version = uuid.uuid().getMostSignificantBits() >> 8 & 0xFF;
        long variant = uuid.uuid().getLeastSignificantBits() >>> 56;
        return version < 0x80 || variant == 0 || variant > 0x80;
    }

    private static Value parsedUuid(Column column, String text) throws SQLException {
        String hex = text.replace("-", "");
        if (!hex.matches("[0-9a-fA-F]{32}")) {
            if (hex.length() < 32 || !hex.substring(0, 32).matches("[0-9a-fA-F]{32}")) {
                throw noUuid(column);
            }
            throw Refusal.of(column, "a uuid with more behind it", "write it as 8-4-4-4-12 digits");
        }
        return kept(column, Uuids.parsed(column, text, hex));
    }

    private static SQLException noUuid(Column column) {
        return Refusal.failed(column, "22007", "the value is no uuid");
    }
}

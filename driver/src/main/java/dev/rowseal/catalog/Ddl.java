package dev.rowseal.catalog;

import dev.rowseal.value.DeclaredType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The database's own part in keeping plaintext out: storage types, and a CHECK that admits envelopes only. */
public final class Ddl {

    private static final String OWN_PREFIX = "rowseal_";

    /** {@code F7 1E 01} and {@code F7 1E 7F} in base64url: three bytes are exactly four characters. */
    private static final String TEXT_PATTERN = "rs1[.]9x(4B|5_)[-_0-9A-Za-z]{60,}";

    private static final String INDEX_PATTERN = "[-_0-9A-Za-z]{22}";

    /** Envelopes in text are ASCII, of which a wider character set would only take room. */
    private static final String ASCII = " character set ascii collate ascii_bin";

    private static final int LEAST_ENVELOPE = 48;

    private static final int LONGEST_NAME = 63;

    private Ddl() {}

    /** The type of a column for sealed values of any length. */
    public static String storageType(Storage storage, Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> storage == Storage.BINARY ? "bytea" : "text collate \"C\"";
            case MARIADB -> storage == Storage.BINARY ? "longblob" : "longtext" + ASCII;
            case H2 -> storage == Storage.BINARY ? "varbinary" : "varchar";
        };
    }

    /**
     * The type of a column that a statement through the driver makes: binary, and wide enough for the longest value.
     *
     * @param pad as in {@link SealedColumn#pad}
     */
    public static String storageType(DeclaredType type, int pad, Dialect dialect) {
        OptionalLong width = EnvelopeWidth.of(type, pad, Storage.BINARY);
        return switch (dialect) {
            case POSTGRESQL -> "bytea";
            case H2 -> width.isPresent() ? "varbinary(" + width.getAsLong() + ")" : "varbinary";
            case MARIADB -> width.isPresent() ? "varbinary(" + width.getAsLong() + ")" : "longblob";
        };
    }

    /** The type of a column for blind indexes. */
    public static String indexType(Storage storage, Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> storage == Storage.BINARY ? "bytea" : "varchar(22) collate \"C\"";
            case MARIADB -> storage == Storage.BINARY ? "varbinary(16)" : "varchar(22)" + ASCII;
            case H2 -> storage == Storage.BINARY ? "varbinary(16)" : "varchar(22)";
        };
    }

    /**
     * A sealed column's CHECK constraint, for CREATE TABLE or ALTER TABLE … ADD: the column holds NULL or what has an
     * envelope's beginning and length, pending ones included, and it and its index column are NULL together. It keeps
     * plaintext out; what it lets in is not therefore authentic.
     */
    public static String envelopeCheck(SealedTable table, SealedColumn column, Folding folding, Dialect dialect) {
        Index index = column.index();
        return envelopeCheck(
                table.name(),
                column.name(),
                column.storage(),
                index == null ? null : index.column(),
                index == null ? column.storage() : index.storage(),
                folding,
                dialect);
    }

    /** The same for a table and a column that {@link #storageType(DeclaredType, int, Dialect)} makes. */
    public static String envelopeCheck(
            TableDesign table, TableDesign.ColumnDesign column, Folding folding, Dialect dialect) {
        return envelopeCheck(
                table.name(), column.name(), Storage.BINARY, column.indexColumn(), Storage.BINARY, folding, dialect);
    }

    private static String envelopeCheck(
            String table,
            String column,
            Storage storage,
            @Nullable String index,
            Storage indexStorage,
            Folding folding,
            Dialect dialect) {
        String value = folding.quote(column);
        StringBuilder check = new StringBuilder("constraint ")
                .append(folding.quote(checkName(table, column, folding)))
                .append(" check ((")
                .append(value)
                .append(" is null or ")
                .append(envelope(value, storage, dialect))
                .append(')');
        if (index != null) {
            appendIndex(check, value, folding.quote(index), indexStorage, dialect);
        }
        return check.append(')').toString();
    }

    private static void appendIndex(StringBuilder check, String value, String index, Storage storage, Dialect dialect) {
        check.append(" and (")
                .append(value)
                .append(" is null) = (")
                .append(index)
                .append(" is null) and (")
                .append(index)
                .append(" is null or ")
                .append(
                        storage == Storage.BINARY
                                ? "octet_length(" + index + ") = " + EnvelopeWidth.INDEX_BYTES
                                : matches(index, INDEX_PATTERN, dialect))
                .append(')');
    }

    private static String envelope(String value, Storage storage, Dialect dialect) {
        if (storage == Storage.TEXT) {
            return matches(value, TEXT_PATTERN, dialect);
        }
        // In the spellings that no server setting changes the meaning of.
        String beginnings = switch (dialect) {
            case POSTGRESQL -> "decode('f71e01', 'hex'), decode('f71e7f', 'hex')";
            case H2, MARIADB -> "X'F71E01', X'F71E7F'";
        };
        return "octet_length(" + value + ") >= " + LEAST_ENVELOPE + " and substring(" + value + " from 1 for 3) in ("
                + beginnings + ")";
    }

    // To the very end: H2's patterns are Java's, where $ also matches before a last line break.
    private static String matches(String value, String pattern, Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> value + " ~ '^" + pattern + "$'";
            // Backslashes would depend on the session; \z is not needed where line breaks have a class of their own.
            case MARIADB -> value + " regexp '^" + pattern + "$' and " + value + " not regexp '[^-_.0-9A-Za-z]'";
            case H2 -> "regexp_like(" + value + ", '\\A" + pattern + "\\z')";
        };
    }

    /** The name of a sealed column's CHECK constraint, and, of an index column, that of the index over it. */
    public static String checkName(String table, String column, Folding folding) {
        String name = folding.stored(OWN_PREFIX, false) + table + "_" + column;
        if (name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME) {
            return name;
        }
        // Databases cut or refuse longer ones, and two columns' names may begin alike.
        String rest = folding.stored("_" + Integer.toHexString(name.hashCode()), false);
        int end = Math.min(name.length(), LONGEST_NAME - rest.length());
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME - rest.length()
                || Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end) + rest;
    }

    /** Whether a constraint or index of this name is Rowseal's own: no application made it. */
    public static boolean isOwn(@Nullable String name) {
        return name != null && name.toLowerCase(Locale.ROOT).startsWith(OWN_PREFIX);
    }
}

package dev.rowseal.jdbc;

import dev.rowseal.catalog.Storage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** MariaDB and its Connector/J. */
record MariaDbVendor() implements Vendor {

    /** SQL modes under which every planned statement means what planning takes it to mean. */
    private static final Set<String> HARMLESS = Set.of(
            "STRICT_TRANS_TABLES",
            "STRICT_ALL_TABLES",
            "TRADITIONAL",
            "ERROR_FOR_DIVISION_BY_ZERO",
            "NO_AUTO_CREATE_USER",
            "NO_AUTO_VALUE_ON_ZERO",
            "NO_ENGINE_SUBSTITUTION",
            "NO_ZERO_DATE",
            "NO_ZERO_IN_DATE",
            "NO_UNSIGNED_SUBTRACTION",
            "NO_DIR_IN_CREATE",
            "NO_KEY_OPTIONS",
            "NO_TABLE_OPTIONS",
            "NO_FIELD_OPTIONS",
            "ONLY_FULL_GROUP_BY",
            "SIMULTANEOUS_ASSIGNMENT",
            // Of blanks before parentheses, and of a type in CREATE TABLE.
            "IGNORE_SPACE",
            "REAL_AS_FLOAT",
            // || is refused whatever it means; the next two matter to texts with their characters, the last names
            // others.
            "PIPES_AS_CONCAT",
            "ANSI_QUOTES",
            "NO_BACKSLASH_ESCAPES",
            "ANSI");

    private static final String ASK = "select concat_ws(',', @@sql_mode, concat('client=', @@character_set_client))";

    // Counts of changed rows would tell a sealed value that was written again from a plain one.
    @Override
    public void requireOptions(RowsealUrl url) {
        Vendor.refuseOption(url, "useAffectedRows=true", "a value that is sealed again is always another");
        Vendor.refuseOption(
                url, "useCatalogTerm=schema", "leave it out, so that listings name the database in TABLE_CAT");
        Vendor.refuseOption(url, "transactionReplay=true", "a session that was begun again may read texts otherwise");
    }

    @Override
    public @Nullable String requireSession(Connection session, @Nullable String known, String sql, boolean planned)
            throws SQLException {
        boolean quotes = sql.indexOf('"') >= 0;
        boolean backslashes = sql.indexOf('\\') >= 0;
        if (!planned && !quotes && !backslashes) {
            return known;
        }
        String settings = known == null ? Planning.ask(session, ASK) : known;
        Set<String> modes = new HashSet<>(List.of(settings.split(",")));
        if (quotes && modes.contains("ANSI_QUOTES")) {
            throw refused("double quotes while sql_mode has ANSI_QUOTES", "write names in back-ticks");
        }
        if (backslashes && modes.contains("NO_BACKSLASH_ESCAPES")) {
            throw refused("backslashes while sql_mode has NO_BACKSLASH_ESCAPES", "give it as a parameter");
        }
        if (planned) {
            requirePlannable(modes);
        }
        return settings;
    }

    private static void requirePlannable(Set<String> modes) throws SQLException {
        Set<String> strange = new TreeSet<>(modes);
        strange.removeAll(HARMLESS);
        strange.removeIf(mode -> mode.isEmpty() || mode.startsWith("client="));
        if (!strange.isEmpty()) {
            throw refused("a sealed table while sql_mode has " + String.join(", ", strange), "leave that mode out");
        }
        if (!modes.contains("STRICT_TRANS_TABLES") && !modes.contains("STRICT_ALL_TABLES")) {
            throw refused(
                    "a sealed table while sql_mode is not strict, so that row ids may be cut",
                    "add STRICT_TRANS_TABLES");
        }
        if (modes.stream().noneMatch(mode -> mode.startsWith("client=utf8"))) {
            throw refused("a sealed table while character_set_client is not utf8mb4", "leave it as the driver sets it");
        }
    }

    private static SQLException refused(String what, String instead) {
        return Failures.refused("a text with " + what, instead);
    }

    @Override
    public boolean keepsNoFailedBatch() {
        return false;
    }

    @Override
    public boolean rewindsKeys() {
        return false;
    }

    @Override
    public boolean countsKeys() {
        return true;
    }

    @Override
    public String quote(String stored) {
        return '`' + stored.replace("`", "``") + '`';
    }

    @Override
    public int nullBinaryType() {
        return Types.VARBINARY;
    }

    @Override
    public boolean convertsFirst() {
        return false;
    }

    @Override
    public String numbers() {
        return "JSON_TABLE(CONCAT('[1', REPEAT(',1', ? - 1), ']'), '$[*]' COLUMNS (one INT PATH '$')) AS numbers";
    }

    /** MariaDB has no arrays; a statement that would need one is an error of the database's. */
    @Override
    public String indexArrayType(Storage storage) {
        return storage == Storage.TEXT ? "varchar" : "varbinary";
    }

    @Override
    public String binaryLiteral(String hex) {
        return "X'" + hex + "'";
    }

    @Override
    public @Nullable String noSuchColumnState() {
        return null;
    }

    @Override
    public @Nullable String noSuchLabelState() {
        return null;
    }

    @Override
    public String schemaLabel() {
        return "CAT";
    }

    @Override
    public boolean mayBeInTransaction(Connection connection) throws SQLException {
        return Planning.ask(connection, "select @@in_transaction").equals("1");
    }

    /** The catalogue has columns in lower case, the server as they were made. */
    @Override
    public boolean isLabel(String planned, String given) {
        return planned.equals(given.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean countsTruth() {
        return true;
    }

    @Override
    public boolean zeroGenerates() {
        return true;
    }
}

package dev.rowseal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB session's settings, judged once.
 *
 * @param ansiQuotes whether double quotes stand around names
 * @param noBackslashEscapes whether a backslash is a character as others
 * @param unreadable why no text with characters beyond ASCII may run under them; null when it may: in some character sets a backslash or
 *     a back-tick is a part of another character
 * @param unplannable why no planned statement may run under them; null when it may
 */
record MariaDbModes(
        boolean ansiQuotes,
        boolean noBackslashEscapes,
        @Nullable Reason unreadable,
        @Nullable Reason unplannable) implements Vendor.Judged {

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

    /** Settings under which several statements do not give what one would, or values are others; each and its usual value. */
    private static final List<String> SETTINGS = List.of(
            "sql_select_limit = 18446744073709551615",
            "sql_safe_updates = 0",
            "sql_big_selects = 1",
            "sql_auto_is_null = 0",
            "system_versioning_asof = 'DEFAULT'",
            "character_set_client = 'utf8mb4'",
            "character_set_connection = 'utf8mb4'",
            "character_set_results = 'utf8mb4'");

    /** Before a setting that is not as usual; no mode has the character. */
    private static final String UNUSUAL = "@";

    /** In which the server reads texts, which the driver sends in UTF-8. */
    private static final String CLIENT = "character_set_client";

    /** A limit in the query is in the place of the session's. */
    private static final String ASK = "select concat_ws(',', @@sql_mode"
            + SETTINGS.stream()
                    .map(setting -> ", if(@@" + setting + ", null, '" + UNUSUAL
                            + setting.substring(0, setting.indexOf(' ')) + "')")
                    .collect(Collectors.joining())
            + ") limit 1";

    /** What is refused, and what to do instead. */
    record Reason(String what, String instead) {
        SQLException refused() {
            return Failures.refused("a text with " + what, instead);
        }
    }

    /** Whether a text that is not planned may be read otherwise in some session. */
    static boolean matterTo(String sql) {
        return sql.indexOf('"') >= 0 || sql.indexOf('\\') >= 0 || isBeyondAscii(sql);
    }

    private static boolean isBeyondAscii(String sql) {
        return sql.chars().anyMatch(c -> c >= 0x80);
    }

    /** Asks a session, and judges what it says. */
    static MariaDbModes of(Connection session) throws SQLException {
        Set<String> modes = new TreeSet<>(List.of(Planning.ask(session, ASK).split(",")));
        return new MariaDbModes(
                modes.contains("ANSI_QUOTES"),
                modes.contains("NO_BACKSLASH_ESCAPES"),
                modes.contains(UNUSUAL + CLIENT) ? unusual(CLIENT) : null,
                unplannable(modes));
    }

    private static @Nullable Reason unplannable(Set<String> modes) {
        Set<String> strange = new TreeSet<>(modes);
        strange.removeAll(HARMLESS);
        strange.removeIf(String::isEmpty);
        String setting = strange.stream()
                .filter(mode -> mode.startsWith(UNUSUAL))
                .findFirst()
                .orElse(null);
        if (setting != null) {
            return unusual(setting.substring(UNUSUAL.length()));
        }
        if (!strange.isEmpty()) {
            return new Reason("a sealed table while sql_mode has " + String.join(", ", strange), "leave that mode out");
        }
        return modes.contains("STRICT_TRANS_TABLES") || modes.contains("STRICT_ALL_TABLES")
                ? null
                : new Reason(
                        "a sealed table while sql_mode is not strict, so that row ids may be cut",
                        "add STRICT_TRANS_TABLES");
    }

    private static Reason unusual(String setting) {
        return setting.startsWith("character_set")
                ? new Reason("a sealed table while " + setting + " is not utf8mb4", "leave it as the driver sets it")
                : new Reason(
                        "a sealed table while the session has set " + setting,
                        "set it to its usual value; for fewer rows use LIMIT or setMaxRows");
    }

    /** Refuses a text that the session reads otherwise than planning does. */
    void require(String sql, boolean planned) throws SQLException {
        if (ansiQuotes && sql.indexOf('"') >= 0) {
            throw new Reason("double quotes while sql_mode has ANSI_QUOTES", "write names in back-ticks").refused();
        }
        if (noBackslashEscapes && sql.indexOf('\\') >= 0) {
            throw new Reason("backslashes while sql_mode has NO_BACKSLASH_ESCAPES", "give it as a parameter").refused();
        }
        if (unreadable != null && isBeyondAscii(sql)) {
            throw unreadable.refused();
        }
        if (planned && unplannable != null) {
            throw unplannable.refused();
        }
    }
}

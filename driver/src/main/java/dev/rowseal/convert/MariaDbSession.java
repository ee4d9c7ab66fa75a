package dev.rowseal.convert;

import dev.rowseal.failure.Misconfigured;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Settings of a session, and options of MariaDB's driver, that change what a value is. */
final class MariaDbSession {

    /** Options that are refused unless they are off. */
    private static final List<String> OFF = List.of(
            "useServerPrepStmts", "useBulkStmts", "preserveInstants", "uuidAsString", "oldModeNoPrecisionTimestamp");

    /** Options that are refused when they are off. */
    private static final List<String> ON =
            List.of("jdbcCompliantTruncation", "tinyInt1isBit", "transformedBitIsBoolean", "useBulkStmtsForInserts");

    private static final Set<String> STRICT = Set.of("STRICT_TRANS_TABLES", "STRICT_ALL_TABLES");

    private static final Set<String> CHANGING = Set.of(
            "ALLOW_INVALID_DATES",
            "EMPTY_STRING_IS_NULL",
            "MSSQL",
            "NO_BACKSLASH_ESCAPES",
            "ORACLE",
            "PAD_CHAR_TO_FULL_LENGTH",
            "TIME_ROUND_FRACTIONAL");

    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2037;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private MariaDbSession() {}

    static void requireOptions(String asked) {
        for (String option : OFF) {
            if (says(asked, option, "(?!=(false|0)\\b)\\b")) {
                throw refused(option);
            }
        }
        for (String option : ON) {
            if (says(asked, option, "=(false|0)\\b")) {
                throw refused(option);
            }
        }
    }

    private static boolean says(String asked, String option, String value) {
        return Pattern.compile("\\b" + option + value, Pattern.CASE_INSENSITIVE)
                .matcher(asked)
                .find();
    }

    private static Misconfigured refused(String option) {
        return new Misconfigured("the option " + option + " of the wrapped URL is not supported as it is set, because"
                + " values would be converted differently; leave it out");
    }

    /** The SQL mode, and the clock at each change of the JVM's and in each month besides. */
    static String question(boolean instants) {
        StringBuilder sql = new StringBuilder("select concat_ws('|', @@session.sql_mode");
        if (instants) {
            asked(Zones.session().getRules())
                    .forEach(second ->
                            sql.append(", from_unixtime(").append(second).append(')'));
        }
        return sql.append(')').toString();
    }

    static void require(String answer) {
        String[] parts = answer.split("\\|", -1);
        requireMode(new TreeSet<>(Arrays.asList(parts[0].split(","))));
        if (parts.length > 1) {
            requireClock(List.copyOf(asked(Zones.session().getRules())), parts);
        }
    }

    private static void requireMode(Set<String> modes) {
        if (modes.stream().noneMatch(STRICT::contains)) {
            throw new Misconfigured("the session's sql_mode is not strict; add STRICT_TRANS_TABLES to it");
        }
        modes.retainAll(CHANGING);
        if (!modes.isEmpty()) {
            throw new Misconfigured(
                    "the session's sql_mode has " + String.join(", ", modes) + ", which is not supported; take it out");
        }
    }

    private static void requireClock(List<Long> seconds, String[] parts) {
        for (int i = 0; i < seconds.size(); i++) {
            LocalDateTime here = LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds.get(i)), Zones.session());
            if (parts.length <= i + 1 || !parts[i + 1].equals(here.format(CLOCK))) {
                throw new Misconfigured(
                        "the session's time zone is not the JVM's, and a column is declared timestamptz;"
                                + " add forceConnectionTimeZoneToSession=true to the wrapped URL, or declare timestamp");
            }
        }
    }

    private static TreeSet<Long> asked(ZoneRules rules) {
        TreeSet<Long> seconds = new TreeSet<>(Comparator.naturalOrder());
        for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
            for (int month = 1; month <= 12; month++) {
                seconds.add(LocalDateTime.of(year, month, 15, 12, 0).toEpochSecond(ZoneOffset.UTC));
            }
        }
        Instant last = Instant.ofEpochSecond(seconds.last());
        ZoneOffsetTransition change = rules.nextTransition(Instant.ofEpochSecond(1));
        while (change != null && change.getInstant().isBefore(last)) {
            seconds.add(change.toEpochSecond() - 1);
            seconds.add(change.toEpochSecond());
            change = rules.nextTransition(change.getInstant());
        }
        return seconds;
    }
}

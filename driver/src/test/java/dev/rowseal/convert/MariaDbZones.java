package dev.rowseal.convert;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;

/** Gives a MariaDB session the JVM's time zone. A new server knows no zone by name, so it is taught the one. */
final class MariaDbZones {

    private static final Instant LAST = Instant.parse("2038-01-01T00:00:00Z");

    private MariaDbZones() {}

    static void take(Connection connection) throws SQLException {
        ZoneId zone = TimeZone.getDefault().toZoneId();
        try (Statement statement = connection.createStatement()) {
            if (zone.getRules().isFixedOffset()) {
                String offset = zone.getRules().getOffset(Instant.EPOCH).getId();
                statement.execute("set time_zone = '" + offset.replace("Z", "+00:00") + "'");
                return;
            }
            if (!isKnown(statement, zone)) {
                teach(statement, zone);
            }
            statement.execute("set time_zone = '" + zone.getId() + "'");
        }
    }

    private static boolean isKnown(Statement statement, ZoneId zone) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("select 1 from mysql.time_zone_name where name = '" + zone.getId() + "'")) {
            return rows.next();
        }
    }

    private static void teach(Statement statement, ZoneId zone) throws SQLException {
        statement.execute("insert into mysql.time_zone (use_leap_seconds) values ('N')");
        int id;
        try (ResultSet rows = statement.executeQuery("select last_insert_id()")) {
            rows.next();
            id = rows.getInt(1);
        }
        ZoneRules rules = zone.getRules();
        List<String> types = new ArrayList<>();
        List<String> transitions = new ArrayList<>();
        for (Instant at = Instant.parse("1900-01-01T00:00:00Z"); at.isBefore(LAST); at = next(rules, at)) {
            Duration saved = rules.getDaylightSavings(at);
            String type = rules.getOffset(at).getTotalSeconds() + ", " + (saved.isZero() ? 0 : 1);
            if (!types.contains(type)) {
                types.add(type);
            }
            transitions.add("(" + id + ", " + at.getEpochSecond() + ", " + types.indexOf(type) + ")");
        }
        for (String type : types) {
            statement.execute("insert into mysql.time_zone_transition_type"
                    + " (time_zone_id, transition_type_id, `offset`, is_dst, abbreviation) values (" + id + ", "
                    + types.indexOf(type) + ", " + type + ", 'T" + types.indexOf(type) + "')");
        }
        statement.execute("insert into mysql.time_zone_transition"
                + " (time_zone_id, transition_time, transition_type_id) values " + String.join(", ", transitions));
        statement.execute(
                "insert into mysql.time_zone_name (name, time_zone_id) values ('" + zone.getId() + "', " + id + ")");
    }

    private static Instant next(ZoneRules rules, Instant at) {
        var transition = rules.nextTransition(at);
        return transition == null ? LAST : transition.getInstant();
    }
}

package dev.rowseal.realinput;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The getters by which a cell is read. What each gives becomes one part of a line, joined by {@link #BETWEEN}. */
enum Reads {
    /** What most applications call. */
    FEW,
    /** Every getter that applications use, whatever the column is. */
    ALL;

    private static final char BETWEEN = '\u0001';
    private static final String REFUSED = "refused";
    private static final String FAILED = "failed ";
    private static final String CRASHED = "crashed";
    /** MariaDB's driver often says of a getter that does not fit no SQLState. */
    private static final String STATELESS = FAILED + null;

    private interface Get {
        @Nullable
        Object from(ResultSet rows, int column) throws SQLException;
    }

    private static final List<Get> OFTEN =
            List.of(ResultSet::getString, Reads::object, (rows, column) -> rows.wasNull());

    private static final List<Get> MORE = List.of(
            ResultSet::getBoolean,
            ResultSet::getShort,
            ResultSet::getInt,
            ResultSet::getLong,
            ResultSet::getFloat,
            ResultSet::getDouble,
            ResultSet::getBigDecimal,
            ResultSet::getBytes,
            ResultSet::getDate,
            ResultSet::getTime,
            ResultSet::getTimestamp,
            (rows, column) -> rows.getObject(column, String.class),
            (rows, column) -> rows.getObject(column, Integer.class),
            (rows, column) -> rows.getObject(column, Long.class),
            (rows, column) -> rows.getObject(column, LocalDate.class),
            (rows, column) -> rows.getObject(column, LocalTime.class),
            (rows, column) -> rows.getObject(column, LocalDateTime.class),
            (rows, column) -> rows.getObject(column, OffsetDateTime.class),
            (rows, column) -> rows.getObject(column, UUID.class),
            ResultSet::getString,
            (rows, column) -> rows.wasNull());

    /** DESIGN §5: {@code getObject} gives json as a String on every database, where drivers differ. */
    private static @Nullable Object object(ResultSet rows, int column) throws SQLException {
        boolean json = "json".equalsIgnoreCase(rows.getMetaData().getColumnTypeName(column));
        return json ? rows.getString(column) : rows.getObject(column);
    }

    String of(ResultSet rows, int column) throws SQLException {
        List<Get> gets = new ArrayList<>(OFTEN);
        if (this == ALL) {
            gets.addAll(MORE);
        }
        StringBuilder line = new StringBuilder();
        for (Get get : gets) {
            line.append(one(get, rows, column)).append(BETWEEN);
        }
        return line.toString();
    }

    private static String one(Get get, ResultSet rows, int column) throws SQLException {
        try {
            return Rendering.of(get.from(rows, column));
        } catch (SQLFeatureNotSupportedException refused) {
            return REFUSED;
        } catch (SQLException failed) {
            if (String.valueOf(failed.getSQLState()).startsWith("RS") || "XX000".equals(failed.getSQLState())) {
                throw failed;
            }
            return FAILED + failed.getSQLState();
        } catch (IndexOutOfBoundsException
                | ClassCastException
                | DateTimeException
                | IllegalArgumentException crashed) {
            // PostgreSQL's driver does so for texts that are no dates and numbers that are no UUIDs, MariaDB's for
            // texts
            // that are no UUIDs; what they do, Rowseal leaves as it is.
            return CRASHED;
        }
    }

    /** Whether two lines are the same but for getters that one side refuses. */
    static boolean agree(String one, String two) {
        if (one.equals(two)) {
            return true;
        }
        String[] ones = parts(one);
        String[] twos = parts(two);
        for (int i = 0; i < ones.length; i++) {
            boolean bothFail = (twos[i].equals(CRASHED) || twos[i].equals(STATELESS)) && ones[i].startsWith(FAILED);
            if (!ones[i].equals(twos[i]) && !ones[i].equals(REFUSED) && !bothFail) {
                return false;
            }
        }
        return true;
    }

    /** What rows are sorted by where their order is not given: the first getter's part. */
    static String key(String line) {
        return parts(line)[0];
    }

    private static String[] parts(String line) {
        return Pattern.compile(String.valueOf(BETWEEN), Pattern.LITERAL).split(line);
    }
}

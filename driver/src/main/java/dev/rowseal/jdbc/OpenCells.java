package dev.rowseal.jdbc;

import dev.rowseal.value.Value;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;

/** Parts of row ids on their way to the database: they are stored as they are. */
final class OpenCells {

    private OpenCells() {}

    /** Sets a part as a parameter. */
    static void bind(Value value, PreparedStatement target, int position) throws SQLException {
        if (value instanceof Value.Int number) {
            target.setLong(position, number.number());
        } else if (value instanceof Value.Text text) {
            target.setString(position, text.text());
        } else if (value instanceof Value.Uuid uuid) {
            target.setObject(position, uuid.uuid());
        } else if (value instanceof Value.Binary binary) {
            target.setBytes(position, binary.bytes());
        } else if (value instanceof Value.Decimal number) {
            target.setBigDecimal(position, number.number());
        } else if (value instanceof Value.Date date) {
            target.setObject(position, date.date());
        } else if (value instanceof Value.Time time) {
            target.setObject(position, time.time());
        } else if (value instanceof Value.Timestamp timestamp) {
            target.setObject(position, timestamp.timestamp());
        } else if (value instanceof Value.TimestampTz timestamp) {
            target.setObject(position, timestamp.timestamp());
        } else {
            throw new IllegalStateException("a row id of another class came here");
        }
    }

    /** A part as a literal. */
    static String literal(Value value, SealedDatabase database) throws SQLException {
        if (value instanceof Value.Int number) {
            return Long.toString(number.number());
        } else if (value instanceof Value.Text text && text.text().indexOf('\\') < 0) {
            return "'" + text.text().replace("'", "''") + "'";
        } else if (value instanceof Value.Uuid uuid) {
            return "'" + uuid.uuid() + "'";
        } else if (value instanceof Value.Binary binary) {
            return database.vendor().binaryLiteral(HexFormat.of().formatHex(binary.bytes()));
        }
        throw Failures.refused("a row id of this class or with a backslash as a literal", "prepare the statement");
    }
}

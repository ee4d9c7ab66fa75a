package dev.rowseal.jdbc;

import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.seal.Envelope;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What a value passes that comes through a column or parameter which is not sealed. */
final class Screen {

    private Screen() {}

    /**
     * Lets a value through, wrapped where it leads to rows.
     *
     * @param through what it came through, for the message
     * @throws SQLException for an envelope under a key that this database knows: it came around the planner
     */
    static <T extends @Nullable Object> T pass(
            String through, T value, RowsealConnection connection, @Nullable Statement statement) throws SQLException {
        byte[] envelope = null;
        if (value instanceof byte[] bytes && Envelope.looksSealed(bytes)) {
            envelope = bytes;
        } else if (value instanceof String text && Envelope.looksSealed(text)) {
            envelope = Envelope.fromText(text);
        }
        try {
            if (envelope != null && connection.database().isKeyId(Envelope.keyId(envelope))) {
                throw Failures.refused(
                        "to hand out a sealed value that came through " + through + ", which was not planned",
                        "select the sealed column from its own table, by name or with *");
            }
        } catch (RowsealFailure failure) {
            throw Failures.of(failure);
        }
        if (value instanceof ResultSet rows && !(value instanceof RowsealResultSet)) {
            return ours(new RowsealResultSet(rows, connection, statement, null));
        }
        return value instanceof Array array && !(value instanceof RowsealArray)
                ? ours(new RowsealArray(array, connection))
                : value;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // rows and arrays are only asked for as such
    private static <T> T ours(Object value) {
        return (T) value;
    }
}

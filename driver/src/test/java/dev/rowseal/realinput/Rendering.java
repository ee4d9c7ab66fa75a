package dev.rowseal.realinput;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Values as comparable text: their class and all that they hold. */
final class Rendering {

    private Rendering() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        try {
            if (value instanceof byte[] bytes) {
                return "bytes:" + HexFormat.of().formatHex(bytes);
            }
            if (value instanceof Clob clob) {
                return "Clob:" + clob.getSubString(1, (int) clob.length());
            }
            if (value instanceof Blob blob) {
                return "Blob:" + HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a large object cannot be read", e);
        }
        // DESIGN §5: for json and vendor types getObject gives a String.
        String type = value.getClass().getSimpleName().equals("PGobject")
                ? "String"
                : value.getClass().getSimpleName();
        return type + ":" + value;
    }
}

package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;

/** UUIDs as bytes and text. */
final class Uuids {

    private Uuids() {}

    /** By the two spellings that both databases read; any other placing of hyphens is refused. */
    static Value.Uuid parsed(Column column, String text, String hex) throws SQLException {
        if (text.length() != 32 && !text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw Refusal.of(column, "a uuid in another spelling", "write it as 8-4-4-4-12 digits");
        }
        return new Value.Uuid(of(HexFormat.of().parseHex(hex)));
    }

    static UUID of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}

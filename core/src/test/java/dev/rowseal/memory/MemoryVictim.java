package dev.rowseal.memory;

import dev.rowseal.seal.ColumnContext;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.IndexKey;
import dev.rowseal.seal.RowId;
import dev.rowseal.seal.RunLimits;
import dev.rowseal.seal.Sealer;
import dev.rowseal.value.Equality;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The process that {@link ProcessMemoryTest} looks into. Its keys come masked, so that the way in leaves no copy that is
 * not the product's. It uses all of them, as many times as the
 * argument says, closes the first, says so, and waits.
 */
public final class MemoryVictim {

    static final int KEYS = 100;
    static final int CLOSED = 80;

    private static final ColumnContext COLUMN = ColumnContext.of("clinic", "patient", "ssn", ValueClass.TEXT);

    private MemoryVictim() {}

    static byte[] masked(byte[] key) {
        byte[] masked = new byte[key.length];
        for (int i = 0; i < key.length; i++) {
            masked[i] = (byte) (key[i] ^ mask(i));
        }
        return masked;
    }

    public static void main(String[] args) throws IOException {
        List<DataKey> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add(DataKey.of(i + 1, unmask(System.in), RunLimits.DEFAULT));
        }
        int rounds = Integer.parseInt(args[0]);
        for (int round = 0; round < rounds; round++) {
            keys.forEach(MemoryVictim::use);
            System.gc();
        }
        keys.subList(0, CLOSED).forEach(DataKey::close);
        System.out.println("ready");
        // Until the other side closes the stream, or kills this.
        if (System.in.read() < 0) {
            keys.forEach(DataKey::close);
        }
    }

    private static void use(DataKey key) {
        RowId row = RowId.of(List.of(new Value.Int(key.keyId())));
        byte[] envelope = Sealer.seal(key, COLUMN, row, new Value.Text("078-05-1120"), 0);
        Sealer.open(key, COLUMN, row, envelope);
        try (IndexKey index = IndexKey.of(Secret.random(), "email")) {
            index.blindIndex(new Value.Text("ann@example.org"), Equality.EXACT);
        }
    }

    private static Secret unmask(InputStream in) throws IOException {
        ByteBuffer key = ByteBuffer.allocateDirect(Secret.LENGTH);
        for (int i = 0; i < Secret.LENGTH; i++) {
            key.put(i, (byte) (in.read() ^ mask(i)));
        }
        return Secret.take(key);
    }

    private static int mask(int at) {
        return 0x5A + 7 * at;
    }
}

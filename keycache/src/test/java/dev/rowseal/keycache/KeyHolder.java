package dev.rowseal.keycache;

import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Lease;
import dev.rowseal.key.StoredKey;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.RunLimits;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** The process whose memory {@link KeyLifetimeTest} reads: holds keys, lets go of them, and waits in between. */
final class KeyHolder {

    static final int KEYS = 200;

    private KeyHolder() {}

    /** Holds keys of the {@code local-kms:} URI in the first argument. */
    public static void main(String[] args) throws IOException {
        MemoryKeyTable table = new MemoryKeyTable();
        KeyRing ring = new KeyRing(
                "clinic",
                args[0],
                List.of(),
                table,
                LeasedKeys.shared(Duration.ofMinutes(5)),
                RunLimits.DEFAULT,
                Clock.systemUTC());
        for (int i = 0; i < KEYS; i++) {
            try (Lease<DataKey> lease = ring.sealing("t" + i)) {
                lease.key().keyId();
            }
        }
        for (StoredKey key : table.all()) {
            System.out.println(key.record().keyId() + " " + key.record().owner().owner() + " "
                    + HexFormat.of().formatHex(key.wrappings().get(0).wrappedKey()));
        }
        say("cached " + Secret.open());
        ring.close();
        say("closed " + Secret.open());
    }

    private static void say(String state) throws IOException {
        System.out.println(state);
        System.out.flush();
        if (System.in.read() < 0) {
            System.exit(1);
        }
    }
}

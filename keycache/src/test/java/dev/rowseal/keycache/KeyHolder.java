package dev.rowseal.keycache;

import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Lease;
import dev.rowseal.key.StoredKey;
import dev.rowseal.memory.Secret;
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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The process whose memory {@link KeyLifetimeTest} reads: holds keys and works with them in several threads while garbage
 * is collected, lets go of them, and waits in between.
 */
final class KeyHolder {

    static final int KEYS = 200;
    static final int GROUPS = 20;
    private static final int THREADS = 4;

    private KeyHolder() {}

    /** Holds keys of the {@code local-kms:} URI in the first argument, for the time in the second, and until then if there is one. */
    public static void main(String[] args) throws Exception {
        Duration ttl = args.length > 1 ? Duration.parse(args[1]) : Duration.ofMinutes(5);
        MemoryKeyTable table = new MemoryKeyTable();
        KeyRing ring = new KeyRing(
                new KeyPolicy("clinic", args[0], List.of()),
                table,
                LeasedKeys.shared(ttl),
                RunLimits.DEFAULT,
                Clock.systemUTC());
        // Daemons: where one fails, the process ends and says why.
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        });
        for (int round = 0; round < 3; round++) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread * KEYS / THREADS;
                done.add(threads.submit(() -> work(ring, first)));
            }
            for (Future<?> one : done) {
                one.get();
            }
            System.gc();
        }
        for (StoredKey key : table.all()) {
            System.out.println(key.record().keyId() + " " + key.record().owner().owner() + " "
                    + key.record().owner().purpose() + " "
                    + HexFormat.of().formatHex(key.wrappings().get(0).wrappedKey()));
        }
        say("cached");
        if (args.length > 1) {
            expire(ttl);
        } else {
            ring.close();
        }
        threads.shutdown();
        say("closed " + Secret.open());
    }

    /** Nobody asks for a key meanwhile. */
    private static void expire(Duration ttl) throws InterruptedException {
        long end = System.nanoTime() + ttl.plusSeconds(5).toNanos();
        while (Secret.open() > 0 && System.nanoTime() - end < 0) {
            Thread.sleep(50);
        }
    }

    /** Every thread uses every key, each beginning with another. */
    private static void work(KeyRing ring, int first) {
        for (int i = 0; i < KEYS; i++) {
            int at = (first + i) % KEYS;
            ColumnContext column = ColumnContext.of("clinic", "t" + at, "ssn", ValueClass.TEXT);
            RowId row = RowId.of(List.of(new Value.Int(at)));
            byte[] envelope;
            long keyId;
            try (Lease<DataKey> lease = ring.sealing("t" + at)) {
                envelope = Sealer.seal(lease.key(), column, row, new Value.Text("078-05-1120"), 0);
                keyId = lease.key().keyId();
            }
            try (Lease<DataKey> lease = ring.opening("t" + at, keyId)) {
                Sealer.open(lease.key(), column, row, envelope);
            }
            try (Lease<IndexKey> lease = ring.indexing("g" + at % GROUPS)) {
                lease.key().blindIndex(new Value.Text("ann@example.org"), Equality.EXACT);
            }
        }
    }

    private static void say(String state) throws IOException {
        System.out.println(state);
        System.out.flush();
        if (System.in.read() < 0) {
            System.exit(1);
        }
    }
}

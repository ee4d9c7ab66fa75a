package dev.rowseal.keycache;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.KmsProviders;
import dev.rowseal.memory.Incoming;
import dev.rowseal.memory.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The process whose memory {@link WrapLifetime} reads: wraps keys that it made itself, as keys of another KEK are wrapped when
 * it changes, overwrites them, and waits. The first it keeps.
 */
final class KeyWrapper {

    static final int KEYS = 200;
    private static final int THREADS = 4;

    private KeyWrapper() {}

    /** What a key is wrapped for. */
    static KeyContext context(int key) {
        return new KeyContext("clinic", "t" + key, key + 1, "data");
    }

    /** Wraps by the KEK that the first argument names. */
    public static void main(String[] args) throws Exception {
        try (Secret kept = Secret.random()) {
            try (Kms kms = KmsProviders.open(args[0])) {
                List<byte[]> wrapped = new ArrayList<>(List.of(wrapped(kms, kept, 0)));
                ExecutorService threads = Executors.newFixedThreadPool(THREADS);
                List<Future<byte[]>> rest = new ArrayList<>();
                for (int i = 1; i < KEYS; i++) {
                    int key = i;
                    rest.add(threads.submit(() -> wrapped(kms, key)));
                }
                for (Future<byte[]> one : rest) {
                    wrapped.add(one.get());
                }
                System.gc();
                wrapped.forEach(one -> System.out.println(HexFormat.of().formatHex(one)));
                say("wrapped");
                threads.shutdown();
            }
            say("closed");
        }
    }

    private static byte[] wrapped(Kms kms, int key) {
        try (Secret dek = Secret.random()) {
            return wrapped(kms, dek, key);
        }
    }

    private static byte[] wrapped(Kms kms, Secret dek, int key) {
        try (Incoming copy = new Incoming()) {
            dek.copyTo(copy.buffer());
            return kms.wrap(copy.buffer().flip(), context(key)).bytes();
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

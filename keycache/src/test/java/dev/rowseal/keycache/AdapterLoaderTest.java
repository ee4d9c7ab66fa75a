package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Wrapping;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProvider;
import dev.rowseal.kms.KmsProviders;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A KMS adapter that only the application's class loader sees, as in a web application below a server's driver. */
@Timeout(60)
class AdapterLoaderTest extends KeyRings {

    private static final AtomicReference<@Nullable ClassLoader> OPENED_BY = new AtomicReference<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final KeyCache clocked = new ClockedKeys(TTL, Duration.ZERO, clock, waiting::add);

    @Override
    KeyCache cache() {
        return clocked;
    }

    /** Opens {@code memory-kms:} under another name. */
    public static final class Hidden implements KmsProvider {

        @Override
        public String scheme() {
            return "hidden-kms";
        }

        @Override
        public Kms open(String kekUri) {
            OPENED_BY.set(Thread.currentThread().getContextClassLoader());
            return KmsProviders.open(kekUri.replace("hidden-kms:", "memory-kms:"));
        }
    }

    private static final class Application extends ClassLoader {

        private final URL services;

        Application(Path folder) throws IOException {
            super(AdapterLoaderTest.class.getClassLoader());
            Path file = Files.writeString(folder.resolve("services"), Hidden.class.getName());
            services = file.toUri().toURL();
        }

        @Override
        protected Enumeration<URL> findResources(String name) {
            return name.equals("META-INF/services/" + KmsProvider.class.getName())
                    ? Collections.enumeration(List.of(services))
                    : Collections.emptyEnumeration();
        }
    }

    private KeyRing ringOf(ClassLoader application, String primary, String other) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(application);
        try {
            return ring("clinic", primary, List.of(other));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private String hidden(String kekUri) {
        return kekUri.replace("memory-kms:", "hidden-kms:");
    }

    /** No statement has needed it before. */
    @Test
    void theBackgroundOpensAKekAsTheApplicationDoes() throws Exception {
        ClassLoader application = new Application(folder);
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        long keyId = rotate(PATIENT, 1, kek, oldKek);
        String hidden = hidden(oldKek);
        table.setWrappings(
                keyId,
                table.byId(keyId).orElseThrow().wrappings().stream()
                        .map(wrapping -> wrapping.kekUri().equals(oldKek)
                                ? new Wrapping(hidden, wrapping.kekVersion(), wrapping.wrappedKey())
                                : wrapping)
                        .toArray(Wrapping[]::new));
        KeyRing ring = ringOf(application, kek, hidden);
        assertThat(sealingKey(ring)).isEqualTo(keyId);
        kms.failWith(() -> new KeyUnavailable("out"));
        later(TTL.multipliedBy(8).dividedBy(10));
        assertThat(sealingKey(ring)).isEqualTo(keyId);
        long failed = Events.count(Event.KEY_REFRESH_FAILED);
        waiting.remove().run();
        assertThat(Events.count(Event.KEY_REFRESH_FAILED)).isEqualTo(failed);
        assertThat(oldKms.unwraps()).isEqualTo(1);
        assertThat(OPENED_BY).as("and whatever it stands on").hasValue(application);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(own);
        OPENED_BY.set(null);
    }

    /** As one that the driver manager keeps for the life of the process. */
    @Test
    void aRingKeepsNoApplicationAlive() throws Exception {
        @Nullable ClassLoader application = new Application(folder);
        WeakReference<ClassLoader> seen = new WeakReference<>(application);
        KeyRing ring = ringOf(application, kek, oldKek);
        application = null;
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return seen.get() == null;
        });
        assertThat(sealingKey(ring)).isPositive();
    }
}

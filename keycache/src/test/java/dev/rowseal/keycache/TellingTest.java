package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.data.Index.atIndex;

import dev.rowseal.contract.LogListener;
import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.kms.Kms;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Log handlers that do harm: that throw, and that need the key which they are told of. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TellingTest extends KeyRings {

    private static final Kms.KeyContext KEY = new Kms.KeyContext("clinic", "public.patient", 17, "data");

    private final List<LogListener> listeners = new ArrayList<>();

    private void hearing(Consumer<String> heard) {
        listeners.add(new LogListener(line -> {
            // The background may just be telling what a test before left.
            if (!line.contains("cache.evicted")) {
                heard.accept(line);
            }
        }));
    }

    @AfterEach
    void stop() {
        listeners.forEach(LogListener::close);
        listeners.clear();
    }

    @Test
    void whatIsKeptBackIsCountedAtOnceAndLoggedInItsOrderWhenItIsTold() {
        List<String> lines = new ArrayList<>();
        long before = Events.count(Event.KEY_MADE);
        hearing(lines::add);
        try (Untold untold = new Untold()) {
            untold.ofKey(Event.KEY_MADE, KEY, "first");
            untold.ofCall(Event.KEY_WRAP_FAILED, KEY, "second", System.nanoTime());
            assertThat(Events.count(Event.KEY_MADE)).isEqualTo(before + 1);
            assertThat(lines).isEmpty();
        }
        assertThat(lines)
                .hasSize(2)
                .satisfies(
                        line -> assertThat(line)
                                .contains("key.made", "about=\"first\"")
                                .doesNotContain("micros"),
                        atIndex(0))
                .satisfies(line -> assertThat(line).contains("key.wrap-failed", "micros="), atIndex(1));
    }

    @Test
    void whatALogHandlerThrowsGoesNoFurther() {
        for (Throwable thrown : List.of(new IllegalStateException("disk full"), new AssertionError("no"))) {
            long before = Events.count(Event.UNTOLD);
            hearing(line -> sneak(thrown));
            Events.ofStatement(Event.STATEMENT_REFUSED, "refused");
            Events.ofKey(Event.KEY_DESTROYED, KEY, "gone");
            try (Untold untold = new Untold()) {
                untold.ofKey(Event.KEY_MADE, KEY, "generation 1");
                untold.ofKey(Event.KEY_MADE, KEY, "generation 2");
            }
            stop();
            assertThat(Events.count(Event.UNTOLD)).as("every line was tried").isEqualTo(before + 4);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void aLogHandlerIsNotToldOfWhatItDidItself() {
        List<String> lines = new ArrayList<>();
        long before = Events.count(Event.UNTOLD);
        hearing(line -> {
            lines.add(line);
            Events.ofStatement(Event.STATEMENT_REFUSED, "the handler's own statement");
        });
        Events.ofStatement(Event.NOT_AUTHENTIC, "moved");
        assertThat(lines).singleElement().asString().contains("value.not-authentic");
        assertThat(Events.count(Event.UNTOLD)).isEqualTo(before + 1);
    }

    @Test
    void aHandlerThatThrowsLosesNoKeyAndFailsNobody() {
        long untold = Events.count(Event.UNTOLD);
        hearing(line -> {
            throw new IllegalStateException("disk full");
        });
        KeyRing ring = ring();
        long first = sealingKey(ring);
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        byte[] index = index(ring, "email");
        int unwraps = kms.unwraps();
        assertThat(sealingKey(ring)).as("it is cached").isEqualTo(first);
        assertThat(index(ring, "email")).isEqualTo(index);
        assertThat(kms.unwraps()).isEqualTo(unwraps);

        kms.failWith(() -> new KeyUnavailable("out"));
        assertThatThrownBy(() -> sealingKey(ring("elsewhere", kek, List.of())))
                .as("the failure itself, and not the handler's")
                .isInstanceOf(KeyUnavailable.class);
        assertThat(Events.count(Event.UNTOLD)).isGreaterThanOrEqualTo(untold + 7);
    }

    @Test
    void aHandlerThatThrowsKeepsNoOperatorFromHisWork() {
        long first = sealingKey(ring());
        hearing(line -> {
            throw new IllegalStateException("disk full");
        });
        try (KeyLife life = new KeyLife(new KeyPolicy("clinic", kek, List.of(oldKek)), table, TTL, clock)) {
            assertThat(life.rotate("public.patient", 1)).isTrue();
            assertThat(life.rewrap(Set.of(oldKek)).changed()).hasSize(2);
            assertThat(life.retire(first)).isTrue();
        }
    }

    @Test
    void aHandlerMayUseTheKeyThatItIsToldOf() {
        KeyRing ring = ring();
        List<String> written = new ArrayList<>();
        hearing(line -> {
            synchronized (written) {
                written.add(
                        line.replaceAll(" .*", "") + " sealed with " + sealingKey(ring) + index(ring, "email").length);
            }
        });
        long first = sealingKey(ring);
        index(ring, "email");
        later(TTL);
        kms.failWith(null);
        sealingKey(ring);
        assertThat(written)
                .contains(
                        "event=key.wrapped sealed with " + first + "16",
                        "event=key.made sealed with " + first + "16",
                        "event=key.unwrapped sealed with " + first + "16");
    }

    @Test
    void aHandlerMayHaveAnotherThreadUseTheKeyThatItIsToldOf() {
        KeyRing ring = ring();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        List<Long> written = new ArrayList<>();
        hearing(line -> {
            if (Thread.currentThread().getName().startsWith("pool-")) {
                return;
            }
            try {
                Long sealed = writer.submit(() -> sealingKey(ring)).get();
                synchronized (written) {
                    written.add(sealed);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            long first = sealingKey(ring);
            assertThat(written).isNotEmpty().containsOnly(first);
        } finally {
            writer.shutdownNow();
        }
    }

    /** As from the log handler of a library that the KMS's adapter or the key table's driver uses. */
    @Test
    void whoUsesAKeyBelowItsOwnLoadIsToldSoAndDoesNotWaitForItself() {
        List<Throwable> told = new ArrayList<>();
        KeyRing ring = ring();
        kms.beforeUnwrap(() -> {
            kms.beforeUnwrap(() -> {});
            told.add(catchThrowable(() -> sealingKey(ring)));
        });
        long first = sealingKey(ring);
        ring.close();
        KeyRing next = ring();
        kms.beforeUnwrap(() -> told.add(catchThrowable(() -> sealingKey(next))));
        assertThat(sealingKey(next)).isEqualTo(first);
        assertThat(told)
                .hasSize(2)
                .allSatisfy(failure ->
                        assertThat(failure).isInstanceOf(KeyUnavailable.class).hasMessageContaining("by this thread"));
    }
}

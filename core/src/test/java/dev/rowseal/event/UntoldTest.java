package dev.rowseal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.kms.Kms;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UntoldTest {

    /** A thread that cannot be noted, as where there is no memory for it. */
    private static final class Exhausted extends Thread {

        private final Untold untold = new Untold();
        private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        private boolean exhausted;

        @Override
        public int hashCode() {
            if (exhausted) {
                throw new OutOfMemoryError("no memory to tell");
            }
            return super.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public void run() {
            Kms.KeyContext key = new Kms.KeyContext("clinic", "public.patient", 1, "data");
            untold.ofKey(Event.KEY_MADE, key, "generation 1");
            untold.ofKey(Event.KEY_RETIRED, key, "generation 1");
            exhausted = true;
            try {
                untold.close();
            } catch (Throwable any) {
                thrown.set(any);
            } finally {
                exhausted = false;
            }
        }
    }

    /** Who closes it may have a lease to hand on. */
    @Test
    void closingThrowsNothingWhereMemoryEndsBeforeAnybodyIsTold() throws InterruptedException {
        long told = Events.count(Event.UNTOLD);
        Exhausted thread = new Exhausted();
        thread.start();
        thread.join();
        assertThat(thread.thrown.get()).isNull();
        assertThat(Events.count(Event.UNTOLD) - told).isGreaterThanOrEqualTo(2);
    }
}

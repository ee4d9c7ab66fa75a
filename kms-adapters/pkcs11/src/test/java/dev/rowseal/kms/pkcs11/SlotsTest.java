package dev.rowseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.rowseal.failure.KeyUnavailable;
import java.security.Provider;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Providers that are made for slots, of libraries of which one hangs. */
class SlotsTest {

    /** Two names of one hash: what is made for one under a lock of a map would lock the other. */
    private static final String ONE = "Aa";

    private static final String OTHER = "BB";

    private final Slots slots = new Slots();

    private static Deadline soon() {
        return Deadline.in(Duration.ofMillis(50));
    }

    private static Deadline late() {
        return Deadline.in(Duration.ofSeconds(60));
    }

    private static Provider made(String name) {
        return new Provider(name, "1", "") {
            private static final long serialVersionUID = 1L;
        };
    }

    @Test
    void aLibraryThatHangsStopsNoOtherAndItsOwnNoLongerThanTheyMay() throws Exception {
        assertThat(ONE.hashCode()).isEqualTo(OTHER.hashCode());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        Thread loading = new Thread(() -> slots.renewed(ONE, null, late(), before -> {
            begun.countDown();
            try {
                hanging.await();
            } catch (InterruptedException over) {
                throw new IllegalStateException(over);
            }
            return made("late");
        }));
        loading.start();
        begun.await();
        try {
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
                assertThat(slots.now(OTHER)).isNull();
                assertThat(slots.renewed(OTHER, null, late(), before -> made("other"))
                                .getName())
                        .isEqualTo("other");
                assertThat(slots.now(ONE)).isNull();
                assertThatThrownBy(() -> slots.renewed(ONE, null, soon(), before -> made("second")))
                        .isInstanceOf(KeyUnavailable.class);
            });
        } finally {
            hanging.countDown();
        }
        loading.join();
        assertThat(slots.renewed(ONE, null, late(), before -> made("third")).getName())
                .as("one that another has made meanwhile")
                .isEqualTo("late");
    }

    @Test
    void oneThatIsFoundWantingIsMadeAnewOnce() {
        Provider first = slots.renewed(ONE, null, late(), before -> made(before ? "again" : "first"));
        Provider second = slots.renewed(ONE, first, late(), before -> made(before ? "again" : "first"));
        Provider third = slots.renewed(ONE, first, late(), before -> made("not needed"));

        assertThat(first.getName()).isEqualTo("first");
        assertThat(second.getName()).isEqualTo("again");
        assertThat(third).isSameAs(second);
        assertThat(slots.now(ONE)).isSameAs(second);
    }
}

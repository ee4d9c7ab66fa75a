package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.credentials.CredentialProviders;
import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.credentials.Credentials;
import dev.rowseal.credentials.contract.MemorySecret;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.jdbc.SharedCredentials.Fetched;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Who fetches, who waits, and for whom a fetch counts. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SharedCredentialsTest {

    private static final int THREADS = 12;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @SuppressWarnings("NullAway.Init") // by JUnit
    private MemorySecret secret;

    @SuppressWarnings("NullAway.Init")
    private SharedCredentials shared;

    @BeforeEach
    void open(TestInfo test) {
        String uri = "memory-secret:" + test.getDisplayName();
        secret = MemorySecret.named(uri);
        secret.set("u", "p1");
        shared = new SharedCredentials(CredentialProviders.open(uri, CredentialSource.Limits.DEFAULT));
    }

    @AfterEach
    void close() {
        shared.close();
        threads.shutdownNow();
        assertThat(secret.open()).isZero();
    }

    private static String shown(Fetched fetched) {
        try (fetched) {
            return new String(fetched.credentials().password()) + "#" + fetched.number();
        }
    }

    /** Has so many ask while the first fetch among them is held, and lets it go when all the others wait for it. */
    private List<Future<String>> askDuringAFetch(Callable<Fetched> ask) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        secret.duringFetch(() -> {
            begun.countDown();
            await(go);
        });
        List<Thread> asking = new ArrayList<>();
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            CountDownLatch started = new CountDownLatch(1);
            answers.add(threads.submit(() -> {
                synchronized (asking) {
                    asking.add(Thread.currentThread());
                }
                started.countDown();
                return shown(ask.call());
            }));
            started.await();
        }
        begun.await();
        boolean allWait = false;
        while (!allWait) {
            synchronized (asking) {
                allWait = asking.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING);
            }
        }
        secret.duringFetch(() -> {});
        go.countDown();
        return answers;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a source logs while it fetches may be written through Rowseal. */
    @Test
    void whoFetchesDoesNotWaitForHimself() {
        List<KeyUnavailable> told = new ArrayList<>();
        secret.duringFetch(() -> {
            for (Callable<Fetched> ask :
                    List.<Callable<Fetched>>of(shared::current, () -> shared.after(0), () -> shared.after(9))) {
                try {
                    ask.call().close();
                } catch (KeyUnavailable himself) {
                    told.add(himself);
                } catch (Exception other) {
                    throw new AssertionError(other);
                }
            }
        });
        assertThat(shown(shared.current())).isEqualTo("p1#1");
        assertThat(told).hasSize(3).allMatch(KeyUnavailable::isUnasked);
    }

    @Test
    void whoeverAsksDuringAFetchWaitsForIt() throws Exception {
        for (Future<String> one : askDuringAFetch(shared::current)) {
            assertThat(one.get()).isEqualTo("p1#1");
        }
        assertThat(shown(shared.current())).isEqualTo("p1#1");
        assertThat(secret.fetches()).isOne();
    }

    @Test
    void allWhoWereRefusedTheSameAreServedByOneFetch() throws Exception {
        assertThat(shown(shared.current())).isEqualTo("p1#1");
        secret.set("u", "p2");
        for (Future<String> one : askDuringAFetch(() -> shared.after(1))) {
            assertThat(one.get()).isEqualTo("p2#2");
        }
        assertThat(shown(shared.after(1))).isEqualTo("p2#2");
        assertThat(secret.fetches()).isEqualTo(2);
    }

    @Test
    void aFetchThatBeganTooEarlyIsWaitedForAndFollowedByOneForAll() throws Exception {
        assertThat(shown(shared.current())).isEqualTo("p1#1");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        secret.duringFetch(() -> {
            begun.countDown();
            await(go);
        });
        Future<String> early = threads.submit(() -> shown(shared.after(1)));
        begun.await();
        secret.set("u", "p2");
        assertThat(shared.begun()).isEqualTo(2);
        List<Future<String>> late = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            late.add(threads.submit(() -> shown(shared.after(2))));
        }
        assertThat(secret.fetches()).as("one at a time").isEqualTo(2);
        go.countDown();
        assertThat(early.get()).startsWith("p");
        for (Future<String> one : late) {
            assertThat(one.get()).isEqualTo("p2#3");
        }
        assertThat(secret.fetches()).isEqualTo(3);
    }

    @Test
    void aFailureIsSharedByThoseWhoWaitAndForgottenThen() throws Exception {
        secret.failWith(() -> new KeyUnavailable("out"));
        for (Future<String> one : askDuringAFetch(shared::current)) {
            assertThatThrownBy(one::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(KeyUnavailable.class);
        }
        assertThat(secret.fetches()).isOne();
        secret.failWith(null);
        assertThat(shown(shared.current())).isEqualTo("p1#2");

        secret.failWith(() -> new KeyUnavailable("out"));
        assertThatThrownBy(() -> shared.after(2)).isInstanceOf(KeyUnavailable.class);
        assertThatThrownBy(() -> shared.after(2)).isInstanceOf(KeyUnavailable.class);
        assertThat(secret.fetches()).isEqualTo(4);
        assertThat(shown(shared.current())).as("what is known serves on").isEqualTo("p1#2");
    }

    @Test
    void whoIsInterruptedWaitsNoMore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        secret.duringFetch(() -> {
            begun.countDown();
            await(go);
        });
        Future<String> first = threads.submit(() -> shown(shared.current()));
        begun.await();
        Thread.currentThread().interrupt();
        assertThatThrownBy(shared::current).isInstanceOf(KeyUnavailable.class);
        assertThat(Thread.interrupted()).isTrue();
        go.countDown();
        assertThat(first.get()).isEqualTo("p1#1");
    }

    @Test
    void whatIsReplacedOrClosedIsOverwrittenAndWhatIsLentIsNot() {
        List<char[]> given = new ArrayList<>();
        CredentialSource source = new CredentialSource() {
            @Override
            public Credentials fetch() {
                given.add(("p" + (given.size() + 1)).toCharArray());
                return new Credentials("u", given.get(given.size() - 1), "");
            }

            @Override
            public void close() {}
        };
        SharedCredentials own = new SharedCredentials(source);
        Fetched lent = own.current();
        own.after(1).close();
        assertThat(given.get(0)).containsOnly('\0');
        assertThat(given.get(1)).containsExactly('p', '2');
        assertThat(shown(lent)).isEqualTo("p1#1");
        Fetched more = own.current();
        own.close();
        assertThat(given.get(1)).containsOnly('\0');
        assertThat(shown(more)).isEqualTo("p2#2");
        assertThatThrownBy(own::current).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> own.after(1)).isInstanceOf(IllegalStateException.class);
        assertThat(given).hasSize(2);
    }
}

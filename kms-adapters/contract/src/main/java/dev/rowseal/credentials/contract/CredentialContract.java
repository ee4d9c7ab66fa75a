package dev.rowseal.credentials.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.credentials.CredentialSource.Limits;
import dev.rowseal.credentials.Credentials;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.contract.Faults;
import dev.rowseal.kms.contract.Faults.Fault;
import dev.rowseal.kms.contract.LogWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an adapter of a secrets manager must do, against a loopback service that fails on command. No test looks at a clock: a service
 * is silent until it is told otherwise, and an adapter that waits for it never ends.
 */
public abstract class CredentialContract {

    private static final Limits ONCE = new Limits(Duration.ofSeconds(60), 1);
    private static final Limits THRICE = new Limits(Duration.ofSeconds(60), 3);
    private static final Limits SHORT = new Limits(Duration.ofMillis(300), 3);
    private static final Duration FOR_EVER = Duration.ofSeconds(90);
    private static final int ALL = Integer.MAX_VALUE;

    private static final String USER = "clinic";
    private static final String PASSWORD = "correct-horse-battery";

    private final LogWatch log = new LogWatch();

    /** Opens the secret under test within limits. */
    protected abstract CredentialSource open(Limits limits) throws Exception;

    /** Gives the secret a new version with a text. */
    protected abstract void put(String text) throws Exception;

    /** What the secrets manager's own rotation writes for a database. */
    protected abstract String written(String user, String password);

    /** The service behind the secret under test. */
    protected abstract Faults faults();

    /** What besides passwords no log and no message may tell. */
    protected abstract List<String> secrets();

    protected CredentialContract() {}

    @BeforeEach
    final void beginLog() throws Exception {
        log.begin();
        put(written(USER, PASSWORD));
    }

    @AfterEach
    final void healAndReadLog() {
        faults().heal();
        assertTellsNothing(log.end());
    }

    private void assertTellsNothing(String text) {
        assertThat(text.contains(PASSWORD)).as("the password is told").isFalse();
        assertThat(text.contains(
                        Base64.getEncoder().encodeToString(PASSWORD.getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .as("the password is told")
                .isFalse();
        for (String secret : secrets()) {
            assertThat(text.contains(secret)).as("a secret is told").isFalse();
        }
    }

    private void assertFails(CredentialSource with, Class<? extends RowsealFailure> failure) {
        Throwable thrown = catchThrowable(with::fetch);
        assertThat(thrown).isInstanceOf(failure);
        for (Throwable told = thrown; told != null; told = told.getCause()) {
            assertTellsNothing(told.toString());
        }
    }

    private static void assertGives(CredentialSource source, String user, String password) {
        try (Credentials fetched = source.fetch()) {
            assertThat(fetched.user()).isEqualTo(user);
            assertThat(new String(fetched.password())).isEqualTo(password);
        }
    }

    private void strike(int calls, Fault fault) {
        Assumptions.assumeTrue(faults().knows(fault), () -> "the service has no " + fault);
        faults().next(calls, fault);
    }

    @Test
    void openingMakesNoCall() throws Exception {
        int before = faults().calls();
        faults().next(ALL, Fault.OUTAGE);
        open(ONCE).close();

        assertThat(faults().calls()).isEqualTo(before);
    }

    @Test
    void eachFetchGivesWhatHoldsThen() throws Exception {
        try (CredentialSource source = open(THRICE)) {
            String first;
            try (Credentials fetched = source.fetch()) {
                first = fetched.version();
            }
            assertGives(source, USER, PASSWORD);
            put(written("other", "rotated"));
            assertGives(source, "other", "rotated");
            try (Credentials fetched = source.fetch()) {
                assertThat(fetched.version()).isNotEqualTo(first);
            }
        }
    }

    @Test
    void passwordsComeAsTheyAre() throws Exception {
        try (CredentialSource source = open(ONCE)) {
            for (String password : List.of(
                    "\"",
                    "\\",
                    "\\\"\\u0041",
                    "a b",
                    "{\"password\":\"x\"}",
                    "\u00e4\u20ac\uD83D\uDD11",
                    "\t\n\u0001",
                    "p".repeat(4096))) {
                put(written(USER, password));
                assertGives(source, USER, password);
            }
        }
    }

    @Test
    void whatIsNoLoginIsMisconfigured() throws Exception {
        try (CredentialSource source = open(THRICE)) {
            for (String text : List.of(
                    PASSWORD,
                    "{}",
                    "[\"" + PASSWORD + "\"]",
                    "{\"" + PASSWORD,
                    written(USER, ""),
                    written("", PASSWORD),
                    written(USER, PASSWORD) + "x",
                    written(USER, PASSWORD)
                            .replace(USER, USER + "\",\"" + PASSWORD + "\":\"1\",\"" + PASSWORD + "\":\"1"))) {
                put(text);
                assertFails(source, Misconfigured.class);
            }
            put(written(USER, PASSWORD));
            assertGives(source, USER, PASSWORD);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"THROTTLED", "OUTAGE", "DISCONNECTED", "HALF", "GARBAGE"})
    void whatMayPassIsUnavailableAndPasses(Fault fault) throws Exception {
        try (CredentialSource once = open(ONCE)) {
            strike(ALL, fault);
            assertFails(once, KeyUnavailable.class);
            faults().heal();
            assertGives(once, USER, PASSWORD);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"OUTAGE", "DISCONNECTED"})
    void whatMayPassIsTriedAgainAndNoMoreOftenThanGranted(Fault fault) throws Exception {
        try (CredentialSource thrice = open(THRICE);
                CredentialSource once = open(ONCE)) {
            assertGives(thrice, USER, PASSWORD);
            strike(2, fault);
            assertGives(thrice, USER, PASSWORD);
            faults().heal();

            int before = faults().struck();
            strike(ALL, fault);
            assertFails(thrice, KeyUnavailable.class);
            assertThat(faults().struck() - before).isEqualTo(3);
            assertFails(once, KeyUnavailable.class);
            assertThat(faults().struck() - before).isEqualTo(4);
        }
    }

    @Test
    void theWaitThatTheServiceAsksForIsHandedOn() throws Exception {
        try (CredentialSource once = open(ONCE)) {
            strike(ALL, Fault.THROTTLED);
            assertThatThrownBy(once::fetch)
                    .isInstanceOfSatisfying(
                            KeyUnavailable.class,
                            throttled -> assertThat(throttled.retryAfter()).isEqualTo(faults().asked()));
        }
    }

    @Test
    void aSilentServiceIsGivenUp() throws Exception {
        try (CredentialSource small = open(SHORT)) {
            strike(ALL, Fault.SILENT);
            assertTimeoutPreemptively(FOR_EVER, () -> assertFails(small, KeyUnavailable.class));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DENIED", "DISABLED", "UNKNOWN"})
    void whatDoesNotPassIsRefusedAndNotTriedAgain(Fault fault) throws Exception {
        try (CredentialSource thrice = open(THRICE)) {
            assertGives(thrice, USER, PASSWORD);
            int before = faults().struck();
            strike(ALL, fault);
            assertFails(thrice, KeyRefused.class);
            assertThat(faults().struck() - before).isOne();
            faults().heal();
            assertGives(thrice, USER, PASSWORD);
        }
    }

    @Test
    void anotherSecretIsNotTakenForThisOne() throws Exception {
        try (CredentialSource once = open(ONCE)) {
            strike(ALL, Fault.WRONG_KEY);
            assertFails(once, NotAuthentic.class);
        }
    }

    @Test
    void manyMayFetchAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (CredentialSource source = open(THRICE)) {
            List<Future<?>> fetching = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                fetching.add(threads.submit(() -> assertGives(source, USER, PASSWORD)));
            }
            for (Future<?> one : fetching) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatIsClosedFetchesNothing() throws Exception {
        CredentialSource source = open(ONCE);
        source.close();
        source.close();
        assertThatThrownBy(source::fetch).isInstanceOf(IllegalStateException.class);
    }
}

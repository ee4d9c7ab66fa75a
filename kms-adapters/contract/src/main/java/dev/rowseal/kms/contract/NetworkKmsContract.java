package dev.rowseal.kms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.Limits;
import dev.rowseal.kms.Kms.Wrapped;
import dev.rowseal.kms.contract.Faults.Fault;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an adapter whose KMS is reached over a network must do besides, against a loopback service that fails on command.
 * No test looks at a clock: a service is silent until it is told otherwise, and an adapter that waits for it never ends.
 */
public abstract class NetworkKmsContract extends KmsContract {

    private static final Limits ONCE = new Limits(Duration.ofSeconds(60), 1);
    private static final Limits THRICE = new Limits(Duration.ofSeconds(60), 3);
    private static final Limits PATIENT = new Limits(Duration.ofSeconds(60), 10);
    private static final Limits SHORT = new Limits(Duration.ofMillis(300), 3);
    private static final Duration FOR_EVER = Duration.ofSeconds(90);
    private static final int ALL = Integer.MAX_VALUE;

    /** Opens the KEK under test within limits, on the same service as {@link #open()}. */
    protected abstract Kms open(Limits limits) throws Exception;

    /** The service behind the KEK under test. */
    protected abstract Faults faults();

    protected NetworkKmsContract() {}

    @AfterEach
    final void heal() {
        faults().heal();
    }

    private void strike(int calls, Fault fault) {
        Assumptions.assumeTrue(faults().knows(fault), () -> "the service has no " + fault);
        faults().next(calls, fault);
    }

    /** Each call that carries a key fails, with nothing in the buffer; what the caller has is left alone. */
    private void assertAllFail(Kms with, Wrapped wrapped, Class<? extends RowsealFailure> failure) {
        assertUnwrapFails(with, wrapped, CONTEXT, failure, "unwrap");
        ByteBuffer into = ByteBuffer.allocate(Kms.KEY_BYTES + 8).position(3);
        assertThatThrownBy(() -> with.generate(CONTEXT, into))
                .isInstanceOf(failure)
                .satisfies(thrown -> assertTellsNothing(thrown));
        assertUntouched(into, "generate");
        ByteBuffer dek = ByteBuffer.wrap(newKey());
        assertThatThrownBy(() -> with.wrap(dek, CONTEXT))
                .isInstanceOf(failure)
                .satisfies(thrown -> assertTellsNothing(thrown));
        assertThat(dek.position()).isZero();
    }

    @Test
    void openingMakesNoCall() throws Exception {
        int before = faults().calls();
        faults().next(ALL, Fault.OUTAGE);
        open(ONCE).close();

        assertThat(faults().calls()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"THROTTLED", "OUTAGE", "DISCONNECTED", "HALF", "GARBAGE"})
    void whatMayPassIsUnavailableAndPasses(Fault fault) throws Exception {
        byte[] key = newKey();
        Wrapped wrapped = wrap(key);
        try (Kms once = open(ONCE)) {
            strike(ALL, fault);
            assertAllFail(once, wrapped, KeyUnavailable.class);
            faults().heal();

            byte[] back = new byte[Kms.KEY_BYTES];
            once.unwrap(wrapped, CONTEXT, ByteBuffer.wrap(back));
            assertThat(back).isEqualTo(key);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"OUTAGE", "DISCONNECTED"})
    void whatMayPassIsTriedAgainAndNoMoreOftenThanGranted(Fault fault) throws Exception {
        byte[] key = newKey();
        Wrapped wrapped = wrap(key);
        try (Kms thrice = open(THRICE)) {
            thrice.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
            strike(2, fault);
            byte[] back = new byte[Kms.KEY_BYTES];
            thrice.unwrap(wrapped, CONTEXT, ByteBuffer.wrap(back));
            assertThat(back).isEqualTo(key);
            faults().heal();

            int before = faults().struck();
            strike(ALL, fault);
            assertUnwrapFails(thrice, wrapped, CONTEXT, KeyUnavailable.class, "thrice");
            assertThat(faults().struck() - before).isEqualTo(3);
        }
        try (Kms once = open(ONCE)) {
            faults().heal();
            once.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
            int before = faults().struck();
            strike(ALL, fault);
            assertUnwrapFails(once, wrapped, CONTEXT, KeyUnavailable.class, "once");
            assertThat(faults().struck() - before).isEqualTo(1);
        }
    }

    @Test
    void whatIsOverTheQuotaIsUnavailable() throws Exception {
        byte[] key = newKey();
        Wrapped wrapped = wrap(key);
        try (Kms once = open(ONCE)) {
            once.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
            Assumptions.assumeTrue(faults().limit(0, 3), "the service has no quota");
            for (int i = 0; i < 3; i++) {
                once.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
            }
            assertAllFail(once, wrapped, KeyUnavailable.class);
            faults().heal();
            once.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
        }
    }

    /** Waiting longer each time, at random, it gets through, and nobody is told of it. */
    @Test
    void aQuotaIsBackedOffFrom() throws Exception {
        byte[] key = newKey();
        Wrapped wrapped = wrap(key);
        try (Kms patient = open(PATIENT)) {
            patient.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
            int before = faults().turnedAway();
            Assumptions.assumeTrue(faults().limit(10, 2), "the service has no quota");
            for (int i = 0; i < 15; i++) {
                byte[] back = new byte[Kms.KEY_BYTES];
                patient.unwrap(wrapped, CONTEXT, ByteBuffer.wrap(back));
                assertThat(back).isEqualTo(key);
            }
            assertThat(faults().turnedAway()).as("calls turned away").isGreaterThan(before);
        }
    }

    @Test
    void theWaitThatTheServiceAsksForIsHandedOn() throws Exception {
        Wrapped wrapped = wrap(newKey());
        try (Kms once = open(ONCE)) {
            strike(ALL, Fault.THROTTLED);
            assertThatThrownBy(() -> once.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES)))
                    .isInstanceOfSatisfying(
                            KeyUnavailable.class,
                            throttled -> assertThat(throttled.retryAfter()).isEqualTo(faults().asked()));
        }
    }

    @Test
    void aServiceThatAsksForLongerThanIsGrantedIsNotAskedAgain() throws Exception {
        Assumptions.assumeTrue(faults().asked().isPresent(), "the service does not say how long");
        Wrapped wrapped = wrap(newKey());
        try (Kms small = open(new Limits(faults().asked().get().minusMillis(500), 5))) {
            small.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
            int before = faults().struck();
            strike(ALL, Fault.THROTTLED);
            // Who waits until nothing is left fails too, but has no wait to hand on any more.
            assertThatThrownBy(() -> small.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES)))
                    .isInstanceOfSatisfying(
                            KeyUnavailable.class,
                            throttled -> assertThat(throttled.retryAfter()).isEqualTo(faults().asked()));
            assertThat(faults().struck() - before).isEqualTo(1);
        }
    }

    @Test
    void aSilentServiceIsGivenUp() throws Exception {
        byte[] key = newKey();
        Wrapped wrapped = wrap(key);
        try (Kms small = open(SHORT)) {
            strike(ALL, Fault.SILENT);
            assertTimeoutPreemptively(FOR_EVER, () -> {
                assertAllFail(small, wrapped, KeyUnavailable.class);
                assertThatThrownBy(small::probe).isInstanceOf(KeyUnavailable.class);
            });
        }
        faults().heal();
        assertThat(unwrap(wrapped, CONTEXT)).isEqualTo(key);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DENIED", "DISABLED", "UNKNOWN"})
    void whatDoesNotPassIsRefusedAndNotTriedAgain(Fault fault) throws Exception {
        Wrapped wrapped = wrap(newKey());
        try (Kms thrice = open(THRICE)) {
            thrice.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
            int before = faults().struck();
            strike(ALL, fault);
            assertUnwrapFails(thrice, wrapped, CONTEXT, KeyRefused.class, "unwrap");
            // one more where the identity may have expired
            assertThat(faults().struck() - before).isBetween(1, 2);
            assertAllFail(thrice, wrapped, KeyRefused.class);
            faults().heal();
            thrice.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
        }
    }

    @Test
    void whatIsNoKeyIsNeverTakenForOne() throws Exception {
        Wrapped wrapped = wrap(newKey());
        try (Kms once = open(ONCE)) {
            strike(ALL, Fault.WRONG_KEY);
            ByteBuffer into = ByteBuffer.allocate(Kms.KEY_BYTES + 8).position(3);
            assertThatThrownBy(() -> once.unwrap(wrapped, CONTEXT, into))
                    .isInstanceOfAny(NotAuthentic.class, KeyUnavailable.class);
            assertUntouched(into, "unwrap");
        }
    }

    @Test
    void anOutageIsFoundWithoutAWrap() throws Exception {
        try (Kms once = open(ONCE)) {
            once.probe();
            strike(ALL, Fault.OUTAGE);
            assertThatThrownBy(once::probe)
                    .isInstanceOf(KeyUnavailable.class)
                    .satisfies(thrown -> assertTellsNothing(thrown));
            faults().heal();
            once.probe();
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whatIsAskedBesidesFailsAsTyped(Fault fault) throws Exception {
        Wrapped wrapped = wrap(newKey());
        try (Kms small = open(SHORT)) {
            strike(ALL, fault);
            for (Runnable call : new Runnable[] {
                () -> small.material(wrapped), () -> small.reEncrypt(wrapped, kekUri(), CONTEXT), small::probe
            }) {
                try {
                    call.run();
                } catch (KeyRefused | KeyUnavailable | NotAuthentic | Misconfigured typed) {
                    assertTellsNothing(typed, wrapped.bytes());
                }
            }
        }
    }
}

package dev.rowseal.kms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What an adapter's test supplies, the open KEK, and what every test asks of it. */
abstract class KmsUnderTest {

    static final KeyContext CONTEXT = new KeyContext("clinic-prod", "public.patient", 7, "data");
    static final KeyContext OTHER = new KeyContext("clinic-prod", "public.invoice", 8, "data");

    /** A part of a secret so long is no accident. */
    private static final int TELLING = 6;

    final long seed = System.nanoTime();
    final Random random = new Random(seed);
    private final List<byte[]> keys = Collections.synchronizedList(new ArrayList<>());
    private final LogWatch log = new LogWatch();
    Kms kms;

    /** Opens the KEK under test; called before each test, whose end closes it. Every call opens the same KEK. */
    protected abstract Kms open() throws Exception;

    /** The URI of the KEK under test. */
    protected abstract String kekUri();

    /** Opens another KEK of the same KMS, under which the KEK under test opens nothing; empty where a test cannot. */
    protected Optional<Kms> openAnother() throws Exception {
        return Optional.empty();
    }

    /**
     * Gives the KEK under test new material, as its owner would, behind the back of every open handle.
     *
     * @return whether it did; {@code false} where a test cannot
     */
    protected boolean rotate() throws Exception {
        return false;
    }

    /** How many flipped bits to try; every try is a call, so an adapter with a slow service may ask for fewer. */
    protected int flips() {
        return 200;
    }

    /** How many cut lengths to try at most. */
    protected int truncations() {
        return 1_000;
    }

    /** What besides keys no log and no message may tell: PINs, tokens, passwords that the adapter is given. */
    protected List<String> secrets() {
        return List.of();
    }

    @SuppressWarnings("NullAway.Init") // JUnit calls it first
    KmsUnderTest() {}

    @BeforeEach
    final void openKms() throws Exception {
        log.begin();
        kms = open();
    }

    @AfterEach
    final void closeKms() {
        kms.close();
        String told = log.end();
        assertThat(told).as("log at every level").satisfies(this::assertNoSecret);
    }

    final byte[] newKey() {
        byte[] key = new byte[Kms.KEY_BYTES];
        random.nextBytes(key);
        keys.add(key.clone());
        return key;
    }

    /** To be looked for in logs and messages, as each key that a test makes itself is. */
    final void remember(byte[] key) {
        keys.add(key.clone());
    }

    final Wrapped wrap(byte[] key) {
        return kms.wrap(ByteBuffer.wrap(key.clone()), CONTEXT);
    }

    final byte[] unwrap(Wrapped wrapped, KeyContext context) {
        byte[] key = new byte[Kms.KEY_BYTES];
        kms.unwrap(wrapped, context, ByteBuffer.wrap(key));
        return key;
    }

    /** That it is refused as not authentic, that the buffer is as it was, and that no message tells a key byte. */
    final void assertNotAuthentic(Wrapped wrapped, KeyContext context, String what) {
        assertUnwrapFails(kms, wrapped, context, NotAuthentic.class, what);
    }

    final void assertUnwrapFails(
            Kms with, Wrapped wrapped, KeyContext context, Class<? extends Throwable> failure, String what) {
        ByteBuffer into = ByteBuffer.allocate(Kms.KEY_BYTES + 8).position(3);
        assertThatThrownBy(() -> with.unwrap(wrapped, context, into))
                .as("%s, seed %d", what, seed)
                .isInstanceOf(failure)
                .satisfies(thrown -> assertTellsNothing(thrown, wrapped.bytes()));
        assertUntouched(into, what);
    }

    static void assertUntouched(ByteBuffer into, String what) {
        assertThat(into.position()).as(what).isEqualTo(3);
        assertThat(into.array()).as(what).containsOnly(0);
    }

    /** That neither a failure nor what caused it tells a secret of this test, or any of the bytes. */
    final void assertTellsNothing(Throwable failure, byte[]... more) {
        for (Throwable told = failure; told != null; told = told.getCause()) {
            assertNoSecret(String.valueOf(told));
            for (byte[] bytes : more) {
                assertNone(String.valueOf(told), bytes);
            }
        }
    }

    private void assertNoSecret(String text) {
        for (byte[] key : keys.toArray(new byte[0][])) {
            assertNone(text, key);
        }
        for (String secret : secrets()) {
            assertThat(text.contains(secret)).as("a secret is told").isFalse();
        }
    }

    /** None of the bytes in hexadecimal, base64 in any phase, or as they are. */
    private static void assertNone(String text, byte[] secret) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; !text.isEmpty() && i + TELLING <= secret.length; i++) {
            byte[] part = Arrays.copyOfRange(secret, i, i + TELLING);
            assertThat(lower.contains(HexFormat.of().formatHex(part))
                            || text.contains(Base64.getEncoder().encodeToString(part))
                            || text.contains(Base64.getUrlEncoder().encodeToString(part))
                            || text.contains(new String(part, StandardCharsets.ISO_8859_1)))
                    .as("bytes from %d on are told", i)
                    .isFalse();
        }
    }
}

package dev.rowseal.kms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Material;
import dev.rowseal.kms.Kms.Wrapped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every KMS adapter must do. An adapter's test extends this and supplies a factory; the rest is inherited. Tests
 * that need the vendor's own failures (denied, disabled, throttled) are the adapter's to add.
 */
public abstract class KmsContract {

    private static final KeyContext CONTEXT = new KeyContext("clinic-prod", "public.patient", 7, "data");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private Kms kms;

    /** Opens the KEK under test; called before each test, whose end closes it. Every call opens the same KEK. */
    protected abstract Kms open() throws Exception;

    /** The URI of the KEK under test. */
    protected abstract String kekUri();

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

    @SuppressWarnings("NullAway.Init") // JUnit calls it first
    protected KmsContract() {}

    @BeforeEach
    final void openKms() throws Exception {
        kms = open();
    }

    @AfterEach
    final void closeKms() {
        kms.close();
    }

    private byte[] newKey() {
        byte[] key = new byte[Kms.KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    private Wrapped wrap(byte[] key) {
        return kms.wrap(ByteBuffer.wrap(key.clone()), CONTEXT);
    }

    private byte[] unwrap(Wrapped wrapped, KeyContext context) {
        byte[] key = new byte[Kms.KEY_BYTES];
        kms.unwrap(wrapped, context, ByteBuffer.wrap(key));
        return key;
    }

    /** That it is refused as not authentic, that the buffer is as it was, and that no message tells a key byte. */
    private void assertNotAuthentic(byte[] key, Wrapped wrapped, KeyContext context, String what) {
        ByteBuffer into = ByteBuffer.allocate(Kms.KEY_BYTES + 8).position(3);
        assertThatThrownBy(() -> kms.unwrap(wrapped, context, into))
                .as("%s, seed %d", what, seed)
                .isInstanceOf(NotAuthentic.class)
                .satisfies(failure -> assertTellsNothing(failure, key, wrapped.bytes()));
        assertThat(into.position()).as(what).isEqualTo(3);
        assertThat(into.array()).as(what).containsOnly(0);
    }

    private static void assertTellsNothing(Throwable failure, byte[]... secrets) {
        for (Throwable told = failure; told != null; told = told.getCause()) {
            String text = String.valueOf(told).toLowerCase(Locale.ROOT);
            for (byte[] secret : secrets) {
                for (int i = 0; i + 6 <= secret.length; i++) {
                    byte[] part = Arrays.copyOfRange(secret, i, i + 6);
                    assertThat(text)
                            .doesNotContain(HexFormat.of().formatHex(part))
                            .doesNotContain(
                                    Base64.getEncoder().encodeToString(part).toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    @Test
    void whatWasWrappedComesBack() {
        byte[] key = newKey();

        assertThat(unwrap(wrap(key), CONTEXT)).isEqualTo(key);
    }

    @Test
    void whatWasWrappedComesBackFromAnotherHandle() throws Exception {
        byte[] key = newKey();
        Wrapped wrapped = wrap(key);
        byte[] back = new byte[Kms.KEY_BYTES];
        try (Kms other = open()) {
            other.unwrap(wrapped, CONTEXT, ByteBuffer.wrap(back));
        }

        assertThat(back).isEqualTo(key);
    }

    @Test
    void aGeneratedKeyComesBack() {
        ByteBuffer first = ByteBuffer.allocateDirect(Kms.KEY_BYTES);
        ByteBuffer second = ByteBuffer.allocateDirect(Kms.KEY_BYTES);
        Wrapped wrapped = kms.generate(CONTEXT, first);
        kms.generate(CONTEXT, second);

        assertThat(first.hasRemaining()).isFalse();
        assertThat(ByteBuffer.wrap(unwrap(wrapped, CONTEXT))).isEqualTo(first.flip());
        assertThat(first).isNotEqualTo(second.flip()).isNotEqualTo(ByteBuffer.allocate(Kms.KEY_BYTES));
    }

    @Test
    void aWrappingDoesNotShowTheKeyAndIsNeverTheSame() {
        byte[] key = newKey();
        Wrapped one = wrap(key);
        Wrapped other = wrap(key);

        assertThat(one.bytes()).isNotEqualTo(other.bytes());
        assertThat(new String(one.bytes(), StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(key, 0, 6, StandardCharsets.ISO_8859_1));
        assertThat(one.toString()).doesNotContain(HexFormat.of().formatHex(one.bytes(), 0, 4));
    }

    @Test
    void aContextThatDiffersInAnyFieldIsRefused() {
        byte[] key = newKey();
        Wrapped wrapped = wrap(key);

        assertNotAuthentic(key, wrapped, new KeyContext("clinic-test", "public.patient", 7, "data"), "namespace");
        assertNotAuthentic(key, wrapped, new KeyContext("clinic-prod", "public.person", 7, "data"), "owner");
        assertNotAuthentic(key, wrapped, new KeyContext("clinic-prod", "public.patient", 8, "data"), "key id");
        assertNotAuthentic(key, wrapped, new KeyContext("clinic-prod", "public.patient", 7, "index"), "purpose");
        assertNotAuthentic(key, wrapped, new KeyContext("public.patient", "clinic-prod", 7, "data"), "swapped");
        assertNotAuthentic(key, wrapped, new KeyContext("Clinic-prod", "public.patient", 7, "data"), "case");
    }

    @Test
    void contextsOfAnyTextAreToldApart() {
        byte[] key = newKey();
        KeyContext composed = new KeyContext("clinic", "caf\u00e9 \uD83D\uDD11 \"'\\=&,{}", 0xFFFF_FFFFL, "data");
        KeyContext decomposed = new KeyContext("clinic", "cafe\u0301 \uD83D\uDD11 \"'\\=&,{}", 0xFFFF_FFFFL, "data");
        Wrapped wrapped = kms.wrap(ByteBuffer.wrap(key.clone()), composed);

        assertThat(unwrap(wrapped, composed)).isEqualTo(key);
        assertNotAuthentic(key, wrapped, decomposed, "decomposed");
    }

    @Test
    void wrappingsThatAreSwappedAreRefused() {
        byte[] key = newKey();
        KeyContext other = new KeyContext("clinic-prod", "public.invoice", 8, "data");
        Wrapped theirs = kms.wrap(ByteBuffer.wrap(newKey()), other);
        Wrapped ours = wrap(key);

        assertNotAuthentic(key, theirs, CONTEXT, "their wrapping in our row");
        assertNotAuthentic(key, ours, other, "our wrapping in their row");
    }

    @Test
    void everyTruncationAndExtensionIsRefused() {
        byte[] key = newKey();
        Wrapped wrapped = wrap(key);
        int length = wrapped.bytes().length;
        int step = Math.max(1, length / truncations());
        for (int cut = 0; cut < length; cut += step) {
            Wrapped shorter = new Wrapped(Arrays.copyOf(wrapped.bytes(), cut), wrapped.kekVersion());
            assertNotAuthentic(key, shorter, CONTEXT, "the first " + cut + " bytes");
        }
        Wrapped longer = new Wrapped(Arrays.copyOf(wrapped.bytes(), length + 1), wrapped.kekVersion());
        assertNotAuthentic(key, longer, CONTEXT, "a byte more");
    }

    @Test
    void aFlippedBitIsRefused() {
        byte[] key = newKey();
        Wrapped wrapped = wrap(key);
        int bits = 8 * wrapped.bytes().length;
        for (int i = 0; i < Math.min(flips(), bits); i++) {
            int bit = flips() >= bits ? i : random.nextInt(bits);
            byte[] flipped = wrapped.bytes().clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertNotAuthentic(key, new Wrapped(flipped, wrapped.kekVersion()), CONTEXT, "bit " + bit);
        }
    }

    @Test
    void noiseIsRefused() {
        wrap(newKey());
        for (int i = 0; i < 20; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            assertNotAuthentic(newKey(), new Wrapped(noise, "1"), CONTEXT, "noise");
        }
    }

    @Test
    void newMaterialWrapsAndTheOldStillUnwraps() throws Exception {
        byte[] key = newKey();
        Wrapped before = wrap(key);
        assertThat(kms.material(before)).isIn(Material.NEWEST, Material.UNTOLD);
        if (!rotate()) {
            return;
        }
        Wrapped after;
        try (Kms other = open()) {
            after = other.wrap(ByteBuffer.wrap(key.clone()), CONTEXT);
            assertThat(other.material(before)).isIn(Material.OLDER, Material.UNTOLD);
            assertThat(other.material(after)).isIn(Material.NEWEST, Material.UNTOLD);
        }

        assertThat(unwrap(before, CONTEXT)).isEqualTo(key);
        assertThat(unwrap(after, CONTEXT)).as("a handle opened before").isEqualTo(key);
        assertThat(kms.material(wrap(key)))
                .as("a handle opened before wraps with the newest")
                .isIn(Material.NEWEST, Material.UNTOLD);
    }

    @Test
    void theMaterialOfNoiseIsNoFailure() {
        for (int size : new int[] {0, 1, 4, 65, 300}) {
            byte[] noise = new byte[size];
            random.nextBytes(noise);
            assertThat(kms.material(new Wrapped(noise, "1"))).isNotNull();
        }
    }

    @Test
    void whatWasReEncryptedIsTheSameKeyInTheSameContext() throws Exception {
        byte[] key = newKey();
        Wrapped before = wrap(key);
        rotate();
        Optional<Wrapped> after = kms.reEncrypt(before, kekUri(), CONTEXT);
        if (after.isEmpty()) {
            return;
        }
        KeyContext other = new KeyContext("clinic-prod", "public.invoice", 8, "data");

        assertThat(unwrap(after.get(), CONTEXT)).isEqualTo(key);
        assertThat(kms.material(after.get())).isIn(Material.NEWEST, Material.UNTOLD);
        assertNotAuthentic(key, after.get(), other, "another context");
        assertThatThrownBy(() -> kms.reEncrypt(before, kekUri(), other)).isInstanceOf(NotAuthentic.class);
        byte[] flipped = before.bytes().clone();
        flipped[flipped.length - 1] ^= 1;
        assertThatThrownBy(() -> kms.reEncrypt(new Wrapped(flipped, before.kekVersion()), kekUri(), CONTEXT))
                .isInstanceOf(NotAuthentic.class);
    }

    @Test
    void aKeyOfAnotherSizeIsRefusedAndLeftAlone() {
        for (int size : new int[] {0, 1, 16, 31, 33, 64}) {
            ByteBuffer dek = ByteBuffer.allocate(size);
            assertThatThrownBy(() -> kms.wrap(dek, CONTEXT)).isInstanceOf(IllegalArgumentException.class);
            assertThat(dek.position()).isZero();
        }
    }

    @Test
    void aBufferWithoutRoomIsRefusedAndLeftAlone() {
        Wrapped wrapped = wrap(newKey());
        ByteBuffer small = ByteBuffer.allocate(Kms.KEY_BYTES + 2).position(3);
        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT, small)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> kms.generate(CONTEXT, small)).isInstanceOf(IllegalArgumentException.class);
        assertThat(small.position()).isEqualTo(3);
        assertThat(small.array()).containsOnly(0);

        ByteBuffer readOnly = ByteBuffer.allocate(Kms.KEY_BYTES).asReadOnlyBuffer();
        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT, readOnly)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void buffersAreReadAndFilledFromTheirPosition() {
        byte[] key = newKey();
        ByteBuffer dek = ByteBuffer.allocateDirect(100);
        dek.put(20, key).position(20).limit(20 + Kms.KEY_BYTES);
        Wrapped wrapped = kms.wrap(dek, CONTEXT);
        ByteBuffer into = ByteBuffer.allocateDirect(100).position(7).limit(90);
        kms.unwrap(wrapped, CONTEXT, into);

        assertThat(dek.position()).isEqualTo(dek.limit());
        assertThat(into.position()).isEqualTo(7 + Kms.KEY_BYTES);
        assertThat(into.limit()).isEqualTo(90);
        for (int i = 0; i < 100; i++) {
            boolean inKey = i >= 7 && i < 7 + Kms.KEY_BYTES;
            assertThat(into.duplicate().clear().get(i)).isEqualTo(inKey ? key[i - 7] : 0);
        }
    }

    @Test
    void aReadOnlyKeyCanBeWrapped() {
        byte[] key = newKey();

        assertThat(unwrap(kms.wrap(ByteBuffer.wrap(key).asReadOnlyBuffer(), CONTEXT), CONTEXT))
                .isEqualTo(key);
    }

    @Test
    void manyThreadsMayUseOneHandle() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                KeyContext context = new KeyContext("clinic-prod", "t" + t, t + 1, "data");
                byte[] key = newKey();
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        Wrapped wrapped = kms.wrap(ByteBuffer.wrap(key.clone()), context);
                        assertThat(unwrap(wrapped, context)).isEqualTo(key);
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void afterCloseEveryCallIsRefused() {
        byte[] key = newKey();
        Wrapped wrapped = wrap(key);
        kms.close();
        kms.close();
        ByteBuffer into = ByteBuffer.allocate(Kms.KEY_BYTES);

        assertThatThrownBy(() -> wrap(key)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT, into)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> kms.generate(CONTEXT, into)).isInstanceOf(IllegalStateException.class);
        assertThat(into.array()).containsOnly(0);
    }
}

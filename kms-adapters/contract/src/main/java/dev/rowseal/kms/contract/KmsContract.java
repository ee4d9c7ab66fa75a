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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every KMS adapter must do. An adapter's test extends this and supplies a factory; the rest is inherited. Tests
 * that need the vendor's own failures (denied, disabled, throttled) are the adapter's to add.
 */
public abstract class KmsContract extends KmsUnderTest {

    @SuppressWarnings("NullAway.Init") // by KmsUnderTest
    protected KmsContract() {}

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
        byte[] made = new byte[Kms.KEY_BYTES];
        first.get(0, made);
        remember(made);

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

        assertNotAuthentic(wrapped, new KeyContext("clinic-test", "public.patient", 7, "data"), "namespace");
        assertNotAuthentic(wrapped, new KeyContext("clinic-prod", "public.person", 7, "data"), "owner");
        assertNotAuthentic(wrapped, new KeyContext("clinic-prod", "public.patient", 8, "data"), "key id");
        assertNotAuthentic(wrapped, new KeyContext("clinic-prod", "public.patient", 7, "index"), "purpose");
        assertNotAuthentic(wrapped, new KeyContext("public.patient", "clinic-prod", 7, "data"), "swapped");
        assertNotAuthentic(wrapped, new KeyContext("Clinic-prod", "public.patient", 7, "data"), "case");
    }

    @Test
    void contextsOfAnyTextAreToldApart() {
        byte[] key = newKey();
        KeyContext composed = new KeyContext("clinic", "caf\u00e9 \uD83D\uDD11 \"'\\=&,{}", 0xFFFF_FFFFL, "data");
        KeyContext decomposed = new KeyContext("clinic", "cafe\u0301 \uD83D\uDD11 \"'\\=&,{}", 0xFFFF_FFFFL, "data");
        Wrapped wrapped = kms.wrap(ByteBuffer.wrap(key.clone()), composed);

        assertThat(unwrap(wrapped, composed)).isEqualTo(key);
        assertNotAuthentic(wrapped, decomposed, "decomposed");
    }

    @Test
    void wrappingsThatAreSwappedAreRefused() {
        byte[] key = newKey();
        Wrapped theirs = kms.wrap(ByteBuffer.wrap(newKey()), OTHER);
        Wrapped ours = wrap(key);

        assertNotAuthentic(theirs, CONTEXT, "their wrapping in our row");
        assertNotAuthentic(ours, OTHER, "our wrapping in their row");
    }

    @Test
    void aWrappingOfAnotherKekIsRefused() throws Exception {
        Optional<Kms> another = openAnother();
        if (another.isEmpty()) {
            return;
        }
        try (Kms theirs = another.get()) {
            Wrapped ours = wrap(newKey());
            Wrapped foreign = theirs.wrap(ByteBuffer.wrap(newKey()), CONTEXT);

            assertNotAuthentic(foreign, CONTEXT, "another KEK's wrapping");
            assertUnwrapFails(theirs, ours, CONTEXT, NotAuthentic.class, "our wrapping under another KEK");
        }
    }

    @Test
    void everyTruncationAndExtensionIsRefused() {
        byte[] key = newKey();
        Wrapped wrapped = wrap(key);
        int length = wrapped.bytes().length;
        int step = Math.max(1, length / truncations());
        for (int cut = 0; cut < length; cut += step) {
            Wrapped shorter = new Wrapped(Arrays.copyOf(wrapped.bytes(), cut), wrapped.kekVersion());
            assertNotAuthentic(shorter, CONTEXT, "the first " + cut + " bytes");
        }
        Wrapped longer = new Wrapped(Arrays.copyOf(wrapped.bytes(), length + 1), wrapped.kekVersion());
        assertNotAuthentic(longer, CONTEXT, "a byte more");
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
            assertNotAuthentic(new Wrapped(flipped, wrapped.kekVersion()), CONTEXT, "bit " + bit);
        }
    }

    @Test
    void noiseIsRefused() {
        wrap(newKey());
        for (int i = 0; i < 20; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            assertNotAuthentic(new Wrapped(noise, "1"), CONTEXT, "noise");
        }
    }

    /** A lone surrogate would become a question mark on its way, and two contexts one. */
    @Test
    void aContextThatIsNoTextIsRefused() {
        KeyContext torn = new KeyContext("clinic\uD800", "public.patient", 7, "data");
        Wrapped wrapped = wrap(newKey());
        assertThatThrownBy(() -> kms.wrap(ByteBuffer.wrap(newKey()), torn))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> kms.generate(torn, ByteBuffer.allocate(Kms.KEY_BYTES)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> kms.unwrap(wrapped, torn, ByteBuffer.allocate(Kms.KEY_BYTES)))
                .isInstanceOf(IllegalArgumentException.class);
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

        assertThat(unwrap(after.get(), CONTEXT)).isEqualTo(key);
        assertThat(kms.material(after.get())).isIn(Material.NEWEST, Material.UNTOLD);
        assertNotAuthentic(after.get(), OTHER, "another context");
        assertThatThrownBy(() -> kms.reEncrypt(before, kekUri(), OTHER)).isInstanceOf(NotAuthentic.class);
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
        assertThatThrownBy(kms::probe).isInstanceOf(IllegalStateException.class);
        assertThat(into.array()).containsOnly(0);
    }

    @Test
    void aKekThatWorksIsFoundWellAsOftenAsOneAsks() {
        byte[] key = newKey();
        Wrapped before = wrap(key);
        for (int i = 0; i < 3; i++) {
            kms.probe();
        }

        assertThat(unwrap(before, CONTEXT)).isEqualTo(key);
        assertThat(kms.material(before)).isIn(Material.NEWEST, Material.UNTOLD);
    }
}

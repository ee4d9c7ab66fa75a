package dev.rowseal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsTest {

    @ParameterizedTest
    @ValueSource(ints = {8, 32, 128, 352, 4096})
    void piecesAreZeroAndDoNotOverlap(int size) {
        Slots slots = new Slots(size);
        List<ByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ByteBuffer slot = slots.take();
            assertThat(slot.capacity()).isEqualTo(size);
            assertThat(bytes(slot)).containsOnly(0);
            fill(slot, (byte) (i % 100 + 1));
            taken.add(slot);
        }
        for (int i = 0; i < taken.size(); i++) {
            assertThat(bytes(taken.get(i))).containsOnly(i % 100 + 1);
        }
    }

    @Test
    void whatIsGivenBackIsOverwrittenAndUsedAgain() {
        Slots slots = new Slots(128);
        int onePage = Pages.SIZE / 128;
        List<ByteBuffer> first = new ArrayList<>();
        for (int i = 0; i < onePage; i++) {
            first.add(slots.take());
        }
        first.forEach(slot -> fill(slot, (byte) 7));
        first.forEach(slots::give);
        for (int i = 0; i < onePage; i++) {
            ByteBuffer again = slots.take();
            assertThat(first).anyMatch(slot -> slot == again);
            assertThat(bytes(again)).containsOnly(0);
        }
    }

    @Test
    void aPieceIsInTheHandsOfOneThread() throws Exception {
        Slots slots = new Slots(64);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 1; thread <= 4; thread++) {
                byte mine = (byte) thread;
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        ByteBuffer slot = slots.take();
                        assertThat(slot.get(63)).isZero();
                        fill(slot, mine);
                        assertThat(slot.get(0)).isEqualTo(mine);
                        assertThat(slot.get(63)).isEqualTo(mine);
                        slots.give(slot);
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

    @ParameterizedTest
    @ValueSource(ints = {0, -8, 12, 1 << 21})
    void sizesThatDoNotFitAreRefused(int size) {
        assertThatThrownBy(() -> new Slots(size)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCameInIsOverwrittenWhenItsRoomCloses() {
        ByteBuffer seen;
        try (Incoming incoming = new Incoming()) {
            fill(incoming.buffer().duplicate(), (byte) 9);
            seen = incoming.buffer().duplicate().clear();
        }
        assertThat(bytes(seen)).containsOnly(0);
    }

    @Test
    void whatCameInBecomesASecret() {
        try (Incoming incoming = new Incoming()) {
            incoming.buffer().put(new byte[] {1, 2, 3});
            assertThatThrownBy(incoming::secret).isInstanceOf(IllegalArgumentException.class);
            for (byte i = 0; i < Secret.LENGTH; i++) {
                incoming.buffer().put(i);
            }
            try (Secret secret = incoming.secret()) {
                ByteBuffer copy = ByteBuffer.allocate(Secret.LENGTH);
                secret.copyTo(copy);
                assertThat(copy.get(31)).isEqualTo((byte) 31);
                assertThat(bytes(incoming.buffer().duplicate())).containsOnly(0);
            }
        }
    }

    private static void fill(ByteBuffer slot, byte value) {
        for (int i = 0; i < slot.capacity(); i++) {
            slot.put(i, value);
        }
    }

    private static byte[] bytes(ByteBuffer slot) {
        byte[] bytes = new byte[slot.capacity()];
        slot.get(0, bytes);
        return bytes;
    }
}

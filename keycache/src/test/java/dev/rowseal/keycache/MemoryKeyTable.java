package dev.rowseal.keycache;

import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.KeyTable;
import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A key table in memory, with the key table's uniqueness, that counts its reads and can be tampered with. */
final class MemoryKeyTable implements KeyTable {

    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger inserts = new AtomicInteger();
    volatile @Nullable Supplier<? extends RowsealFailure> failure;
    volatile Runnable beforeInsert = () -> {};
    volatile Runnable beforeById = () -> {};
    volatile Runnable beforeOfOwner = () -> {};
    volatile Runnable beforeChange = () -> {};

    private final List<StoredKey> keys = new ArrayList<>();

    private void failIfTold() {
        Supplier<? extends RowsealFailure> told = failure;
        if (told != null) {
            throw told.get();
        }
    }

    @Override
    public List<StoredKey> ofOwner(KeyOwner owner) {
        reads.incrementAndGet();
        beforeOfOwner.run();
        failIfTold();
        synchronized (keys) {
            return keys.stream()
                    .filter(key -> key.record().owner().equals(owner))
                    .sorted(Comparator.comparingInt(key -> key.record().generation()))
                    .toList();
        }
    }

    @Override
    public Optional<StoredKey> byId(long keyId) {
        reads.incrementAndGet();
        beforeById.run();
        failIfTold();
        synchronized (keys) {
            return keys.stream().filter(key -> key.record().keyId() == keyId).findFirst();
        }
    }

    @Override
    public long freeKeyId() {
        failIfTold();
        synchronized (keys) {
            return 1
                    + keys.stream().mapToLong(key -> key.record().keyId()).max().orElse(0);
        }
    }

    @Override
    public boolean insert(StoredKey key) {
        beforeInsert.run();
        failIfTold();
        synchronized (keys) {
            boolean taken = keys.stream()
                    .anyMatch(other -> other.record().keyId() == key.record().keyId()
                            || (other.record().owner().equals(key.record().owner())
                                    && other.record().generation()
                                            == key.record().generation()));
            if (taken) {
                return false;
            }
            inserts.incrementAndGet();
            keys.add(key);
            return true;
        }
    }

    @Override
    public List<StoredKey> ofNamespace(String namespace) {
        failIfTold();
        synchronized (keys) {
            return keys.stream()
                    .filter(key -> key.record().owner().namespace().equals(namespace))
                    .sorted(Comparator.comparing(
                                    (StoredKey key) -> key.record().owner().owner())
                            .thenComparing(key -> key.record().owner().purpose())
                            .thenComparing(key -> key.record().generation()))
                    .toList();
        }
    }

    @Override
    public long now() {
        failIfTold();
        return System.currentTimeMillis();
    }

    @Override
    public boolean change(StoredKey read, StoredKey next) {
        KeyTable.requireSuccession(read, next);
        beforeChange.run();
        failIfTold();
        synchronized (keys) {
            for (int i = 0; i < keys.size(); i++) {
                StoredKey now = keys.get(i);
                if (now.record().keyId() == read.record().keyId() && now.revision() == read.revision()) {
                    keys.set(i, next);
                    return true;
                }
            }
            return false;
        }
    }

    List<StoredKey> all() {
        synchronized (keys) {
            return List.copyOf(keys);
        }
    }

    /** Changes a row behind everybody's back. */
    void tamper(long keyId, UnaryOperator<StoredKey> change) {
        synchronized (keys) {
            keys.replaceAll(key -> key.record().keyId() == keyId ? change.apply(key) : key);
        }
    }

    void remove(long keyId) {
        synchronized (keys) {
            keys.removeIf(key -> key.record().keyId() == keyId);
        }
    }

    void setState(long keyId, KeyState state) {
        tamper(
                keyId,
                key -> new StoredKey(
                        key.record(), state, key.commitment(), key.wrappings(), 0, key.maxLease(), key.revision() + 1));
    }

    void setWrappings(long keyId, Wrapping... wrappings) {
        tamper(
                keyId,
                key -> new StoredKey(
                        key.record(),
                        key.state(),
                        key.commitment(),
                        List.of(wrappings),
                        0,
                        key.maxLease(),
                        key.revision() + 1));
    }
}

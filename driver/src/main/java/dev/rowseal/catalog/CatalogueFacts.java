package dev.rowseal.catalog;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What catalogues of the same database, user and policy have read and share, so that a new connection asks nothing that
 * an older one knows. Remembers what is there, never what is missing: a table may be made at any time. Thread-safe.
 */
public final class CatalogueFacts {

    /** No two memories have one number, be they of one database or of two: what was derived at one is of it alone. */
    private static final AtomicLong VERSIONS = new AtomicLong();

    private volatile Memory memory = new Memory();
    private final Map<Set<StoredName>, Object> homes = new ConcurrentHashMap<>();

    /** One object for equal sets of tables: connections to one database differ in their default schemas, and are few such sets. */
    Object home(Set<StoredName> tables) {
        return homes.computeIfAbsent(Set.copyOf(tables), any -> new Object());
    }

    /** Another after each {@link #invalidate}: whatever was derived at another number may be out of date. */
    public long version() {
        return memory.version;
    }

    /** Forgets everything. To be called after every statement that may have changed the database's schema. */
    public void invalidate() {
        memory = new Memory();
    }

    /**
     * What is known now. A reader keeps it for one question, so that what it learnt before an invalidation cannot land
     * in what is known after.
     */
    Memory memory() {
        return memory;
    }

    static final class Memory {

        private final long version = VERSIONS.incrementAndGet();

        long version() {
            return version;
        }

        final Map<StoredName, OpenTable> open = new ConcurrentHashMap<>();
        final Map<StoredName, SealedTable> sealed = new ConcurrentHashMap<>();
        volatile @Nullable Set<String> aggregates;
        /** By the policy's tables, which depend on the connection's default schema. */
        final Map<Set<StoredName>, Ties> ties = new ConcurrentHashMap<>();
    }

    /** What leads to a set of tables, and the names that a text is searched for. */
    record Ties(Map<StoredName, String> byName, Set<String> guardedNames) {

        @Nullable
        TiedRelation tied(StoredName name) {
            String reason = byName.get(name);
            return reason == null ? null : new TiedRelation(name.schema(), name.name(), reason);
        }
    }
}

package dev.rowseal.catalog;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What catalogues of the same database, user and policy have read and share, so that a new connection asks nothing that
 * an older one knows. Remembers what is there, never what is missing: a table may be made at any time. Thread-safe.
 */
public final class CatalogueFacts {

    private volatile Memory memory = new Memory(0);

    /** Counts {@link #invalidate}: whatever was derived at another number may be out of date. */
    public long version() {
        return memory.version;
    }

    /** Forgets everything. To be called after every statement that may have changed the database's schema. */
    public synchronized void invalidate() {
        memory = new Memory(memory.version + 1);
    }

    /**
     * What is known now. A reader keeps it for one question, so that what it learnt before an invalidation cannot land
     * in what is known after.
     */
    Memory memory() {
        return memory;
    }

    static final class Memory {

        private final long version;
        final Map<StoredName, OpenTable> open = new ConcurrentHashMap<>();
        final Map<StoredName, SealedTable> sealed = new ConcurrentHashMap<>();
        /** By the policy's tables, which depend on the connection's default schema. */
        final Map<Set<StoredName>, Ties> ties = new ConcurrentHashMap<>();

        private Memory(long version) {
            this.version = version;
        }
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

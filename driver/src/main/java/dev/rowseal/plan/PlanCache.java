package dev.rowseal.plan;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans by the text they were made from, and by all else that they depend on. Bounded by the length of the texts, so
 * that an application whose texts all differ costs parsing and not memory. Safe for use by many threads.
 *
 * <p>A text with literals of sealed columns is not to be kept: the text, and the plan made from it, hold the values; see
 * {@link Template#holdsValues}.
 *
 * @param <P> what is kept with a text: a plan and what its user knows besides
 */
public final class PlanCache<P> {

    /**
     * What a plan depends on: the text, which tables are sealed, where its unqualified names are looked for, and what the
     * catalogue said.
     */
    private record Key(String sql, Object home, List<String> searchPath, long version) {}

    private final Cache<Key, P> plans;

    /**
     * @param characters how many characters of text are kept at most
     */
    public PlanCache(long characters) {
        plans = Caffeine.newBuilder()
                .maximumWeight(characters)
                .weigher((Key key, P plan) -> key.sql().length() + 64)
                .build();
    }

    /**
     * The plan of a text, or null when it is not there.
     *
     * @param home equal for connections that find the policy's tables in the same schemas
     */
    public @Nullable P find(String sql, Object home, List<String> searchPath, long version) {
        return plans.getIfPresent(new Key(sql, home, searchPath, version));
    }

    /** Keeps a plan. */
    public void keep(String sql, Object home, List<String> searchPath, long version, P plan) {
        plans.put(new Key(sql, home, List.copyOf(searchPath), version), plan);
    }

    /** Forgets everything. */
    public void clear() {
        plans.invalidateAll();
    }
}

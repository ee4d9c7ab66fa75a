package dev.rowseal.keycache;

/** One key and its leases, fresh for each race; the loader's lease is open unless {@link #loaded} ended it. */
class OneKey {

    private final Watched key = new Watched();
    private final LeasedKey leased = new LeasedKey(key);

    final void loaded() {
        leased.release();
    }

    /** What a user sees who asks for a lease: the whole key, or none. */
    final int use() {
        return leased.acquire() ? useAndRelease() : Watched.REFUSED;
    }

    /** What a user sees who has a lease. */
    final int useAndRelease() {
        int seen = key.use();
        leased.release();
        return seen;
    }

    final void evict() {
        leased.retire();
    }

    /** How often the key was wiped: once, when all is over. */
    final int wipes() {
        return key.wipes();
    }
}

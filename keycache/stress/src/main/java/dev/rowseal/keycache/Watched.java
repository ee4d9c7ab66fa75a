package dev.rowseal.keycache;

/**
 * A key that shows what was done to it. Plain fields, and a pair of them: what one thread sees of another's it owes to the leases
 * alone, and a wipe that is half done shows.
 */
final class Watched implements AutoCloseable {

    /** The key's bytes, seen whole. */
    static final int WHOLE = 42;

    /** No lease was given. */
    static final int REFUSED = -1;

    private final int born;
    private int first = WHOLE;
    private int last = WHOLE;
    private int wipes;

    Watched() {
        this(0);
    }

    /** @param born what its loader read, such as a revision */
    Watched(int born) {
        this.born = born;
    }

    int born() {
        return born;
    }

    /** {@link #WHOLE}, or what is left of the key, which is another number and not {@link #REFUSED}. */
    int use() {
        int seen = first;
        return seen == last ? seen : 1;
    }

    int wipes() {
        return wipes;
    }

    @Override
    public void close() {
        first = 0;
        last = 0;
        wipes++;
    }
}

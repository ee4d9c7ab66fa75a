package dev.rowseal.key;

/**
 * The right to use a key until it is closed. A key that has been evicted is wiped when its last lease closes, never
 * under a user. One thread uses and closes a lease; {@code close} may be called twice.
 */
public interface Lease<K> extends AutoCloseable {

    /** The key; not to be used after {@link #close}. */
    K key();

    /**
     * Whether the key was, when this lease began, so old that it should be loaded anew before the end of its time, for whoever
     * comes then.
     */
    boolean isDue();

    @Override
    void close();
}

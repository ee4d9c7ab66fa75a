package dev.rowseal.key;

/** What a key is for. */
public enum Purpose {
    /** Seals the values of one table; has generations. */
    DATA(1),
    /** Computes the blind indexes of one lookup group; never has a second generation by itself. */
    INDEX(2);

    private final byte tag;

    Purpose(int tag) {
        this.tag = (byte) tag;
    }

    /** The byte that stands for this purpose in commitments. */
    public byte tag() {
        return tag;
    }
}

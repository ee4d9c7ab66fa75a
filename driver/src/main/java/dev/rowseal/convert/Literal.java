package dev.rowseal.convert;

/** A literal in a statement's text, {@code NULL} excepted. No {@code toString} shows what it holds. */
public sealed interface Literal {

    /** {@code 'text'}, unescaped. */
    record Text(String text) implements Literal {
        @Override
        public String toString() {
            return "Text[…]";
        }
    }

    /** {@code 12}, {@code -1.50}, {@code 1e3}: the sign, digits, point and exponent as they were written. */
    record Number(String digits) implements Literal {
        @Override
        public String toString() {
            return "Number[…]";
        }
    }

    /** {@code TRUE} or {@code FALSE}. */
    record Bool(boolean truth) implements Literal {
        @Override
        public String toString() {
            return "Bool[…]";
        }
    }

    /** {@code DATE '2024-02-29'}. */
    record TypedDate(String text) implements Literal {
        @Override
        public String toString() {
            return "TypedDate[…]";
        }
    }

    /** {@code TIME '23:59:59'}. */
    record TypedTime(String text) implements Literal {
        @Override
        public String toString() {
            return "TypedTime[…]";
        }
    }

    /** {@code TIMESTAMP '2024-02-29 23:59:59'}. */
    record TypedTimestamp(String text) implements Literal {
        @Override
        public String toString() {
            return "TypedTimestamp[…]";
        }
    }

    /** {@code X'00ff'}, and whatever else a dialect writes bytes as; the array is not copied and not to be changed. */
    record Binary(byte[] bytes) implements Literal {
        @Override
        public String toString() {
            return "Binary[…]";
        }
    }
}

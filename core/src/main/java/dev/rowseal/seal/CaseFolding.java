package dev.rowseal.seal;

/**
 * Makes texts that differ only in case the same: each code point to upper case and then to lower, so that letters of three
 * cases meet; no locale, one code point for one.
 *
 * <p>An index that one Java runtime wrote must be found by the next, whose Unicode tables know more letters. So folding is
 * that of Unicode 13, which the oldest supported runtime has, for ever: the blocks and gaps that got cased letters later
 * are left as they are. A test compares the whole table with a fixed digest, and fails on a runtime that would fold more.
 */
final class CaseFolding {

    // First and last code point of what had no cased letter in Unicode 13 and has some now.
    private static final int[][] YOUNGER = {
        {0x1C89, 0x1C8F}, // Cyrillic Extended-C
        {0x2C2F, 0x2C2F}, // Glagolitic
        {0xA7C0, 0xA7C1}, // Latin Extended-D
        {0xA7CB, 0xA7F4},
        {0x10570, 0x105BF}, // Vithkuqi
        {0x10D40, 0x10D8F}, // Garay
        {0x16EA0, 0x16EDF} // Beria Erfe
    };

    private CaseFolding() {}

    static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().map(CaseFolding::fold).forEach(folded::appendCodePoint);
        return folded.toString();
    }

    static int fold(int codePoint) {
        int folded = Character.toLowerCase(Character.toUpperCase(codePoint));
        return folded == codePoint || isYounger(codePoint) ? codePoint : folded;
    }

    private static boolean isYounger(int codePoint) {
        for (int[] range : YOUNGER) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return true;
            }
        }
        return false;
    }
}

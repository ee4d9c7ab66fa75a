package dev.rowseal.plan;

import dev.rowseal.catalog.Folding;

/** Identifiers as the parser hands them over: as they were written, quotes included. */
final class Written {

    private Written() {}

    /** The identifier as the database would store it. */
    static String stored(Folding folding, String written) {
        boolean quoted = isQuoted(written);
        return folding.stored(quoted ? bare(written) : written, quoted);
    }

    /** The name of a column, or a label, as the catalogue has it. */
    static String column(Folding folding, String written) {
        boolean quoted = isQuoted(written);
        return folding.column(quoted ? bare(written) : written, quoted);
    }

    /** The identifier without its quotes, not folded. */
    static String bare(String written) {
        if (!isQuoted(written)) {
            return written;
        }
        String quote = written.substring(0, 1);
        return written.substring(1, written.length() - 1).replace(quote + quote, quote);
    }

    private static boolean isQuoted(String written) {
        return written.length() > 2
                && (written.charAt(0) == '"' || written.charAt(0) == '`')
                && written.charAt(written.length() - 1) == written.charAt(0);
    }
}

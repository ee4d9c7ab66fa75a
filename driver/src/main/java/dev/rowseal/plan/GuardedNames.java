package dev.rowseal.plan;

import dev.rowseal.catalog.Folding;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that make a statement's text go to the planner: a text that contains none of them, after decoding, passes
 * byte for byte. The search looks everywhere, in strings and comments too, and without regard to case: what it finds
 * too much is parsed in vain, never planned wrongly.
 */
public final class GuardedNames {

    private static final Pattern UNICODE_IDENTIFIER = Pattern.compile("[uU]&[\"']");
    private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\(?:([0-9a-fA-F]{4})|\\+([0-9a-fA-F]{6}))");
    private static final Pattern OWN_ESCAPE = Pattern.compile("\\bUESCAPE\\b", Pattern.CASE_INSENSITIVE);

    /** The dollars, with what PostgreSQL takes for letters between them, that open or end a string of its. */
    private static final Pattern DOLLARS = Pattern.compile("\\$[a-zA-Z0-9_[^\\x00-\\x7F]]*+\\$");

    private final List<String> names;
    private final Set<String> sealedColumns;

    /**
     * @param names the names, as {@link Folding#comparable} makes them
     * @param sealedColumns those of sealed columns, made so too; they guard nothing by themselves
     */
    public GuardedNames(Collection<String> names, Collection<String> sealedColumns) {
        this.sealedColumns = Set.copyOf(sealedColumns);
        TreeSet<String> all = new TreeSet<>();
        for (String name : names) {
            all.add(name);
            all.add(name.replace("\"", "\"\""));
            all.add(name.replace("`", "``"));
        }
        this.names = List.copyOf(all);
    }

    /**
     * Whether the text may name a guarded thing. An identifier with an escape character of its own ({@code UESCAPE})
     * may be anything.
     */
    public boolean in(String sql) {
        String text = Folding.comparable(sql);
        return contains(text)
                // Drivers cut words that are in an escape.
                || text.indexOf('{') >= 0 && names.stream().anyMatch(text::contains)
                || UNICODE_IDENTIFIER.matcher(sql).find()
                        && (OWN_ESCAPE.matcher(sql).find() || contains(Folding.comparable(decoded(sql))));
    }

    /** Whether an identifier, as {@link Folding#comparable} makes it, is guarded. */
    boolean has(String comparable) {
        return names.contains(comparable);
    }

    /** Whether an identifier, as {@link Folding#comparable} makes it, is the name of a sealed column. */
    boolean isSealedColumn(String comparable) {
        return sealedColumns.contains(comparable);
    }

    private boolean contains(String sql) {
        for (String name : names) {
            if (contains(sql, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(String sql, String name) {
        for (int at = sql.indexOf(name); at >= 0; at = sql.indexOf(name, at + 1)) {
            if (isWhole(sql, at, at + name.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWhole(String sql, int begin, int end) {
        return (begin == 0 || isBehindMark(sql, begin) || !isNamePart(sql.codePointBefore(begin)))
                && (end == sql.length()
                        || mayBeCut(sql, begin, end)
                        || DOLLARS.matcher(sql).region(end, sql.length()).lookingAt()
                        || !isNamePart(sql.codePointAt(end)));
    }

    /** Behind the version of a comment that MariaDB executes, or behind the dollars that open a string. */
    private static boolean isBehindMark(String sql, int begin) {
        int at = begin;
        while (at > 0 && sql.charAt(at - 1) >= '0' && sql.charAt(at - 1) <= '9') {
            at--;
        }
        return at < begin && at > 0 && sql.charAt(at - 1) == '!' || isBehindDollars(sql, begin);
    }

    /** PostgreSQL's string may begin behind {@code $$} and behind {@code $a$}. */
    private static boolean isBehindDollars(String sql, int begin) {
        if (begin < 2 || sql.charAt(begin - 1) != '$') {
            return false;
        }
        int at = begin - 1;
        while (at > 0 && sql.charAt(at - 1) != '$' && Lexer.isWordPart(sql.charAt(at - 1))) {
            at--;
        }
        return at > 0 && sql.charAt(at - 1) == '$';
    }

    /**
     * Whether PostgreSQL could cut a name that goes on behind {@code end} to the one that ends there: it keeps 63 bytes,
     * less what it would need to keep half a character.
     */
    private static boolean mayBeCut(String sql, int begin, int end) {
        return Token.bytes(sql.substring(begin, end)) > Token.LONGEST_NAME - 4;
    }

    /**
     * Whether a character makes a name beside it another name in every database. Spaces beyond ASCII do not: H2 takes them
     * for spaces where PostgreSQL takes them for letters.
     */
    private static boolean isNamePart(int c) {
        return c == '_'
                || c == '$'
                || Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private static String decoded(String sql) {
        Matcher escapes = UNICODE_ESCAPE.matcher(sql);
        StringBuilder text = new StringBuilder(sql.length());
        while (escapes.find()) {
            int codePoint = Integer.parseInt(escapes.group(1) != null ? escapes.group(1) : escapes.group(2), 16);
            String character = Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : escapes.group();
            escapes.appendReplacement(text, Matcher.quoteReplacement(character));
        }
        return escapes.appendTail(text).toString();
    }
}

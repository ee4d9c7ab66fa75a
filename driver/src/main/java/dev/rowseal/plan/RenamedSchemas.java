package dev.rowseal.plan;

import dev.rowseal.catalog.Folding;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A schema that gets another name, and with it each sealed table in it, which the text names nowhere: under the new name it would be
 * taken for another table.
 */
final class RenamedSchemas {

    /** Behind ALTER, and behind SCHEMA, there is no letter; a comment may be there that nobody here looks for the end of. */
    private static final Pattern ALTER =
            Pattern.compile("\\balter(?:[\\s\\p{Z}\\p{Cntrl}]++schema\\b|[\\s\\p{Z}\\p{Cntrl}]*+(/\\*|--|//))");

    private static final Pattern RENAME = Pattern.compile("\\brename\\b");

    private static final Pattern NAME_OR_COMMENT = Pattern.compile("\"[^\"]*+\"|;|/\\*|--|//");

    private RenamedSchemas() {}

    /** Refuses a text that may give a schema another name. */
    static void refuse(String sql) throws Refusal {
        if (mayRename(Folding.comparable(sql))) {
            throw Refusal.of(
                    "it gives a schema another name, and so its sealed tables, if it has any",
                    "rename it through the plain driver while no application runs, and in the policy");
        }
    }

    private static boolean mayRename(String text) {
        int last = text.contains("schema") ? text.lastIndexOf("rename") : -1;
        if (last < 0) {
            return false;
        }
        Matcher alter = ALTER.matcher(text);
        while (alter.find() && alter.start() < last) {
            boolean schema = alter.group(1) == null || text.indexOf("schema", alter.end()) >= 0;
            int end = alter.group(1) == null ? end(text, alter.end()) : text.length();
            if (schema && RENAME.matcher(text).region(alter.end(), end).find()) {
                return true;
            }
        }
        return false;
    }

    /** Where a statement ends: at the next semicolon, unless a comment begins before. */
    private static int end(String text, int from) {
        Matcher next = NAME_OR_COMMENT.matcher(text).region(from, text.length());
        while (next.find()) {
            if (next.group().equals(";")) {
                return next.start();
            }
            if (!next.group().startsWith("\"")) {
                break;
            }
        }
        return text.length();
    }
}

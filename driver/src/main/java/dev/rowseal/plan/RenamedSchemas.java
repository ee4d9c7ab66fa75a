package dev.rowseal.plan;

import dev.rowseal.catalog.Folding;
import java.util.regex.Pattern;

/**
 * A schema that gets another name, and with it each sealed table in it, which the text names nowhere: under the new name it would be
 * taken for another table.
 */
final class RenamedSchemas {

    /** Where comments may be between the words, the words and their order must do. */
    private static final Pattern RENAMES = Pattern.compile("(?s)\\balter[\\s\\p{Z}\\p{Cntrl}]++schema\\b.*\\brename\\b"
            + "|^(?=.*(?:/\\*|--|//)).*\\balter\\b.*\\bschema\\b.*\\brename\\b");

    private RenamedSchemas() {}

    /** Refuses a text that may give a schema another name. */
    static void refuse(String sql) throws Refusal {
        if (mayRename(Folding.comparable(sql))) {
            throw Refusal.of(
                    "it gives a schema another name, and so its sealed tables, if it has any",
                    "rename it through the plain driver while no application runs, and in the policy");
        }
    }

    private static boolean mayRename(String comparable) {
        return comparable.contains("schema")
                && comparable.contains("rename")
                && RENAMES.matcher(comparable).find();
    }
}

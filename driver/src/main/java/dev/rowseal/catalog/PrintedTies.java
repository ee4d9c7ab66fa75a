package dev.rowseal.catalog;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the views and synonyms that lead to a table. H2 and MariaDB do not record what a view reads, but print it with
 * every name in quotes; so a view is tied when its text holds the quoted name of a table or of another tied relation, in
 * whatever schema: some that only look so are tied too, none is missed.
 */
final class PrintedTies {

    /**
     * A view or synonym.
     *
     * @param name its name
     * @param text what it stands for, with every name in quotes; null when the database does not tell
     * @param kind what it is, for messages
     */
    record Definition(StoredName name, @Nullable String text, String kind) {}

    private final Folding folding;

    PrintedTies(Folding folding) {
        this.folding = folding;
    }

    Map<StoredName, String> of(Set<StoredName> tables, List<Definition> definitions) {
        Set<String> reached = new LinkedHashSet<>();
        tables.forEach(table -> reached.add(quoted(table)));
        Map<StoredName, String> ties = new LinkedHashMap<>();
        boolean grew = !tables.isEmpty();
        while (grew) {
            grew = false;
            for (Definition definition : definitions) {
                if (!ties.containsKey(definition.name()) && leadsTo(reached, definition.text())) {
                    ties.put(definition.name(), reason(definition.kind()));
                    reached.add(quoted(definition.name()));
                    grew = true;
                }
            }
        }
        return ties;
    }

    private String quoted(StoredName name) {
        return folding.quote(Folding.comparable(name.name()));
    }

    private static boolean leadsTo(Set<String> reached, @Nullable String text) {
        if (text == null) {
            return true;
        }
        String comparable = Folding.comparable(text);
        return reached.stream().anyMatch(comparable::contains);
    }

    private static String reason(String kind) {
        return "it is a " + kind + " that may reach a sealed table; name the table itself";
    }
}

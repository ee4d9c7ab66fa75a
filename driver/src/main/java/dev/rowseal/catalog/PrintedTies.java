package dev.rowseal.catalog;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the views and synonyms that lead to a table. H2 and MariaDB do not record what a view reads, but print it with
 * every name in quotes, MariaDB without where the session that made the view wanted none; so a view is tied when its text
 * holds the quoted name of a table or of another tied relation, in whatever schema, or in MariaDB the name as a word: some
 * that only look so are tied too, none is missed.
 */
final class PrintedTies {

    /**
     * A view or synonym.
     *
     * @param name its name
     * @param text what it stands for, as the database prints it; null when the database does not tell
     * @param kind what it is, for messages
     */
    record Definition(StoredName name, @Nullable String text, String kind) {}

    private final Folding folding;

    PrintedTies(Folding folding) {
        this.folding = folding;
    }

    Map<StoredName, String> of(Set<StoredName> tables, List<Definition> definitions) {
        Set<String> reached = new LinkedHashSet<>();
        tables.forEach(table -> reached.add(Folding.comparable(table.name())));
        Map<StoredName, String> ties = new LinkedHashMap<>();
        boolean grew = !tables.isEmpty();
        while (grew) {
            grew = false;
            for (Definition definition : definitions) {
                if (!ties.containsKey(definition.name()) && leadsTo(reached, definition.text())) {
                    ties.put(definition.name(), reason(definition.kind()));
                    reached.add(Folding.comparable(definition.name().name()));
                    grew = true;
                }
            }
        }
        return ties;
    }

    private boolean leadsTo(Set<String> reached, @Nullable String text) {
        if (text == null) {
            return true;
        }
        String comparable = Folding.comparable(text);
        return reached.stream()
                .anyMatch(name ->
                        comparable.contains(folding.quote(name)) || folding.alike() && isWord(name, comparable));
    }

    private static boolean isWord(String name, String text) {
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            int end = at + name.length();
            boolean begins = at == 0 || !isWordPart(text.charAt(at - 1));
            if (begins && (end == text.length() || !isWordPart(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c >= 0x80;
    }

    private static String reason(String kind) {
        return "it is a " + kind + " that may reach a sealed table; name the table itself";
    }
}

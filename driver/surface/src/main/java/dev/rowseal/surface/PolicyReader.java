package dev.rowseal.surface;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the policy's text. A heading is {@code interface java.sql.X -> Class [extends Hand]}; below it stands one line
 * per method, {@code [LATER] VERB name(type, type) [: way out]}; {@code #} begins a comment.
 */
final class PolicyReader {

    private static final Pattern HEADING =
            Pattern.compile("interface\\s+([\\w.]+)\\s*->\\s*(\\w+)(?:\\s+extends\\s+(\\w+))?");
    private static final Pattern METHOD =
            Pattern.compile("(LATER\\s+)?([A-Z]+)\\s+(\\w+)\\s*\\(([^)]*)\\)\\s*(?::\\s*(\\S.*))?");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    private final Problems problems;
    private final List<PolicySection> sections = new ArrayList<>();

    private PolicyReader(Problems problems) {
        this.problems = problems;
    }

    /** The sections of a policy. What cannot be understood is reported and left out. */
    static List<PolicySection> read(List<String> text, Problems problems) {
        PolicyReader reader = new PolicyReader(problems);
        for (int i = 0; i < text.size(); i++) {
            reader.accept(i + 1, text.get(i));
        }
        if (reader.sections.isEmpty()) {
            problems.at(1, "the policy has no section");
        }
        return List.copyOf(reader.sections);
    }

    private void accept(int line, String raw) {
        int comment = raw.indexOf('#');
        String text = (comment < 0 ? raw : raw.substring(0, comment)).strip();
        if (text.isEmpty()) {
            return;
        }
        Matcher heading = HEADING.matcher(text);
        if (heading.matches()) {
            open(line, heading);
            return;
        }
        Matcher method = METHOD.matcher(text);
        if (!method.matches()) {
            problems.at(line, "neither a heading nor a decision: " + text);
        } else if (sections.isEmpty()) {
            problems.at(line, "a decision before the first heading");
        } else {
            decide(line, method);
        }
    }

    private void open(int line, Matcher heading) {
        String name = heading.group(1);
        if (sections.stream().anyMatch(known -> known.interfaceName().equals(name))) {
            problems.at(line, "a second section for " + name);
        }
        sections.add(new PolicySection(line, name, heading.group(2), heading.group(3), new ArrayList<>()));
    }

    private void decide(int line, Matcher method) {
        Verb verb = verb(line, method.group(2));
        if (verb == null) {
            return;
        }
        boolean later = method.group(1) != null;
        String wayOut = method.group(5);
        String types = String.join(", ", COMMA.split(method.group(4).strip()));
        String signature = method.group(3) + "(" + types + ")";
        if (later && verb != Verb.HAND && verb != Verb.DEFAULT) {
            problems.at(line, "what the compiling JDK does not have is LATER HAND or LATER DEFAULT: " + signature);
        }
        if (!later && verb == Verb.DEFAULT) {
            problems.at(line, "DEFAULT is only for LATER: " + signature);
        }
        if ((wayOut != null) != (verb == Verb.REFUSE)) {
            problems.at(line, "a way out after a colon belongs to REFUSE, and REFUSE needs one: " + signature);
        }
        sections.get(sections.size() - 1).lines().add(new PolicyLine(line, verb, later, signature, wayOut));
    }

    private @Nullable Verb verb(int line, String word) {
        for (Verb verb : Verb.values()) {
            if (verb.name().equals(word)) {
                return verb;
            }
        }
        problems.at(line, "unknown verb " + word);
        return null;
    }
}

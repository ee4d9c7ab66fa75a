package dev.rowseal.policy;

import dev.rowseal.failure.Misconfigured;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Turns text into {@link Yaml}, from the parser's events: nothing is constructed, resolved or converted. Refuses what
 * a policy has no use for and what makes a file mean something else than it seems to: tags, anchors, aliases,
 * directives, a second document, duplicate keys, deep nesting. Not thread-safe; one use.
 */
final class YamlReader {

    /** A policy is five levels deep. */
    private static final int MOST_LEVELS = 16;

    private static final int MOST_CODE_POINTS = 1 << 20;

    private final String source;
    private final Iterator<Event> events;

    private YamlReader(String source, Iterator<Event> events) {
        this.source = source;
        this.events = events;
    }

    /**
     * @param text the whole file
     * @param source what messages call it
     * @return its only document, or null when there is none
     * @throws Misconfigured when it is not the YAML that a policy may use
     */
    static @Nullable Yaml read(String text, String source) {
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setCodePointLimit(MOST_CODE_POINTS)
                .build();
        try {
            return new YamlReader(source, new ParserImpl(settings, new StreamReader(settings, text))).stream();
        } catch (Complaint complaint) {
            throw new Misconfigured(complaint.text());
        } catch (MarkedYamlEngineException e) {
            // Not kept as the cause: its message quotes lines of the file, where a secret may stand by mistake.
            Position position = position(source, e.getProblemMark().or(e::getContextMark));
            throw new Misconfigured(
                    position + ": not YAML: " + e.getProblem() + "; correct this line or the one above");
        } catch (YamlEngineException e) {
            throw new Misconfigured(source + ": not YAML: a character that YAML does not allow, or more than "
                    + MOST_CODE_POINTS + " characters; write it as UTF-8 text");
        }
    }

    private @Nullable Yaml stream() {
        next();
        Event start = next();
        if (start instanceof StreamEndEvent) {
            return null;
        }
        refuseDirectives(start);
        Yaml document = node(next(), 0);
        if (!(next() instanceof DocumentEndEvent)) {
            throw new IllegalStateException("a YAML document that does not end");
        }
        Event after = next();
        if (after instanceof DocumentStartEvent) {
            throw new Complaint(position(after), "a second YAML document; keep one and remove this '---'");
        }
        return document;
    }

    private void refuseDirectives(Event event) {
        if (event instanceof DocumentStartEvent start
                && (start.getSpecVersion().isPresent() || !start.getTags().isEmpty())) {
            throw new Complaint(position(event), "a YAML directive; remove the lines that begin with '%'");
        }
    }

    private Event next() {
        return events.next();
    }

    private Yaml node(Event event, int level) {
        Position position = position(event);
        if (level > MOST_LEVELS) {
            throw new Complaint(position, "nested more than " + MOST_LEVELS + " levels deep; a policy is not");
        }
        refuseIndirection(event, position);
        if (event instanceof ScalarEvent scalar) {
            return new Yaml.Text(scalar.getValue(), scalar.isPlain(), position);
        }
        return event instanceof MappingStartEvent ? mapping(position, level) : sequence(position, level);
    }

    private static void refuseIndirection(Event event, Position position) {
        if (event instanceof AliasEvent) {
            throw new Complaint(position, "a YAML alias ('*'); write the thing itself, or quote the text");
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw new Complaint(position, "a YAML anchor ('&'); remove it, or quote the text");
        }
        Optional<String> tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent start ? start.getTag() : Optional.empty();
        if (tag.isPresent()) {
            throw new Complaint(position, "a YAML tag ('!'); remove it, or quote the text");
        }
    }

    private Yaml mapping(Position position, int level) {
        List<Yaml.Field> fields = new ArrayList<>();
        Map<String, Position> seen = new HashMap<>();
        for (Event event = next(); !(event instanceof MappingEndEvent); event = next()) {
            if (!(node(event, level + 1) instanceof Yaml.Text key)) {
                throw new Complaint(position(event), "a key that is not a text; write 'key: value'");
            }
            Position earlier = seen.putIfAbsent(key.text(), key.position());
            if (earlier != null) {
                throw new Complaint(
                        key.position(),
                        "duplicate key '" + Shown.of(key.text()) + "', first in line " + earlier.line()
                                + "; keep one of them");
            }
            fields.add(new Yaml.Field(key, node(next(), level + 1)));
        }
        return new Yaml.Fields(List.copyOf(fields), position);
    }

    private Yaml sequence(Position position, int level) {
        List<Yaml> items = new ArrayList<>();
        for (Event event = next(); !(event instanceof SequenceEndEvent); event = next()) {
            items.add(node(event, level + 1));
        }
        return new Yaml.Items(List.copyOf(items), position);
    }

    private Position position(Event event) {
        return position(source, event.getStartMark());
    }

    private static Position position(String source, Optional<Mark> mark) {
        return new Position(source, mark.map(place -> place.getLine() + 1).orElse(0));
    }
}

package dev.rowseal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.kms.Kms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {

    private static final Kms.KeyContext KEY =
            new Kms.KeyContext("clinic", "public.pat\"ient\nevent=key.destroyed", 17, "data");

    @Test
    void everyTermIsOneOfItsOwn() {
        assertThat(Arrays.stream(Event.values()).map(Event::term))
                .doesNotHaveDuplicates()
                .allMatch(term -> term.matches("[a-z]+\\.[a-z-]+"));
    }

    @Test
    void whatHappensIsCounted() {
        long before = Events.count(Event.CACHE_HIT);
        Events.counted(Event.CACHE_HIT);
        Events.counted(Event.CACHE_HIT);
        assertThat(Events.count(Event.CACHE_HIT)).isEqualTo(before + 2);
        assertThat(Events.counts()).containsOnlyKeys(Event.values());
    }

    @Test
    void aNameBeginsNoLineAndNoFieldOfItsOwn() {
        assertThat(AuditLog.line(Event.KEY_RETIRED, KEY, "generation 2", -1))
                .isEqualTo("event=key.retired namespace=\"clinic\""
                        + " owner=\"public.pat\\u0022ient\\u000aevent=key.destroyed\" key=17 purpose=\"data\""
                        + " about=\"generation 2\"");
        assertThat(AuditLog.line(Event.KEY_UNWRAP_FAILED, KEY, "RS003 kms:x", 5_000_999))
                .endsWith(" about=\"RS003 kms:x\" micros=5000");
        assertThat(AuditLog.line(Event.STATEMENT_REFUSED, "it is \"refused\" \u2028"))
                .isEqualTo("event=statement.refused about=\"it is \\u0022refused\\u0022 \\u2028\"");
    }

    @Test
    void whatIsKeptBackIsCountedAtOnce() {
        long before = Events.count(Event.KEY_MADE);
        try (Untold untold = new Untold()) {
            untold.ofKey(Event.KEY_MADE, KEY, "generation 1");
            assertThat(Events.count(Event.KEY_MADE)).isEqualTo(before + 1);
        }
        assertThat(Events.count(Event.KEY_MADE)).isEqualTo(before + 1);
    }

    @Test
    void theFlightRecorderHasThem(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.rowseal.Cache").with("period", "endChunk");
            recording.start();
            try (Untold untold = new Untold()) {
                untold.ofCall(Event.KEY_UNWRAPPED, KEY, "kms:x", System.nanoTime() - 7_000_000);
            }
            Events.ofStatement(Event.NOT_AUTHENTIC, "column patient.ssn holds another row's value");
            Events.counted(Event.CACHE_MISS);
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.rowseal."))
                .toList();
        RecordedEvent key = one(events, "dev.rowseal.Key");
        assertThat(key.getString("event")).isEqualTo("key.unwrapped");
        assertThat(key.getLong("keyId")).isEqualTo(17);
        assertThat(key.getString("about")).isEqualTo("kms:x");
        assertThat(key.getDuration("call").toMillis()).isGreaterThanOrEqualTo(7);
        assertThat(one(events, "dev.rowseal.Statement").getString("event")).isEqualTo("value.not-authentic");
        assertThat(events.stream()
                        .filter(event -> event.getEventType().getName().equals("dev.rowseal.Cache"))
                        .mapToLong(event -> event.getLong("misses"))
                        .sum())
                .isGreaterThanOrEqualTo(1);
    }

    private static RecordedEvent one(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

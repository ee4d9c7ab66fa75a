package dev.rowseal.seal;

import static dev.rowseal.second.SecondCrypto.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.key.CommitmentChecks;
import dev.rowseal.memory.Secret;
import dev.rowseal.second.SecondEnvelope;
import dev.rowseal.second.SecondRefusal;
import dev.rowseal.second.SecondValues;
import dev.rowseal.value.Equality;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueCodec;
import dev.rowseal.vectors.Values;
import dev.rowseal.vectors.Vector;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each case of a vector says of both implementations. */
final class VectorChecks {

    private VectorChecks() {}

    static void check(Vector vector) {
        switch (vector.get("case")) {
            case "envelope" -> envelope(vector);
            case "text" -> text(vector);
            case "value" -> value(vector);
            case "row-id" -> rowId(vector);
            case "index" -> index(vector);
            case "commitment" -> CommitmentChecks.check(vector);
            default -> throw new AssertionError(vector.get("case"));
        }
    }

    private static void envelope(Vector vector) {
        byte[] envelope = vector.bytes("envelope");
        try (DataKey key = key(vector)) {
            if (vector.get("outcome").equals("opens")) {
                opens(vector, key, envelope);
                return;
            }
            assertThatThrownBy(() -> Sealer.open(key, column(vector), row(vector), envelope))
                    .isInstanceOf(NotAuthentic.class)
                    .hasMessageContaining(vector.get("table") + "." + vector.get("column"))
                    .hasMessageNotContaining(
                            hex(envelope).length() > 14 ? hex(envelope).substring(14) : "f71e");
            // By way of the text form, written by hand: the driver's way in where cells are text.
            assertThatThrownBy(() -> Sealer.open(
                            key, column(vector), row(vector), Envelope.fromText(SecondEnvelope.toText(envelope))))
                    .isInstanceOf(NotAuthentic.class);
            assertThatThrownBy(() -> second(vector).open(envelope)).isInstanceOf(SecondRefusal.class);
        }
    }

    private static void opens(Vector vector, DataKey key, byte[] envelope) {
        Value value = Values.of(vector.get("class"), vector.value());
        int pad = (int) vector.number("pad");
        SecondEnvelope second = second(vector);
        byte[] plaintext = vector.bytes("plaintext");
        byte[] runId = vector.bytes("run-id");
        byte[] nonce = vector.bytes("nonce");
        // Every intermediate value.
        assertThat(row(vector).bytes()).isEqualTo(vector.bytes("row-id-bytes")).isEqualTo(second.rowId());
        assertThat(ValueCodec.encode(value, pad))
                .isEqualTo(plaintext)
                .isEqualTo(SecondValues.encode(vector.get("class"), vector.value(), pad));
        assertThat(column(vector).associatedData(1, key.keyId(), row(vector)))
                .isEqualTo(vector.bytes("associated-data"))
                .isEqualTo(second.associatedData());
        RunKey runKey = new RunKey();
        key.runKeys().load(RunId.at(runId, 0), runKey);
        assertThat(runKey.getEncoded()).isEqualTo(vector.bytes("run-key")).isEqualTo(second.runKey(runId));
        // Sealing.
        assertThat(Sealer.dangerouslySealWithGivenNonce(key, column(vector), row(vector), value, pad, runId, nonce))
                .isEqualTo(envelope)
                .isEqualTo(second.seal(plaintext, runId, nonce));
        // Opening, from bytes and from text.
        assertThat(text(Sealer.open(key, column(vector), row(vector), envelope)))
                .isEqualTo(vector.value());
        assertThat(Envelope.toText(envelope)).isEqualTo(vector.get("text")).isEqualTo(SecondEnvelope.toText(envelope));
        assertThat(text(Sealer.open(key, column(vector), row(vector), Envelope.fromText(vector.get("text")))))
                .isEqualTo(vector.value());
        assertThat(SecondValues.decode(vector.get("class"), second.open(envelope)))
                .isEqualTo(vector.value());
        assertThat(Envelope.looksSealed(envelope)).isTrue();
        assertThat(Envelope.keyId(envelope)).isEqualTo(vector.number("key-id"));
    }

    private static void text(Vector vector) {
        String text = vector.get("text").substring(1, vector.get("text").length() - 1);
        if (vector.get("outcome").equals("opens")) {
            byte[] envelope = vector.bytes("envelope");
            assertThat(Envelope.fromText(text)).isEqualTo(envelope).isEqualTo(SecondEnvelope.fromText(text));
            assertThat(Envelope.toText(envelope)).isEqualTo(text);
            assertThat(Envelope.looksSealed(text)).isTrue();
            return;
        }
        assertThat(Envelope.looksSealed(text)).isFalse();
        assertThatThrownBy(() -> Envelope.fromText(text)).isInstanceOf(NotAuthentic.class);
        assertThatThrownBy(() -> {
                    byte[] bytes = SecondEnvelope.fromText(text);
                    if (bytes.length < 48 || !hex(bytes).startsWith("f71e")) {
                        throw new NotAuthentic("structure");
                    }
                })
                .isInstanceOfAny(SecondRefusal.class, NotAuthentic.class);
    }

    private static void value(Vector vector) {
        String valueClass = vector.get("class");
        byte[] plaintext = vector.bytes("plaintext");
        ColumnContext column = ColumnContext.of("clinic-prod", "t", "c", Values.valueClass(valueClass));
        RowId row = RowId.of(List.of(new Value.Int(1)));
        try (DataKey key = DataKey.of(1, Secret.random(), RunLimits.DEFAULT)) {
            byte[] envelope = key.seal(plaintext, column.associatedData(1, 1, row));
            if (vector.get("outcome").equals("decodes")) {
                assertThat(text(ValueCodec.decode(plaintext, column.valueClass())))
                        .isEqualTo(vector.value());
                assertThat(text(Sealer.open(key, column, row, envelope))).isEqualTo(vector.value());
                assertThat(SecondValues.decode(valueClass, plaintext)).isEqualTo(vector.value());
                return;
            }
            assertThatThrownBy(() -> ValueCodec.decode(plaintext, column.valueClass()))
                    .isInstanceOf(NotAuthentic.class);
            assertThatThrownBy(() -> Sealer.open(key, column, row, envelope))
                    .isInstanceOf(NotAuthentic.class)
                    .hasMessageContaining("t.c");
            assertThatThrownBy(() -> SecondValues.decode(valueClass, plaintext)).isInstanceOf(SecondRefusal.class);
        }
    }

    private static void rowId(Vector vector) {
        if (vector.get("outcome").equals("encodes")) {
            assertThat(row(vector).bytes())
                    .isEqualTo(vector.bytes("row-id-bytes"))
                    .isEqualTo(SecondValues.rowId(vector.row()));
            return;
        }
        assertThatThrownBy(() -> row(vector)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void index(Vector vector) {
        Equality equality =
                Equality.valueOf(vector.get("equality").toUpperCase(Locale.ROOT).replace('-', '_'));
        Value value = Values.of(vector.get("class"), vector.value());
        try (IndexKey key = IndexKey.of(secret(vector.get("dek")), vector.get("group"))) {
            if (vector.get("outcome").equals("refused")) {
                assertThatThrownBy(() -> key.blindIndex(value, equality)).isInstanceOf(IllegalArgumentException.class);
                return;
            }
            assertThat(IndexKey.info(vector.get("group"))).isEqualTo(vector.bytes("info"));
            assertThat(key.blindIndex(value, equality))
                    .isEqualTo(vector.bytes("index"))
                    .isEqualTo(SecondValues.blindIndex(
                            vector.bytes("index-key"), vector.get("class"), vector.value(), vector.get("equality")));
        }
    }

    private static String text(Value value) {
        return Values.text(value);
    }

    private static DataKey key(Vector vector) {
        return DataKey.of(vector.number("key-id"), secret(vector.get("dek")), RunLimits.DEFAULT);
    }

    private static Secret secret(String hex) {
        return Secret.take(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    private static ColumnContext column(Vector vector) {
        return ColumnContext.of(
                vector.get("namespace"),
                vector.get("table"),
                vector.get("column"),
                Values.valueClass(vector.get("class")));
    }

    private static RowId row(Vector vector) {
        return RowId.of(vector.row().stream()
                .map((Map.Entry<String, String> component) -> Values.of(component.getKey(), component.getValue()))
                .toList());
    }

    private static SecondEnvelope second(Vector vector) {
        return new SecondEnvelope(
                vector.bytes("dek"),
                vector.number("key-id"),
                vector.get("namespace"),
                vector.get("table"),
                vector.get("column"),
                vector.get("class"),
                SecondValues.rowId(vector.row()));
    }
}

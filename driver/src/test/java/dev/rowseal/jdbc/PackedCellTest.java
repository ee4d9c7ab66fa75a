package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.catalog.Storage;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.plan.PackedOrigin;
import dev.rowseal.plan.RowIdSource;
import dev.rowseal.seal.ColumnContext;
import dev.rowseal.seal.Envelope;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a cell that brings its origin and row id along, and that all else is refused without being shown. */
class PackedCellTest {

    private static final UUID ID = UUID.fromString("6f1c7a70-3c7e-4f1e-9d36-0a4b5c6d7e8f");

    private static final String ENVELOPE = HexFormat.of().formatHex(Envelope.pending(7));
    private static final SealedColumn SSN = column("ssn", Storage.BINARY);
    private static final SealedColumn NOTE = column("note", Storage.TEXT);
    private static final List<RowIdColumn> ROW_ID =
            List.of(part("a", "bigint"), part("b", "varchar(9)"), part("c", "uuid"));
    private static final SealedTable TABLE = new SealedTable(
            "public",
            "patient",
            "public.patient",
            ROW_ID,
            Map.of("ssn", SSN, "note", NOTE),
            List.of(),
            Set.of(),
            false);
    private static final RowIdSource.Packed PACKED = new RowIdSource.Packed(Map.of(
            0, new PackedOrigin(TABLE, SSN, null),
            1, new PackedOrigin(TABLE, NOTE, null),
            2, new PackedOrigin(TABLE, SSN, new RowIdSource.Given(ROW_ID, List.of(), false))));

    private static SealedColumn column(String name, Storage storage) {
        return new SealedColumn(
                "patient",
                name,
                DeclaredType.parse("text"),
                storage,
                1,
                ColumnContext.of("test", "public.patient", name, ValueClass.TEXT),
                null);
    }

    private static RowIdColumn part(String name, String type) {
        return new RowIdColumn(name, DeclaredType.parse(type), true);
    }

    private static @Nullable PackedCell read(@Nullable String text) {
        return PackedCell.read(text, SSN, PACKED);
    }

    @Test
    void aCellTellsItsOriginItsRowAndItsEnvelope() {
        PackedCell cell = read("0:-5.c3a4." + ID + ":" + ENVELOPE.toUpperCase(Locale.ROOT));

        assertThat(cell).isNotNull();
        assertThat(cell.origin()).isSameAs(PACKED.origins().get(0));
        assertThat(cell.rowId())
                .isEqualTo(RowId.of(List.of(new Value.Int(-5), new Value.Text("ä"), new Value.Uuid(ID))));
        assertThat(cell.envelope()).isEqualTo(Envelope.pending(7));
    }

    @Test
    void aColumnOfTextHasItsEnvelopeAsText() {
        PackedCell cell = read("1:1.." + ID + ":" + Envelope.toText(Envelope.pending(7)));

        assertThat(cell).isNotNull();
        assertThat(cell.rowId()).isEqualTo(RowId.of(List.of(new Value.Int(1), new Value.Text(""), new Value.Uuid(ID))));
        assertThat(cell.envelope()).isEqualTo(Envelope.pending(7));
    }

    @Test
    void aRowThatTheStatementFixesIsNotInTheCell() {
        PackedCell cell = read("2::" + ENVELOPE);

        assertThat(cell).isNotNull();
        assertThat(cell.rowId()).isNull();
    }

    @Test
    void nullIsNull() {
        assertThat(read(null)).isNull();
    }

    /** MARK stands for what must not be repeated: it may be a plaintext that somebody put there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MARK",
                ":",
                "::",
                "0:",
                "0::",
                "MARK:1.61.ID:ENVELOPE",
                "9:1.61.ID:ENVELOPE",
                "-1:1.61.ID:ENVELOPE",
                "99999999999:1.61.ID:ENVELOPE",
                "0:MARK.61.ID:ENVELOPE",
                "0:99999999999999999999.61.ID:ENVELOPE",
                "0:1.MARK.ID:ENVELOPE",
                "0:1.6.ID:ENVELOPE",
                "0:1.61.MARK:ENVELOPE",
                "0:1.61:ENVELOPE",
                "0:1.61.ID.1:ENVELOPE",
                "0:.61.ID:ENVELOPE",
                "0::ENVELOPE",
                "0:1.61.ID:MARK",
                "0:1.61.ID:",
                "0:1.61.ID:ENVELOPE:MARK",
                "0:1.61.ID:ENVELOPE0",
                "0:1.61.ID:4d41524b",
                "1:1.61.ID:ENVELOPE",
                "1:1.61.ID:rs1.MARK",
                "2:1.61.ID:ENVELOPE",
            })
    void whatElseIsInSuchACellIsAnErrorThatRepeatsNothing(String text) {
        String cell = text.replace("ID", ID.toString()).replace("ENVELOPE", ENVELOPE);

        assertThatThrownBy(() -> read(cell))
                .isInstanceOf(RowsealFailure.class)
                .hasMessageContaining("column patient.")
                .hasMessageNotContainingAny("MARK", "f71e", ID.toString())
                .hasNoCause();
    }
}

package dev.rowseal.jdbc;

import dev.rowseal.catalog.Index;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.catalog.Storage;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.PlaintextFound;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.Departure;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Lease;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.Envelope;
import dev.rowseal.seal.IndexKey;
import dev.rowseal.seal.RowId;
import dev.rowseal.seal.Sealer;
import dev.rowseal.value.Value;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Values to cells and back, under keys that are leased for each. A cell is what the database stores: bytes, or their
 * text. Safe for use by many threads. Throws {@link dev.rowseal.failure.RowsealFailure}.
 */
final class Cells {

    /** What no value's blind index is, but for a chance of 2⁻¹²⁸: it is looked for where nothing can be found. */
    private static final byte[] NOTHING = new byte[IndexKey.LENGTH];

    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final KeyRing ring;

    Cells(KeyRing ring) {
        this.ring = ring;
    }

    /** This moment, before something is sealed. */
    Departure departure() {
        return ring.departure();
    }

    /** As {@link KeyRing#requireArrived}; what was sealed here each departure was told. */
    void requireArrived(SealedTable table, Departure departed) {
        if (departed.hasSealed()) {
            ring.requireArrived(table.id(), departed);
        }
    }

    /** The envelope of a value. */
    byte[] seal(Departure departed, SealedTable table, SealedColumn column, RowId row, Value value) {
        try (Lease<DataKey> lease = ring.sealing(table.id(), departed)) {
            return Sealer.seal(lease.key(), column.context(), row, value, column.pad() > 1 ? column.pad() : 0);
        }
    }

    /** What stands for a value of a table until its row's id is known. */
    byte[] pending(Departure departed, SealedTable table) {
        try (Lease<DataKey> lease = ring.sealing(table.id(), departed)) {
            return Envelope.pending(lease.key().keyId());
        }
    }

    /** The blind index of a value, or of nothing when there is no value that it could equal. */
    byte[] index(SealedColumn column, @Nullable Value value) {
        Index index = indexOf(column);
        if (value == null) {
            return NOTHING.clone();
        }
        try (Lease<IndexKey> lease = ring.indexing(index.group())) {
            return lease.key().blindIndex(value, index.equality());
        }
    }

    private static Index indexOf(SealedColumn column) {
        if (column.index() == null) {
            throw new IllegalStateException("a column without a lookup came here");
        }
        return column.index();
    }

    /** The text form of a cell of a column. */
    static String text(byte[] envelope) {
        return Envelope.toText(envelope);
    }

    /** The text form of a blind index. */
    static String indexText(byte[] index) {
        return TEXT.encodeToString(index);
    }

    /**
     * The value in a sealed cell of the current row.
     *
     * @param row the row that the cell must belong to, or null when the row sent no id
     * @return null for NULL
     */
    @Nullable
    Value open(ResultSet rows, int position, SealedTable table, SealedColumn column, @Nullable RowId row)
            throws SQLException {
        byte[] envelope = envelope(rows, position, column);
        return envelope == null ? null : open(envelope, table, column, row);
    }

    /** The value in an envelope that a cell held. */
    Value open(byte[] envelope, SealedTable table, SealedColumn column, @Nullable RowId row) {
        if (row == null) {
            throw new NotAuthentic("column " + column.display() + " holds a value in a row without a row id");
        }
        try (Lease<DataKey> lease = ring.opening(table.id(), Envelope.keyId(envelope))) {
            return Sealer.open(lease.key(), column.context(), row, envelope);
        }
    }

    /** The envelope in a sealed cell of the current row; null for NULL. */
    static byte @Nullable [] envelope(ResultSet rows, int position, SealedColumn column) throws SQLException {
        if (column.storage() == Storage.BINARY) {
            byte[] bytes = rows.getBytes(position);
            return bytes == null ? null : sealed(bytes, column);
        }
        String text = rows.getString(position);
        return text == null ? null : sealed(text, column);
    }

    /** The envelope that a cell's bytes are. */
    static byte[] sealed(byte[] cell, SealedColumn column) {
        if (!Envelope.looksSealed(cell)) {
            throw unsealed(column, Envelope.beginsSealed(cell));
        }
        return cell;
    }

    /** The envelope that a cell's text stands for. */
    static byte[] sealed(String cell, SealedColumn column) {
        if (!Envelope.looksSealed(cell)) {
            throw unsealed(column, cell.startsWith(Envelope.TEXT_PREFIX));
        }
        return Envelope.fromText(cell);
    }

    private static RowsealFailure unsealed(SealedColumn column, boolean begins) {
        return begins
                ? new NotAuthentic("column " + column.display()
                        + " holds a sealed value that was cut or altered, or one of a later version; restore the cell")
                : plaintext(column);
    }

    private static PlaintextFound plaintext(SealedColumn column) {
        return new PlaintextFound("column " + column.display()
                + " holds something that is not a sealed value; find out who wrote it, and seal the column first when"
                + " it held values before it was sealed");
    }

    /**
     * Checks that a row which a lookup found has the value that its index cell says.
     *
     * @throws NotAuthentic when it has another, or the index cell is no index
     */
    void check(ResultSet rows, int index, SealedColumn column, @Nullable Value value) throws SQLException {
        byte[] expected = value == null ? null : index(column, value);
        boolean right;
        if (indexOf(column).storage() == Storage.BINARY) {
            byte[] stored = rows.getBytes(index);
            right = expected == null ? stored == null : MessageDigest.isEqual(stored, expected);
        } else {
            String stored = rows.getString(index);
            right = expected == null ? stored == null : indexText(expected).equals(stored);
        }
        if (!right) {
            throw new NotAuthentic("a lookup on column " + column.display()
                    + " found a row whose index does not belong to its value: it was copied or altered");
        }
    }
}

package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.catalog.DatabaseCatalogue;
import dev.rowseal.catalog.Index;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Lease;
import dev.rowseal.keycache.LeasedKeys;
import dev.rowseal.keytable.JdbcKeyTable;
import dev.rowseal.policy.Policy;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.Envelope;
import dev.rowseal.seal.IndexKey;
import dev.rowseal.seal.RowId;
import dev.rowseal.seal.RunLimits;
import dev.rowseal.seal.Sealer;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.Value;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens stored cells with the keys of a policy, without a statement of the driver's; computes the index that each must have. */
final class StoredCells implements AutoCloseable {

    private final LeasedKeys cache;
    private final KeyRing ring;
    private final DatabaseCatalogue catalogue;
    private final Map<String, Optional<SealedTable>> tables = new HashMap<>();

    /** @param connection over the plain driver; stays the caller's */
    StoredCells(TestDatabase database, Connection connection, Policy policy) {
        this.catalogue = DatabaseCatalogue.read(connection, policy);
        this.cache = LeasedKeys.shared(policy.cache().ttl());
        this.ring = new KeyRing(
                new KeyPolicy(policy.namespace(), policy.kek(), policy.unwrap()),
                new JdbcKeyTable(database::plain, policy.keyTable()),
                cache,
                RunLimits.DEFAULT,
                Clock.systemUTC());
    }

    /** A sealed table by its stored name. */
    SealedTable table(String name) {
        return tables.computeIfAbsent(
                        name,
                        key -> catalogue.resolve(null, key) instanceof SealedTable table
                                ? Optional.of(table)
                                : Optional.empty())
                .orElseThrow(() -> new AssertionError(name + " is not sealed"));
    }

    /** The value that a cell of the current row has for this row's id. */
    Value open(SealedTable table, String column, ResultSet row, byte[] envelope) throws SQLException {
        List<Value> id = new ArrayList<>();
        for (RowIdColumn part : table.rowId()) {
            id.add(part(row, part));
        }
        try (Lease<DataKey> lease = ring.opening(table.id(), Envelope.keyId(envelope))) {
            return Sealer.open(lease.key(), column(table, column).context(), RowId.of(id), envelope);
        }
    }

    private SealedColumn column(SealedTable table, String column) {
        return Objects.requireNonNull(table.sealed().get(catalogue.folding().column(column, true)), column);
    }

    private static Value part(ResultSet row, RowIdColumn part) throws SQLException {
        return switch (part.type().valueClass()) {
            case INTEGER -> new Value.Int(row.getLong(part.name()));
            case TEXT -> new Value.Text(row.getString(part.name()));
            case UUID -> new Value.Uuid(row.getObject(part.name(), UUID.class));
            case DECIMAL -> new Value.Decimal(row.getBigDecimal(part.name()));
            case BINARY -> new Value.Binary(row.getBytes(part.name()));
            default -> throw new AssertionError("no test has a row id of " + part.type());
        };
    }

    /** Fails when an index cell is not the blind index of its value. */
    void requireIndex(SealedTable table, String column, Value value, @Nullable Object stored) {
        Index index = Objects.requireNonNull(column(table, column).index(), column);
        byte[] right;
        try (Lease<IndexKey> lease = ring.indexing(index.group())) {
            right = lease.key().blindIndex(value, index.equality());
        }
        String at = table.name() + "." + index.column() + ", computed anew";
        if (stored instanceof byte[] bytes) {
            assertThat(bytes).as(at).isEqualTo(right);
        } else {
            assertThat(stored)
                    .as(at)
                    .hasToString(Base64.getUrlEncoder().withoutPadding().encodeToString(right));
        }
    }

    @Override
    public void close() {
        ring.close();
        cache.close();
    }
}

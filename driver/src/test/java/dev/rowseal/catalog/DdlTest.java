package dev.rowseal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.policy.Policy;
import dev.rowseal.seal.Envelope;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The CHECK that admits envelopes only, in both storages and with and without an index, on each database. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class DdlTest {

    private final TestDatabase database;
    private final Connection connection;
    private int nextId;

    DdlTest(TestDatabase database) throws SQLException {
        this.database = database;
        this.connection = database.plain();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void binaryStorageAdmitsEnvelopesOnly() throws SQLException {
        guarded(Storage.BINARY, false);
        admits(sealed(48));
        admits(sealed(49));
        admits(sealed(5000));
        admits(Envelope.pending(1));
        admits((Object) null);
        refuses("123-45-6789".getBytes(StandardCharsets.UTF_8));
        refuses(new byte[0]);
        refuses(new byte[48]);
        refuses(sealed(47));
        refuses(Arrays.copyOf(sealed(48), 2));
        refuses(Arrays.copyOf(sealed(48), 3));
        for (int changed = 0; changed < 3; changed++) {
            byte[] envelope = sealed(60);
            envelope[changed] ^= 0x40;
            refuses(envelope);
        }
    }

    @Test
    void textStorageAdmitsEnvelopesOnly() throws SQLException {
        guarded(Storage.TEXT, false);
        String text = Envelope.toText(sealed(48));
        admits(text);
        admits(Envelope.toText(sealed(49)));
        admits(Envelope.toText(sealed(5000)));
        admits(Envelope.toText(Envelope.pending(0xFFFF_FFFFL)));
        admits((Object) null);
        for (String plain : new String[] {
            "",
            "123-45-6789",
            "rs1.",
            "x" + text,
            text + "\n",
            text + " ",
            text + "=",
            text + "ä",
            "\n" + text,
            text.replace("rs1.", "rs1x"),
            text.toUpperCase(java.util.Locale.ROOT),
            text.substring(0, text.length() - 1),
            text.replace("rs1.9x4B", "rs1.9x4C"),
            "rs1." + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[60])
        }) {
            refuses(plain);
        }
    }

    @Test
    void valueAndBinaryIndexAreNullTogether() throws SQLException {
        guarded(Storage.BINARY, true);
        admits(sealed(60), new byte[16]);
        admits(null, null);
        refuses(sealed(60), null);
        refuses(null, new byte[16]);
        refuses(sealed(60), new byte[15]);
        refuses(sealed(60), new byte[0]);
    }

    @Test
    void valueAndTextIndexAreNullTogether() throws SQLException {
        guarded(Storage.TEXT, true);
        String text = Envelope.toText(sealed(60));
        String index = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[16]);
        assertThat(index).hasSize(EnvelopeWidth.INDEX_CHARACTERS);
        admits(text, index);
        admits(null, null);
        refuses(text, null);
        refuses(null, index);
        refuses(text, "123-45-6789");
        refuses(text, index.substring(1));
        refuses(text, index.substring(1) + "=");
    }

    @Test
    void theCatalogueKnowsItsOwnCheck() throws SQLException {
        SealedTable before = guarded(Storage.BINARY, true);
        DatabaseCatalogue again = DatabaseCatalogue.read(connection, policy(true));
        assertThat(again.resolve(null, database.fold("patient")))
                .usingRecursiveComparison()
                .isEqualTo(before);
    }

    private static Policy policy(boolean indexed) {
        return Clinic.rowId("bigint", "id")
                .sealed("ssn", "varchar(11)", indexed ? Clinic.lookup(null, null) : null, 1)
                .in("patient");
    }

    private SealedTable guarded(Storage storage, boolean indexed) throws SQLException {
        DatabaseCatalogue catalogue = DatabaseCatalogue.read(connection, policy(indexed));
        Dialect dialect = catalogue.dialect();
        database.execute("create table patient (id bigint primary key, ssn " + Ddl.storageType(storage, dialect)
                + ", ssn_idx " + Ddl.indexType(storage, dialect) + ")");
        SealedTable table = (SealedTable) catalogue.resolve(null, database.fold("patient"));
        SealedColumn column = Objects.requireNonNull(table.sealed().get(database.fold("ssn")));
        assertThat(column.storage()).isEqualTo(storage);
        database.execute("alter table patient add " + Ddl.envelopeCheck(table, column, catalogue.folding(), dialect));
        return table;
    }

    private static byte[] sealed(int length) {
        byte[] envelope = new byte[length];
        new Random(length).nextBytes(envelope);
        System.arraycopy(new byte[] {(byte) 0xF7, 0x1E, 0x01, 0, 0, 0, 1}, 0, envelope, 0, 7);
        return envelope;
    }

    private void admits(@Nullable Object value) throws SQLException {
        admits(value, null);
    }

    private void admits(@Nullable Object value, @Nullable Object index) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into patient (id, ssn, ssn_idx) values (?, ?, ?)")) {
            insert.setLong(1, nextId++);
            insert.setObject(2, value);
            insert.setObject(3, index);
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
    }

    private void refuses(@Nullable Object value) {
        refuses(value, null);
    }

    // CHECK violations in H2, PostgreSQL and, of all that violates anything, MariaDB; a length error would hide one.
    // The
    // last is a character that MariaDB's ASCII column cannot hold.
    private void refuses(@Nullable Object value, @Nullable Object index) {
        assertThatThrownBy(() -> admits(value, index))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState() + e.getErrorCode())
                                .isIn("2351323513", "235140", "230004025", "220071366"));
    }
}

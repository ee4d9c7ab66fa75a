package dev.rowseal.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.Lease;
import dev.rowseal.key.Purpose;
import dev.rowseal.key.StoredKey;
import dev.rowseal.keycache.LeasedKeys;
import dev.rowseal.keytable.ConnectionOpener;
import dev.rowseal.keytable.JdbcKeyTable;
import dev.rowseal.keytable.SealedValues;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProviders;
import dev.rowseal.policy.Policy;
import dev.rowseal.policy.PolicySource;
import dev.rowseal.seal.ColumnContext;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.Envelope;
import dev.rowseal.seal.IndexKey;
import dev.rowseal.seal.RowId;
import dev.rowseal.seal.RunLimits;
import dev.rowseal.seal.Sealer;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.spec.SecretKeySpec;

/**
 * One database of patients as one process has it: over which connections, and under which policy. Safe for use by many
 * threads.
 */
final class Ward {

    static final String TABLE = "public.patient";

    private static final ColumnContext SSN = ColumnContext.of("ward", TABLE, "ssn", ValueClass.TEXT);
    private static final AtomicLong RINGS = new AtomicLong();

    private final String url;
    private final String config;
    private final Policy policy;
    private final JdbcKeyTable table;

    /**
     * A ward.
     *
     * @param url the wrapped driver's; user and password are postgres's
     * @param config the path of a configuration
     */
    Ward(String url, String config) {
        this.url = url;
        this.config = config;
        this.policy = PolicySource.load(config, Ward.class.getClassLoader());
        this.table = new JdbcKeyTable(opener(), policy.keyTable());
    }

    /** The text of a configuration. */
    static String yaml(String kek, String unwrap) {
        return "rowseal: 1\nnamespace: ward\nkek: " + kek + "\nunwrap: [" + unwrap + "]\ncache: { ttl: 1s }\n"
                + "tables:\n  patient:\n    row-id: { id: bigint }\n"
                + "    columns: { ssn: { type: varchar(40), lookup: equality } }\n";
    }

    void make() throws SQLException {
        execute("create table patient (id bigint primary key, ssn bytea, ssn_idx bytea)");
        table.create();
    }

    private static Properties user() {
        Properties user = new Properties();
        user.setProperty("user", "postgres");
        user.setProperty("password", "postgres");
        return user;
    }

    Connection plain() throws SQLException {
        return DriverManager.getConnection(url, user());
    }

    private ConnectionOpener opener() {
        return this::plain;
    }

    Connection sealed() throws SQLException {
        Properties properties = user();
        properties.setProperty("rowseal.config", config);
        return DriverManager.getConnection("jdbc:rowseal:" + url.substring("jdbc:".length()), properties);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = plain();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    JdbcKeyTable table() {
        return table;
    }

    List<StoredKey> keys() {
        return table.ofNamespace("ward");
    }

    List<StoredKey> dataKeys() {
        return keys().stream()
                .filter(key -> key.record().owner().purpose() == Purpose.DATA)
                .toList();
    }

    private KeyPolicy keyPolicy() {
        return new KeyPolicy(policy.namespace(), policy.kek(), policy.unwrap());
    }

    String kek() {
        return policy.kek();
    }

    private Path keystore() {
        return Path.of(kek().substring(HookedKmsProvider.SCHEME.length() + 1));
    }

    /** Gives the KEK another version, as keytool does. */
    void renewKek() {
        try {
            Path file = keystore();
            char[] password = Files.readString(file.resolveSibling(file.getFileName() + ".password"))
                    .strip()
                    .toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, password);
            }
            byte[] kek = new byte[32];
            kek[0] = 2;
            store.setEntry(
                    "kek-2",
                    new KeyStore.SecretKeyEntry(new SecretKeySpec(kek, "AES")),
                    new KeyStore.PasswordProtection(password));
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, password);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    void haveKekReEncrypt() {
        try {
            Files.createFile(HookedKmsProvider.reEncrypter(keystore()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Each key has one wrapping, of the KEK's newest material. */
    void requireNewestMaterial() {
        try (Kms kms = KmsProviders.open(kek())) {
            assertThat(keys())
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(key.wrappings())
                            .singleElement()
                            .satisfies(wrapping -> assertThat(
                                            kms.material(new Kms.Wrapped(wrapping.wrappedKey(), wrapping.kekVersion())))
                                    .isEqualTo(Kms.Material.NEWEST)));
        }
    }

    KeyLife life() {
        return new KeyLife(keyPolicy(), table, policy.cache().ttl(), Clock.systemUTC());
    }

    SealedValues uses() {
        return new SealedValues(opener(), policy, table);
    }

    /** A ring that shares no key with any other: what it lends it has unwrapped. */
    KeyRing ring() {
        // Keys with other run limits are others to the cache.
        RunLimits limits = new RunLimits(
                RunLimits.DEFAULT.values(), RunLimits.DEFAULT.age().minusNanos(RINGS.incrementAndGet()), 1L << 30);
        return new KeyRing(keyPolicy(), table, LeasedKeys.shared(policy.cache().ttl()), limits, Clock.systemUTC());
    }

    /** Writes a value as an application does. */
    void write(Connection sealed, long id, String value) throws SQLException {
        try (PreparedStatement insert = sealed.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, value);
            insert.executeUpdate();
        }
    }

    void write(long id, String value) throws SQLException {
        try (KeyRing ring = ring();
                Lease<DataKey> key = ring.sealing(TABLE);
                Connection connection = plain();
                PreparedStatement insert = connection.prepareStatement("insert into patient (id, ssn) values (?, ?)")) {
            insert.setLong(1, id);
            insert.setBytes(2, Sealer.seal(key.key(), SSN, row(id), new Value.Text(value), 0));
            insert.executeUpdate();
        }
    }

    private static RowId row(long id) {
        return RowId.of(List.of(new Value.Int(id)));
    }

    /** All values by id, opened with keys that are unwrapped for it. */
    Map<Long, String> values() throws SQLException {
        Map<Long, String> values = new TreeMap<>();
        try (KeyRing ring = ring();
                Connection connection = plain();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id, ssn from patient")) {
            while (rows.next()) {
                byte[] envelope = rows.getBytes(2);
                try (Lease<DataKey> key = ring.opening(TABLE, Envelope.keyId(envelope))) {
                    Value value = Sealer.open(key.key(), SSN, row(rows.getLong(1)), envelope);
                    values.put(rows.getLong(1), ((Value.Text) value).text());
                }
            }
        }
        return values;
    }

    /** Checks what must hold whenever a process was killed, whatever it was doing. */
    void requireSound(Map<Long, String> acknowledged) throws SQLException {
        assertThat(values()).containsAllEntriesOf(acknowledged);
        List<StoredKey> data = dataKeys();
        for (int i = 0; i < data.size(); i++) {
            assertThat(data.get(i).record().generation()).isEqualTo(i + 1);
        }
        assertThat(keys().size() - data.size()).as("index keys").isLessThanOrEqualTo(1);
        try (KeyRing ring = ring()) {
            for (StoredKey key : keys()) {
                if (key.state() == KeyState.DESTROYED) {
                    assertThat(key.wrappings()).isEmpty();
                } else if (key.record().owner().purpose() == Purpose.DATA) {
                    ring.opening(TABLE, key.record().keyId()).close();
                } else {
                    try (Lease<IndexKey> lease =
                            ring.indexing(key.record().owner().owner())) {
                        assertThat(lease.key()).isNotNull();
                    }
                }
            }
        }
    }
}

package dev.rowseal.jdbc;

import dev.rowseal.catalog.CatalogueFacts;
import dev.rowseal.catalog.CatalogueReader;
import dev.rowseal.catalog.DatabaseCatalogue;
import dev.rowseal.catalog.Home;
import dev.rowseal.convert.Dialect;
import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyUses;
import dev.rowseal.keycache.LeasedKeys;
import dev.rowseal.keytable.JdbcKeyTable;
import dev.rowseal.keytable.SealedValues;
import dev.rowseal.kms.Kms;
import dev.rowseal.plan.PlanCache;
import dev.rowseal.plan.Planner;
import dev.rowseal.policy.Policy;
import dev.rowseal.policy.PolicySource;
import dev.rowseal.seal.RunLimits;
import dev.rowseal.value.DeclaredType.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections to one database under one configuration share: the policy, the keys, the plans and what is known
 * of the catalogue. Safe for use by many threads; {@link #close} ends its use of keys.
 */
final class SealedDatabase implements AutoCloseable {

    private static final long PLANNED_CHARACTERS = 4L << 20;
    /** How long a change of the catalogue by another client may go unnoticed. */
    private static final long CATALOGUE_NANOS = 60_000_000_000L;

    private final WrappedDriver driver;
    private final Policy policy;
    private final Dialect dialect;
    private final Vendor vendor;
    private final KeyRing ring;
    private final JdbcKeyTable keyTable;
    private final String keySchema;
    private final Cells cells;
    private final LeasedKeys cache;
    private final CatalogueFacts facts = new CatalogueFacts();
    private final AtomicLong changes = new AtomicLong();
    private final PendingDdl pendingDdl = new PendingDdl();
    private final AtomicLong factsRead = new AtomicLong(System.nanoTime());
    private final Planner planner = new Planner();
    private final PlanCache<Planned> plans = new PlanCache<>(PLANNED_CHARACTERS);
    private final boolean allowUnwrap;
    private final boolean instants;
    private final boolean namesByLabel;
    private final Clocks clocks;

    private SealedDatabase(WrappedDriver driver, Policy policy, Connection first, Clocks clocks) throws SQLException {
        RowsealUrl url = driver.url();
        this.clocks = clocks;
        this.driver = driver;
        this.policy = policy;
        this.dialect = Dialect.of(first.getMetaData());
        this.vendor = Vendor.of(dev.rowseal.catalog.Dialect.of(first.getMetaData()));
        this.namesByLabel = vendor.namesByLabel(first);
        this.allowUnwrap = url.isOn("allow-unwrap");
        this.instants = policy.tables().stream()
                .flatMap(table -> table.columns().stream())
                .anyMatch(column -> column.type().kind() == Kind.TIMESTAMPTZ);
        dialect.requireOptions(url.wrapped() + "&" + url.properties());
        vendor.requireOptions(url);
        this.keyTable = new JdbcKeyTable(this::connect, policy.keyTable());
        if (url.isOn("create-key-table")) {
            keyTable.create();
        } else {
            keyTable.check();
        }
        this.keySchema = keyTable.schema();
        KeyPolicy keys = keyPolicy(policy);
        this.cache = LeasedKeys.shared(policy.cache().ttl(), policy.cache().grace(), keys.limits());
        this.ring = new KeyRing(keys, keyTable, cache, runLimits(policy.cache()), clocks.clock(), clocks.nanos());
        this.cells = new Cells(ring);
    }

    /**
     * A run ends with its key at the latest, and so with the time that anybody keeps it; else at the bound under which what a
     * collector leaves of it is argued. Not with this policy's own time: those who keep keys for different times share them.
     */
    static RunLimits runLimits(Policy.CachePolicy cache) {
        return new RunLimits(cache.runValues(), RunLimits.DEFAULT.age(), RunLimits.DEFAULT.bytes());
    }

    /** Reads the configuration that a URL names; as whom to connect is in it. */
    static Policy policy(RowsealUrl url) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? SealedDatabase.class.getClassLoader() : context;
        return PolicySource.load(url.option("config"), loader);
    }

    /**
     * Opens what a URL names.
     *
     * @param first a connection of the wrapped driver, which stays the caller's
     */
    static SealedDatabase open(WrappedDriver driver, Policy policy, Connection first, Clocks clocks)
            throws SQLException {
        return new SealedDatabase(driver, policy, first, clocks);
    }

    Policy policy() {
        return policy;
    }

    /** Whether results name columns by their labels. */
    boolean namesByLabel() {
        return namesByLabel;
    }

    /** Refuses a session in which values would be others. */
    void requireSession(Connection wrapped) throws SQLException {
        String question = dialect.sessionQuestion(instants);
        if (question != null) {
            dialect.requireSession(Planning.ask(wrapped, question));
        }
    }

    /** A new connection of the wrapped driver. */
    Connection connect() throws SQLException {
        return driver.connect();
    }

    /** What a connection knows of the database. */
    DatabaseCatalogue catalogue(Connection wrapped, CatalogueReader reader) {
        Home.requireKeysIn(wrapped, policy, keySchema);
        return DatabaseCatalogue.over(reader, policy, facts);
    }

    Dialect dialect() {
        return dialect;
    }

    Cells cells() {
        return cells;
    }

    Planner planner() {
        return planner;
    }

    PlanCache<Planned> plans() {
        return plans;
    }

    boolean allowsUnwrap() {
        return allowUnwrap;
    }

    /** Whether a key table row has this id: what distinguishes an envelope from bytes that look like one. */
    boolean isKeyId(long keyId) {
        return keyTable.byId(keyId).isPresent();
    }

    /** Another whenever what connections share of the catalogue was forgotten. */
    long catalogueVersion() {
        return facts.version();
    }

    /** How often the schema was, or may have been, changed through Rowseal. */
    long schemaChanges() {
        return changes.get();
    }

    /** The changes of the schema through Rowseal that have not come to an end. */
    PendingDdl pendingDdl() {
        return pendingDdl;
    }

    /** Has the catalogue read anew, because it has, or may have, been changed through Rowseal. */
    void catalogueChanged() {
        changes.incrementAndGet();
        forgetCatalogue();
    }

    private void forgetCatalogue() {
        facts.invalidate();
        plans.clear();
    }

    /** Has the catalogue read anew when it was read too long ago. */
    void refresh() {
        long read = factsRead.get();
        long now = System.nanoTime();
        if (now - read > CATALOGUE_NANOS && factsRead.compareAndSet(read, now)) {
            forgetCatalogue();
        }
    }

    /** The changes of keys under this policy; the caller closes it. */
    KeyLife keyLife() {
        Duration kept = policy.cache().ttl().plus(policy.cache().grace());
        return new KeyLife(keyPolicy(policy), keyTable, kept, clocks.clock());
    }

    /** Counts values under keys of this policy's tables. */
    KeyUses keyUses() {
        return new SealedValues(this::connect, policy, keyTable);
    }

    private static KeyPolicy keyPolicy(Policy policy) {
        return new KeyPolicy(
                policy.namespace(),
                policy.kek(),
                policy.unwrap(),
                policy.rotateAfter(),
                new Kms.Limits(policy.kms().timeout(), policy.kms().attempts()));
    }

    /** What is peculiar to this database and its driver. */
    Vendor vendor() {
        return vendor;
    }

    @Override
    public void close() {
        try (cache) {
            ring.close();
        }
    }
}

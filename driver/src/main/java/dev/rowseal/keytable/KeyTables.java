package dev.rowseal.keytable;

import dev.rowseal.catalog.CatalogueReader;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import dev.rowseal.catalog.StoredName;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.policy.Name;
import dev.rowseal.policy.TableName;
import java.util.List;

/**
 * The two tables in one database: their names and their DDL. Immutable.
 *
 * @param keys the key table
 * @param wrappings the table of wrappings, in the same schema
 */
record KeyTables(StoredName keys, StoredName wrappings, Folding folding, Dialect dialect) {

    /** Longest namespace, in characters; with the owner short enough for the unique index of any database. */
    static final int NAMESPACE = 255;

    /** Longest owner, in characters. */
    static final int OWNER = 400;

    /** Longest KEK URI, in characters; short enough for the primary key of any database. */
    static final int KEK_URI = 700;

    /** Longest KEK version, in characters. */
    static final int KEK_VERSION = 255;

    /** Room for a commitment, in bytes, where there must be a limit. */
    private static final int COMMITMENT = 32;

    /** Room for a wrapped key, in bytes, where there must be a limit; no KMS's comes near it. */
    private static final int WRAPPED_KEY = 8192;

    private static final String USUAL_KEYS = "rowseal_keys";

    static KeyTables in(CatalogueReader reader, TableName name) {
        Folding folding = reader.folding();
        String schema = name.schema() != null
                ? folding.stored(name.schema())
                : reader.defaultSchema()
                        .orElseThrow(() -> new Misconfigured("the key table " + name
                                + " has no schema and neither has the connection; write key-table as schema.table"));
        return new KeyTables(
                new StoredName(schema, folding.stored(name.table())),
                new StoredName(schema, folding.stored(wrappings(name.table()))),
                folding,
                reader.dialect());
    }

    private static Name wrappings(Name keys) {
        boolean usual =
                keys.quoted() ? keys.text().equals(USUAL_KEYS) : keys.text().equalsIgnoreCase(USUAL_KEYS);
        return new Name(usual ? "rowseal_wrappings" : keys.text() + "_wrappings", keys.quoted());
    }

    /** The key table's name as statements write it. */
    String keysName() {
        return quoted(keys);
    }

    /** The name of the table of wrappings as statements write it. */
    String wrappingsName() {
        return quoted(wrappings);
    }

    private String quoted(StoredName name) {
        return folding.quote(name.schema()) + "." + folding.quote(name.name());
    }

    /**
     * The statements that make both tables where they are missing. Times are milliseconds since the epoch, {@code
     * max_lease} milliseconds. A key row is never deleted, so that its id is never used again.
     */
    List<String> ddl() {
        String exact = switch (dialect) {
            case H2 -> "";
            case POSTGRESQL -> " collate \"C\"";
            case MARIADB -> " character set utf8mb4 collate utf8mb4_nopad_bin";
        };
        String engine = dialect == Dialect.MARIADB ? " engine=InnoDB" : "";
        return List.of("""
                create table if not exists %s (
                    key_id bigint not null primary key,
                    namespace varchar(%d)%s not null,
                    owner varchar(%d)%3$s not null,
                    purpose varchar(8)%3$s not null,
                    generation integer not null,
                    state varchar(12)%3$s not null,
                    commitment %s not null,
                    created_at bigint not null,
                    retired_at bigint,
                    max_lease bigint,
                    revision bigint not null,
                    unique (namespace, owner, purpose, generation))%s""".formatted(keysName(), NAMESPACE, exact, OWNER, binary(COMMITMENT), engine), """
                create table if not exists %s (
                    key_id bigint not null references %s (key_id),
                    kek_uri varchar(%d)%s not null,
                    kek_version varchar(%d)%4$s not null,
                    wrapped_key %s not null,
                    wrapped_at bigint not null,
                    revision bigint not null,
                    primary key (key_id, kek_uri))%s""".formatted(
                        wrappingsName(), keysName(), KEK_URI, exact, KEK_VERSION, binary(WRAPPED_KEY), engine));
    }

    /**
     * An expression for the milliseconds since the epoch at this moment. Local time comes twice in an autumn night, so
     * none of them goes through it.
     */
    String nowMillis() {
        return switch (dialect) {
            case H2 ->
                "datediff('MILLISECOND', timestamp with time zone '1970-01-01 00:00:00+00', current_timestamp(6))";
            case POSTGRESQL -> "cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)";
            case MARIADB -> "timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) div 1000";
        };
    }

    private String binary(int most) {
        return switch (dialect) {
            case H2 -> "varbinary";
            case POSTGRESQL -> "bytea";
            case MARIADB -> "varbinary(" + most + ")";
        };
    }
}

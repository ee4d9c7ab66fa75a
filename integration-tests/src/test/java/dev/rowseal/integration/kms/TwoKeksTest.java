package dev.rowseal.integration.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.RowsealKeys;
import dev.rowseal.key.KeyChanges;
import dev.rowseal.kms.contract.Faults.Fault;
import dev.rowseal.kms.pkcs11.OnSoftHsm;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keys that two KMSs of different providers can open, from the first to the last day of both: made under one, wrapped under the other
 * too, opened by either while the other is out, and at the end by the second alone. Every value is read at every step.
 */
@Timeout(300)
class TwoKeksTest {

    private static final int MANY = 1_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void fromAKeystoreToAws(SealedTable.Engine engine) throws Exception {
        try (Place keystore = Place.keystore(folder);
                Place aws = Place.aws(folder)) {
            together(engine, keystore, aws);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fromAwsToTencentCloud(SealedTable.Engine engine) throws Exception {
        try (Place aws = Place.aws(folder);
                Place tencent = Place.tencent(folder)) {
            together(engine, aws, tencent);
        }
    }

    @ParameterizedTest
    @EnumSource
    @OnSoftHsm
    void fromATokenToVault(SealedTable.Engine engine) throws Exception {
        try (Place token = Place.token("two-" + engine);
                Place vault = Place.vault(folder)) {
            together(engine, token, vault);
        }
    }

    private void together(SealedTable.Engine engine, Place old, Place fresh) throws Exception {
        try (AutoCloseable oldIsKnown = old.within();
                AutoCloseable freshIsKnown = fresh.within();
                SealedTable table = new SealedTable(engine, folder)) {
            assertThat(oldIsKnown).isNotSameAs(freshIsKnown);
            table.policy(old.uri());
            table.create();
            table.requireAll();

            table.policy(old.uri(), fresh.uri());
            try (RowsealKeys keys = table.keys()) {
                requireBoth(keys.rewrap(Set.of(fresh.uri())));
            }
            assertThat(table.wrappings()).containsExactlyInAnyOrder(old.uri(), old.uri(), fresh.uri(), fresh.uri());
            if (old.canFail()) {
                eitherOpens(table, old, fresh);
            }

            table.policy(fresh.uri(), old.uri());
            eitherOpens(table, fresh, old);
            onlyAnOutageTriesTheNext(table, fresh, old);

            try (RowsealKeys keys = table.keys()) {
                requireBoth(keys.drop(old.uri()));
            }
            assertThat(table.wrappings()).containsExactly(fresh.uri(), fresh.uri());
            table.requireAll();
            table.policy(fresh.uri());
            long before = old.unwraps();
            table.add();
            table.requireAll();
            assertThat(old.unwraps()).isEqualTo(before);
        }
    }

    /** The table's data key and its index key. */
    private static void requireBoth(KeyChanges changes) {
        assertThat(changes.failed()).isEmpty();
        assertThat(changes.changed()).hasSize(2);
    }

    private static void eitherOpens(SealedTable table, Place first, Place second) throws SQLException {
        long before = second.unwraps();
        table.requireAll();
        assertThat(second.unwraps()).as("asked without need").isEqualTo(before);
        for (Fault fault : new Fault[] {Fault.OUTAGE, Fault.DISCONNECTED, Fault.GARBAGE}) {
            int struck = first.faults().struck();
            long asked = second.unwraps();
            first.faults().next(MANY, fault);
            table.requireAll();
            table.add();
            assertThat(first.faults().struck()).as("the first is asked").isGreaterThan(struck);
            if (second.canFail()) {
                assertThat(second.unwraps()).isGreaterThan(asked);
                second.faults().next(MANY, fault);
                requireState(table, "RS002");
                second.faults().heal();
            }
            first.faults().heal();
        }
        table.requireAll();
    }

    private static void onlyAnOutageTriesTheNext(SealedTable table, Place first, Place second) throws SQLException {
        long before = second.unwraps();
        for (Fault fault : new Fault[] {Fault.DENIED, Fault.DISABLED, Fault.UNKNOWN}) {
            if (first.faults().knows(fault)) {
                first.faults().next(MANY, fault);
                requireState(table, "RS003");
                first.faults().heal();
            }
        }
        table.swapWrappings(first.uri());
        requireState(table, "RS001");
        table.swapWrappings(first.uri());
        assertThat(second.unwraps()).as("asked after a refusal").isEqualTo(before);
        table.requireAll();
    }

    private static void requireState(SealedTable table, String state) {
        assertThatThrownBy(table::requireAll)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failed -> assertThat(failed.getSQLState()).isEqualTo(state));
    }
}

package dev.rowseal.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.key.Destruction;
import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a process is doing when it is killed. */
enum Operation {
    /** The first value of a table: its first data key and its first index key are made. */
    FIRST_KEYS {
        @Override
        void prepare(Ward ward, Map<Long, String> acknowledged) {}

        /** Of each of the two: made, proved, and unwrapped for use. */
        @Override
        int kmsCalls() {
            return 2 * 3;
        }

        @Override
        void run(Ward ward, Ward before) throws SQLException {
            try (Connection sealed = ward.sealed()) {
                ward.write(sealed, 10, "the first");
            }
        }

        @Override
        void requireDone(Ward ward) {
            assertThat(ward.keys()).hasSize(2);
        }
    },

    ROTATION {
        @Override
        int kmsCalls() {
            return 2;
        }

        @Override
        void run(Ward ward, Ward before) throws SQLException {
            try (KeyLife life = ward.life()) {
                life.rotate(Ward.TABLE, 1);
            }
        }

        @Override
        void requireDone(Ward ward) {
            assertThat(ward.dataKeys()).extracting(StoredKey::state).containsExactly(KeyState.ACTIVE, KeyState.ACTIVE);
        }
    },

    /** The KEK is changed for another: all keys are wrapped anew, then the old wrappings go. */
    REWRAP {
        /** Unwrapped, wrapped and proved; and proved again before the old wrapping goes. */
        @Override
        int kmsCalls() {
            return 3 + 1;
        }

        @Override
        void run(Ward ward, Ward before) throws SQLException {
            try (KeyLife life = ward.life()) {
                assertThat(life.rewrap(Set.of(ward.kek())).failed()).isEmpty();
                assertThat(life.drop(before.kek()).failed()).isEmpty();
            }
        }

        @Override
        void requireDone(Ward ward) {
            assertThat(ward.keys())
                    .allSatisfy(key -> assertThat(key.wrappings())
                            .extracting(Wrapping::kekUri)
                            .containsExactly(ward.kek()));
        }
    },

    /** The KEK has new material: the one wrapping that a key has is overwritten. */
    NEW_MATERIAL {
        @Override
        void prepare(Ward ward, Map<Long, String> acknowledged) throws SQLException {
            super.prepare(ward, acknowledged);
            ward.renewKek();
        }

        /** Unwrapped, wrapped and proved. */
        @Override
        int kmsCalls() {
            return 3;
        }

        @Override
        void run(Ward ward, Ward before) throws SQLException {
            try (KeyLife life = ward.life()) {
                assertThat(life.rewrap(Set.of(ward.kek())).failed()).isEmpty();
            }
        }

        @Override
        void requireDone(Ward ward) {
            ward.requireNewestMaterial();
        }
    },

    /** The same inside of the KMS. */
    RE_ENCRYPTION {
        @Override
        void prepare(Ward ward, Map<Long, String> acknowledged) throws SQLException {
            NEW_MATERIAL.prepare(ward, acknowledged);
            ward.haveKekReEncrypt();
        }

        /** Once, and once more to prove it. */
        @Override
        int kmsCalls() {
            return 2;
        }

        @Override
        void run(Ward ward, Ward before) throws SQLException {
            NEW_MATERIAL.run(ward, before);
        }

        @Override
        void requireDone(Ward ward) {
            ward.requireNewestMaterial();
        }
    },

    RETIREMENT {
        @Override
        void prepare(Ward ward, Map<Long, String> acknowledged) throws SQLException {
            super.prepare(ward, acknowledged);
            ROTATION.run(ward, ward);
        }

        @Override
        void run(Ward ward, Ward before) throws SQLException {
            try (KeyLife life = ward.life()) {
                life.retire(first(ward));
            }
        }

        @Override
        void requireDone(Ward ward) {
            StoredKey first = ward.dataKeys().get(0);
            assertThat(first.state()).isEqualTo(KeyState.RETIRED);
            assertThat(first.retiredAt()).isPositive();
        }
    },

    /** Of a key that nobody needs any more. */
    DESTRUCTION {
        @Override
        void prepare(Ward ward, Map<Long, String> acknowledged) throws SQLException {
            ward.write(1, "under the first key");
            ROTATION.run(ward, ward);
            RETIREMENT.run(ward, ward);
            ward.execute("delete from patient");
            ward.write(2, "under the second key");
            acknowledged.put(2L, "under the second key");
            // As if it had been retired long ago.
            ward.execute("update rowseal_keys set retired_at = retired_at - 86400000 where retired_at > 0");
        }

        @Override
        void run(Ward ward, Ward before) throws SQLException {
            try (KeyLife life = ward.life()) {
                assertThat(life.destroy(first(ward), ward.uses())).isEqualTo(new Destruction.Done());
            }
        }

        @Override
        void requireDone(Ward ward) {
            List<StoredKey> keys = ward.dataKeys();
            assertThat(keys).extracting(StoredKey::state).containsExactly(KeyState.DESTROYED, KeyState.ACTIVE);
        }
    };

    /** Brings a ward to where the operation begins. */
    void prepare(Ward ward, Map<Long, String> acknowledged) throws SQLException {
        ward.write(1, "one");
        ward.write(2, "two");
        acknowledged.putAll(Map.of(1L, "one", 2L, "two"));
    }

    /**
     * Does it, or the rest of it.
     *
     * @param before the ward under the policy before a change of the KEK
     */
    abstract void run(Ward ward, Ward before) throws SQLException;

    /** How often it calls a KMS. */
    int kmsCalls() {
        return 0;
    }

    /** Checks what it is for. */
    abstract void requireDone(Ward ward);

    private static long first(Ward ward) {
        return ward.dataKeys().get(0).record().keyId();
    }
}

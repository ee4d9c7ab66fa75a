package dev.rowseal.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.memory.Secret;
import dev.rowseal.value.Equality;
import dev.rowseal.value.RandomValues;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Equal values meet in the index and others do not. */
class IndexKeyTest {

    private static final long SEED = 0x1DE;

    @Test
    void takesTheDekOverAndClosesIt() {
        int before = Secret.open();
        Secret dek = Secret.random();
        IndexKey key = IndexKey.of(dek, "email");
        assertThatThrownBy(() -> dek.expand(new byte[0], 1)).isInstanceOf(IllegalStateException.class);
        assertThat(Secret.open()).isEqualTo(before + 1);
        key.close();
        key.close();
        assertThat(Secret.open()).isEqualTo(before);
        assertThatThrownBy(() -> key.blindIndex(new Value.Int(1), Equality.EXACT))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closesTheDekAlsoWhenTheNameIsRefused() {
        int before = Secret.open();
        for (String name : new String[] {"", "\ud800", "x".repeat(65_536)}) {
            assertThatThrownBy(() -> IndexKey.of(Secret.random(), name))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("the lookup group");
        }
        assertThat(Secret.open()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOOLEAN")
    void differentValuesHaveDifferentIndexesAndEqualOnesTheSame(ValueClass valueClass) {
        Random random = new Random(SEED + valueClass.ordinal());
        RandomValues values = new RandomValues(random);
        try (IndexKey key = IndexKey.of(fixed(), "email");
                IndexKey same = IndexKey.of(fixed(), "email");
                IndexKey other = IndexKey.of(fixed(), "phone")) {
            for (int round = 0; round < 200; round++) {
                Value one = values.next(valueClass);
                Value two = values.next(valueClass);
                byte[] index = key.blindIndex(one, Equality.EXACT);
                assertThat(index).hasSize(16).isEqualTo(same.blindIndex(one, Equality.EXACT));
                assertThat(index).isNotEqualTo(other.blindIndex(one, Equality.EXACT));
                assertThat(java.util.Arrays.equals(index, key.blindIndex(two, Equality.EXACT)))
                        .as("seed %d, class %s, round %d", SEED, valueClass, round)
                        .isEqualTo(equal(one, two));
            }
        }
    }

    @Test
    void caseFoldsWithoutALocale() {
        Locale before = Locale.getDefault();
        try (IndexKey key = IndexKey.of(fixed(), "email")) {
            byte[] index = key.blindIndex(new Value.Text("TITLE"), Equality.CASE_INSENSITIVE);
            Locale.setDefault(new Locale("tr", "TR"));
            assertThat(key.blindIndex(new Value.Text("title"), Equality.CASE_INSENSITIVE))
                    .isEqualTo(index);
        } finally {
            Locale.setDefault(before);
        }
    }

    /** The same on every Java runtime: an index that one wrote is found by the next. */
    @Test
    void caseFoldingIsFrozen() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ByteBuffer line = ByteBuffer.allocate(8);
        int folded = 0;
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (CaseFolding.fold(codePoint) != codePoint) {
                digest.update(line.clear()
                        .putInt(codePoint)
                        .putInt(CaseFolding.fold(codePoint))
                        .array());
                folded++;
            }
        }
        assertThat(folded).isEqualTo(1416);
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .as("a newer Unicode folds more: name its code points in CaseFolding")
                .isEqualTo("1c53d1715bd5cae9325907c2387d0a91f24eb984e6cfb2a1ec21390bddc84920");
    }

    @Test
    void foldingTwiceIsFoldingOnce() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            int once = CaseFolding.fold(codePoint);
            assertThat(CaseFolding.fold(once) == once).isTrue();
        }
    }

    private static boolean equal(Value one, Value two) {
        if (one instanceof Value.Decimal a && two instanceof Value.Decimal b) {
            return a.number().compareTo(b.number()) == 0;
        } else if (one instanceof Value.Real a && two instanceof Value.Real b) {
            return a.number() == b.number() || (Float.isNaN(a.number()) && Float.isNaN(b.number()));
        } else if (one instanceof Value.Double a && two instanceof Value.Double b) {
            return a.number() == b.number() || (Double.isNaN(a.number()) && Double.isNaN(b.number()));
        } else if (one instanceof Value.TimestampTz a && two instanceof Value.TimestampTz b) {
            return a.timestamp().isEqual(b.timestamp());
        } else if (one instanceof Value.Binary a && two instanceof Value.Binary b) {
            return java.util.Arrays.equals(a.bytes(), b.bytes());
        }
        return one.equals(two);
    }

    @Test
    void decimalsAreEqualByNumber() {
        try (IndexKey key = IndexKey.of(fixed(), "price")) {
            byte[] index = key.blindIndex(new Value.Decimal(new BigDecimal("1E+2")), Equality.EXACT);
            for (String same : new String[] {"100", "100.00", "1.00E2"}) {
                assertThat(key.blindIndex(new Value.Decimal(new BigDecimal(same)), Equality.EXACT))
                        .isEqualTo(index);
            }
        }
    }

    private static Secret fixed() {
        byte[] bytes = new byte[32];
        new Random(SEED).nextBytes(bytes);
        return Secret.take(ByteBuffer.wrap(bytes));
    }
}

package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of a setter's call. */
final class BindTypeTest {

    @ParameterizedTest
    @EnumSource
    void aPlainCallIsSharedAndSaysNothingElse(Setter setter) {
        BindType type = BindType.of(setter);
        assertThat(type).isSameAs(BindType.of(setter));
        assertThat(type).isEqualTo(new BindType(setter, null, null, null, BindType.UNSIZED, false, null));
        assertThat(type.isSized()).isFalse();
    }

    @Test
    void keepsTargetNameScaleAndCalendar() throws SQLException {
        Calendar calendar = new GregorianCalendar(2026, Calendar.NOVEMBER, 25);
        assertThat(BindType.of(Setter.OBJECT).to(JDBCType.DECIMAL).scaled(2))
                .isEqualTo(new BindType(Setter.OBJECT, Types.DECIMAL, "DECIMAL", 2, BindType.UNSIZED, false, null));
        assertThat(BindType.of(Setter.NULL).to(Types.STRUCT).named("person"))
                .isEqualTo(new BindType(Setter.NULL, Types.STRUCT, "person", null, BindType.UNSIZED, false, null));
        assertThat(BindType.of(Setter.DATE).in(calendar).calendar()).isSameAs(calendar);
    }

    @Test
    void tellsANegativeLengthFromNone() {
        assertThat(BindType.of(Setter.BLOB).sized(0).isSized()).isTrue();
        assertThat(BindType.of(Setter.BLOB).sized(-1).isSized()).isTrue();
        assertThat(BindType.of(Setter.BLOB).sized(-1).size()).isNegative();
    }

    @Test
    void refusesANullTargetType() {
        SQLType none = null;
        assertThatThrownBy(() -> BindType.of(Setter.OBJECT).to(none)).isInstanceOf(SQLException.class);
    }

    @Test
    void copiesWhatTheApplicationMayChange() {
        byte[] bytes = {1, 2};
        Timestamp timestamp = Timestamp.valueOf("2026-11-25 03:43:18.123456789");
        Object[] array = {bytes, "x", null};
        Calendar calendar = new GregorianCalendar(2026, Calendar.NOVEMBER, 25);
        assertThat(Snapshot.of(bytes)).isEqualTo(bytes).isNotSameAs(bytes);
        assertThat(Snapshot.of(timestamp)).isEqualTo(timestamp).isNotSameAs(timestamp);
        assertThat(Snapshot.of(calendar)).isEqualTo(calendar).isNotSameAs(calendar);
        Object[] copy = Snapshot.of(array);
        assertThat(copy).isNotSameAs(array).hasSize(3);
        assertThat(copy[0]).isEqualTo(bytes).isNotSameAs(bytes);
        assertThat(copy[1]).isSameAs("x");
        assertThat(copy[2]).isNull();
        assertThat(Snapshot.of("x")).isEqualTo("x");
        for (Object one : new Object[] {
            new int[1],
            new long[1],
            new short[1],
            new double[1],
            new float[1],
            new boolean[1],
            new char[1],
            new int[1][1]
        }) {
            assertThat(Snapshot.of(one)).isNotSameAs(one).hasSameClassAs(one);
        }
        LongAdder sum = new LongAdder();
        sum.add(7);
        for (Object one : new Object[] {
            new AtomicInteger(7), new AtomicLong(7), sum, new StringBuilder("7"), new StringBuffer("7")
        }) {
            assertThat(Snapshot.of(one)).isNotSameAs(one).hasSameClassAs(one).hasToString("7");
        }
        Map<String, String> map = new HashMap<>(Map.of("a", "b"));
        assertThat(Snapshot.of(map)).isEqualTo(map).isNotSameAs(map);
    }
}

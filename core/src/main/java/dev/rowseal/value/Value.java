package dev.rowseal.value;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * A plaintext value, already in the shape that its declared type gives it (rounded, padded, in range). {@code NULL}
 * is no value: a NULL is stored as NULL. No {@code toString} shows what it holds. {@code equals} is that of the Java
 * component, not of the database; compare by {@link dev.rowseal.seal.IndexKey} instead.
 */
public sealed interface Value {

    /** The class that the envelope binds. */
    ValueClass valueClass();

    /** Any of {@code char}, {@code varchar} and {@code text}. */
    record Text(String text) implements Value {
        @Override
        public ValueClass valueClass() {
            return ValueClass.TEXT;
        }

        @Override
        public String toString() {
            return "Text[…]";
        }
    }

    /** Any of {@code smallint}, {@code integer} and {@code bigint}. */
    record Int(long number) implements Value {
        @Override
        public ValueClass valueClass() {
            return ValueClass.INTEGER;
        }

        @Override
        public String toString() {
            return "Int[…]";
        }
    }

    /** {@code decimal(p,s)}, at the scale that is stored. */
    record Decimal(BigDecimal number) implements Value {
        @Override
        public ValueClass valueClass() {
            return ValueClass.DECIMAL;
        }

        @Override
        public String toString() {
            return "Decimal[…]";
        }
    }

    /** {@code real}: 32-bit IEEE 754, {@code -0.0}, infinities and NaN included. */
    record Real(float number) implements Value {
        @Override
        public ValueClass valueClass() {
            return ValueClass.REAL;
        }

        @Override
        public String toString() {
            return "Real[…]";
        }
    }

    /** {@code double}: 64-bit IEEE 754, {@code -0.0}, infinities and NaN included. */
    record Double(double number) implements Value {
        @Override
        public ValueClass valueClass() {
            return ValueClass.DOUBLE;
        }

        @Override
        public String toString() {
            return "Double[…]";
        }
    }

    /** {@code boolean}. */
    record Bool(boolean truth) implements Value {
        @Override
        public ValueClass valueClass() {
            return ValueClass.BOOLEAN;
        }

        @Override
        public String toString() {
            return "Bool[…]";
        }
    }

    /** {@code date}. */
    record Date(LocalDate date) implements Value {
        @Override
        public ValueClass valueClass() {
            return ValueClass.DATE;
        }

        @Override
        public String toString() {
            return "Date[…]";
        }
    }

    /** {@code time}, without zone. */
    record Time(LocalTime time) implements Value {
        @Override
        public ValueClass valueClass() {
            return ValueClass.TIME;
        }

        @Override
        public String toString() {
            return "Time[…]";
        }
    }

    /** {@code timestamp}, without zone. */
    record Timestamp(LocalDateTime timestamp) implements Value {
        @Override
        public ValueClass valueClass() {
            return ValueClass.TIMESTAMP;
        }

        @Override
        public String toString() {
            return "Timestamp[…]";
        }
    }

    /** {@code timestamptz}: the instant, and the offset for databases that give it back. */
    record TimestampTz(OffsetDateTime timestamp) implements Value {

        /**
         * The same instant at offset zero: what counts where values are compared.
         *
         * @throws IllegalArgumentException when it is too far off to be told at offset zero
         */
        public TimestampTz atUtc() {
            try {
                return new TimestampTz(timestamp.withOffsetSameInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                // Its message would show the value, so it is not passed on.
                throw new IllegalArgumentException("a timestamp is out of range at offset zero");
            }
        }

        @Override
        public ValueClass valueClass() {
            return ValueClass.TIMESTAMPTZ;
        }

        @Override
        public String toString() {
            return "TimestampTz[…]";
        }
    }

    /** {@code uuid}. */
    record Uuid(java.util.UUID uuid) implements Value {
        @Override
        public ValueClass valueClass() {
            return ValueClass.UUID;
        }

        @Override
        public String toString() {
            return "Uuid[…]";
        }
    }

    /** {@code binary}; the array is not copied and not to be changed. */
    record Binary(byte[] bytes) implements Value {
        @Override
        public ValueClass valueClass() {
            return ValueClass.BINARY;
        }

        @Override
        public String toString() {
            return "Binary[…]";
        }
    }

    /** {@code json}, as text, as it was given. */
    record Json(String json) implements Value {
        @Override
        public ValueClass valueClass() {
            return ValueClass.JSON;
        }

        @Override
        public String toString() {
            return "Json[…]";
        }
    }
}

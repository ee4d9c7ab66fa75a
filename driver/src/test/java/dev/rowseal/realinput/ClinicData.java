package dev.rowseal.realinput;

import dev.rowseal.testdb.Engine;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Made-up patients: a value for each declared type, of the awkward kinds too. Every one comes from the seed. */
final class ClinicData {

    /** The sealed columns of {@code patient}, and their declared types. */
    static final Map<String, String> COLUMNS = columns();

    /** Those that can be looked up. */
    static final List<String> LOOKUPS = List.of("c_varchar", "c_integer", "c_decimal", "c_date", "c_uuid", "c_bigint");

    private static final List<String> ALPHABETS = List.of(
            "abcdefghij", "ÄÖÜßéèçñ", "αβγδεζηθ", "жзийклмн", "漢字仮名交文", "العربية", "'\"\\%_-;", "👩🏽‍⚕️😀🇩🇪");

    private final Random random;
    private final Engine engine;

    ClinicData(Random random, Engine engine) {
        this.random = random;
        this.engine = engine;
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("c_char", "char(12)");
        columns.put("c_varchar", "varchar(24)");
        columns.put("c_text", "text");
        columns.put("c_smallint", "smallint");
        columns.put("c_integer", "integer");
        columns.put("c_bigint", "bigint");
        columns.put("c_decimal", "decimal(12,2)");
        columns.put("c_real", "real");
        columns.put("c_double", "double");
        columns.put("c_boolean", "boolean");
        columns.put("c_date", "date");
        columns.put("c_time", "time");
        columns.put("c_timestamp", "timestamp");
        columns.put("c_timestamptz", "timestamptz");
        columns.put("c_uuid", "uuid");
        columns.put("c_binary", "binary");
        columns.put("c_json", "json");
        return columns;
    }

    Engine engine() {
        return engine;
    }

    /** A row of {@code patient}: its id, an open city, then {@link #COLUMNS}. */
    List<@Nullable Object> patient(long id) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(id);
        row.add(city());
        COLUMNS.keySet().forEach(column -> row.add(value(column)));
        return row;
    }

    String city() {
        return "city" + random.nextInt(7);
    }

    /** A value for a column, or a NULL of its type. */
    @Nullable
    Object value(String column) {
        return random.nextInt(8) == 0 ? new Null(nullType(column)) : some(column);
    }

    private static int nullType(String column) {
        return switch (column) {
            case "c_char", "c_varchar", "c_text" -> Types.VARCHAR;
            case "c_smallint", "c_integer" -> Types.INTEGER;
            case "c_bigint" -> Types.BIGINT;
            case "c_decimal" -> Types.NUMERIC;
            case "c_real" -> Types.REAL;
            case "c_double" -> Types.DOUBLE;
            case "c_boolean" -> Types.BOOLEAN;
            case "c_date" -> Types.DATE;
            case "c_time" -> Types.TIME;
            case "c_timestamp" -> Types.TIMESTAMP;
            default -> Types.NULL;
        };
    }

    /** A value for a column, never NULL. */
    Object some(String column) {
        return switch (column) {
            case "c_char" -> text(12);
            case "c_varchar" -> random.nextInt(12) == 0 ? "" : text(24);
            case "c_text" -> text(1 + random.nextInt(300));
            case "c_smallint" -> (short) random.nextInt();
            case "c_integer" -> random.nextInt();
            case "c_bigint" -> random.nextLong();
            case "c_decimal" -> new BigDecimal(new BigInteger(39, random), 2);
            case "c_real" ->
                List.of(random.nextFloat() * 1e6f, -0.0f, largestReal(), 1e-30f).get(random.nextInt(4));
            case "c_double" ->
                List.of(random.nextDouble() * 1e9, -0.0, 1e300, 0.1).get(random.nextInt(4));
            case "c_boolean" -> random.nextBoolean();
            case "c_date" -> LocalDate.ofEpochDay(random.nextInt(30_000) - 5_000);
            case "c_time" -> LocalTime.ofSecondOfDay(random.nextInt(86_400));
            case "c_timestamp" -> timestamp();
            case "c_timestamptz" ->
                Instant.ofEpochSecond(
                                engine == Engine.MARIADB ? 1 + random.nextInt(Integer.MAX_VALUE - 1) : random.nextInt(),
                                random.nextInt(1_000_000) * 1000L)
                        .atOffset(ZoneOffset.UTC);
            case "c_uuid" -> uuid();
            case "c_binary" -> bytes();
            case "c_json" -> new Json("{\"name\": \"" + plainText(10 + random.nextInt(20)) + "\"}");
            default -> throw new IllegalArgumentException(column);
        };
    }

    // MariaDB reads numbers as texts, and the largest one's shortest text is already beyond its range.
    private float largestReal() {
        return engine == Engine.MARIADB ? Math.nextDown(Float.MAX_VALUE) : Float.MAX_VALUE;
    }

    // Between 2001 and 2024 and at noon: no change of the clocks.
    private LocalDateTime timestamp() {
        return LocalDate.of(2001, 1, 1)
                .plusDays(random.nextInt(8_000))
                .atTime(12, 0)
                .plusNanos(random.nextInt(1_000_000) * 1000L);
    }

    // Of a variant that MariaDB stores, whatever the version.
    UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong() | 0xC0L << 56);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Text of at most so many characters that no ciphertext holds by chance. */
    private String text(int most) {
        StringBuilder text = new StringBuilder();
        String alphabet = ALPHABETS.get(random.nextInt(ALPHABETS.size()));
        int[] letters = alphabet.codePoints().toArray();
        while (true) {
            String letter = Character.toString(letters[random.nextInt(letters.length)]);
            // H2 counts UTF-16 units where PostgreSQL counts characters.
            int length =
                    engine == Engine.H2 ? text.length() + letter.length() : text.codePointCount(0, text.length()) + 1;
            if (length > most) {
                return text.toString();
            }
            text.append(letter);
        }
    }

    private String plainText(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}

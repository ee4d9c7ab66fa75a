package dev.rowseal.surface;

import java.util.LinkedHashMap;
import java.util.Map;

/** Sources of package {@code probe}: what generated code needs around it, and hand-written classes that keep a log. */
final class Probes {

    /** The names that generated code uses, in the smallest form that shows what it was told. */
    static final Map<String, String> NAMES = Map.of(
            "Setter",
            "public enum Setter { INT, TIMESTAMP, OBJECT, NULL, CHARACTER_STREAM, NSTRING }",
            "ReadType",
            "public enum ReadType { INT, STRING, BIG_DECIMAL, OBJECT_CLASS, BOOLEAN }",
            "ParameterFact",
            "public enum ParameterFact { SCALE, SIGNED, PARAMETER_TYPE_NAME }",
            "Replay",
            "public interface Replay { void on(java.sql.PreparedStatement target, int position)"
                    + " throws java.sql.SQLException; }",
            "NamedReplay",
            "public interface NamedReplay { void on(java.sql.CallableStatement target, String name)"
                    + " throws java.sql.SQLException; }",
            "UpdateReplay",
            "public interface UpdateReplay { void on(java.sql.ResultSet target, int position)"
                    + " throws java.sql.SQLException; }",
            "Snapshot",
            "class Snapshot { @SuppressWarnings(\"unchecked\") static <T> T of(T value) {"
                    + " return value instanceof java.util.Date d ? (T) d.clone() : value; } }",
            "BindType",
            """
                    record BindType(String text) {
                        static BindType of(Setter setter) { return new BindType(setter.name()); }
                        BindType to(int type) { return new BindType(text + " to " + type); }
                        BindType to(java.sql.SQLType type) { return new BindType(text + " to " + type); }
                        BindType named(String name) { return new BindType(text + " named " + name); }
                        BindType scaled(int scale) { return new BindType(text + " scaled " + scale); }
                        BindType sized(long size) { return new BindType(text + " sized " + size); }
                        BindType in(java.util.Calendar calendar) { return new BindType(text + " in calendar"); }
                        public String toString() { return text; }
                    }
                    """);

    /** Parameter 1 of two is sealed; everything is written down. */
    static final String STATEMENT = """
            public class Held extends DelegatingPreparedStatement {
                private final java.sql.PreparedStatement wrapped;
                private final boolean passes;
                public final java.util.List<String> log = new java.util.ArrayList<>();
                public Replay replay;
                public Held(java.sql.PreparedStatement wrapped, boolean passes) {
                    this.wrapped = wrapped;
                    this.passes = passes;
                }
                java.sql.PreparedStatement delegate() { return wrapped; }
                boolean passes() { return passes; }
                java.sql.SQLException failed(java.sql.SQLException e) { return new java.sql.SQLException("cleaned"); }
                void bind(int parameter, Object value, BindType type, Replay replay) {
                    log.add(parameter + " " + value + " " + type);
                    this.replay = replay;
                }
            }
            """;

    /** Column 1 is sealed, column 2 is the wrapped column 3. */
    static final String RESULT_SET = """
            public class Held extends DelegatingResultSet {
                private final java.sql.ResultSet wrapped;
                public Object sealed;
                public final java.util.List<String> log = new java.util.ArrayList<>();
                public UpdateReplay replay;
                public Held(java.sql.ResultSet wrapped) { this.wrapped = wrapped; }
                java.sql.ResultSet delegate() { return wrapped; }
                java.sql.SQLException failed(java.sql.SQLException e) { return new java.sql.SQLException("cleaned"); }
                public int findColumn(String label) { return label.equals("ssn") ? 1 : 2; }
                int physical(int column) { return column == 1 ? 0 : column + 1; }
                int physicalForUpdate(int column) { return physical(column); }
                void moved() { log.add("moved"); }
                Object read(int column, ReadType type, Object argument) {
                    log.add(column + " " + type + " " + argument);
                    return sealed;
                }
                @SuppressWarnings("unchecked")
                <T> T screen(int column, T value) {
                    log.add("screen " + column);
                    return (T) (value instanceof String s ? s + "!" : value);
                }
                void update(int column, Object value, BindType type, UpdateReplay replay) {
                    log.add(column + " := " + value + " " + type);
                    this.replay = replay;
                }
            }
            """;

    /** A hand-written class in the middle of a chain, with constructors to be passed through. */
    static final String MIDDLE = """
            public class Middle extends DelegatingStatement {
                protected final java.sql.Statement wrapped;
                protected final java.util.Map<String, java.util.Map.Entry<Held, byte[]>> names;
                private Middle() { this(null, null); }
                Middle(java.sql.Statement wrapped, java.util.Map<String, java.util.Map.Entry<Held, byte[]>> names) {
                    this.wrapped = wrapped;
                    this.names = names;
                }
                Middle(DelegatingStatement other) throws java.io.IOException {
                    throw new java.io.IOException("the other constructor");
                }
                java.sql.Statement delegate() throws java.sql.SQLException { return wrapped; }
                java.sql.SQLException failed(java.sql.SQLException e) { return new java.sql.SQLException("cleaned"); }
            }
            """;

    /** The end of the chain. */
    static final String END = """
            public class Held extends DelegatingPreparedStatement {
                public Held(java.sql.PreparedStatement wrapped) { super(wrapped, java.util.Map.of()); }
                Held(DelegatingStatement other) throws java.io.IOException { super(other); }
                java.sql.PreparedStatement delegate() { return (java.sql.PreparedStatement) wrapped; }
                boolean passes() { return true; }
                void bind(int parameter, Object value, BindType type, Replay replay) {}
            }
            """;

    private Probes() {}

    /** All names and one hand-written class. */
    static Map<String, String> with(String held) {
        Map<String, String> sources = new LinkedHashMap<>(NAMES);
        sources.put("Held", held);
        return sources;
    }
}

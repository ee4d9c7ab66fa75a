package dev.rowseal.surface;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What generated code asks of the hand-written class below it, as source text with its contract. */
enum Hook {
    FAILED("""
            /** The failure of a wrapped call as the application may see it: no value, no ciphertext. Must accept its own results. */
            abstract SQLException failed(SQLException failure);
            """),
    PASSES("""
            /** Whether parameters go straight to {@link #delegate}, because the text named nothing guarded. Throws when closed. */
            abstract boolean passes() throws SQLException;
            """),
    BIND("""
            /**
             * Keeps a parameter until the statement is executed.
             *
             * @param parameter the application's number, from 1 when it is right; not yet checked
             * @param value what was set, boxed; mutable values are already copied; null for SQL NULL
             * @param type which setter was called and with what else
             * @param replay repeats the call on another statement; for open parameters only
             */
            abstract void bind(int parameter, @Nullable Object value, BindType type, Replay replay) throws SQLException;
            """),
    BIND_NAMED("""
            /** As {@link #bind(int, Object, BindType, Replay)}, by the parameter's name. */
            abstract void bind(@Nullable String parameter, @Nullable Object value, BindType type, NamedReplay replay)
                    throws SQLException;
            """),
    UPDATE("""
            /** The wrapped column that an update of this column may go to as it is, or 0 to have it sent to {@link #update}. */
            abstract int physicalForUpdate(int column) throws SQLException;

            /**
             * Keeps an update of a column until the row is written; parameters as in {@code bind} of a statement.
             *
             * @param column the application's number, already admitted by {@link #physicalForUpdate}
             * @param replay repeats the call on a wrapped result set and column; for open columns only
             */
            abstract void update(int column, @Nullable Object value, BindType type, UpdateReplay replay) throws SQLException;
            """),
    PHYSICAL("""
            /** The wrapped number of an open column, from 1; 0 when it is sealed. Throws when there is no such column. */
            abstract int physical(int column) throws SQLException;
            """),
    READ("""
            /**
             * The value of a sealed column.
             *
             * @param column the application's number, for which {@link #physical} gave 0
             * @param type which getter was called; its result must be an instance of {@link ReadType#result}
             * @param argument the getter's second argument: a scale, Calendar, Map or Class; null when it has none
             * @return null for SQL NULL; primitive getters turn it into 0 or false
             */
            abstract @Nullable Object read(int column, ReadType type, @Nullable Object argument) throws SQLException;

            /**
             * Lets a value of an open column through, or refuses it: an envelope that no plan expected, and whatever leads
             * back to the wrapped driver (ResultSet, Array, Ref, Struct, streams and large objects not yet read).
             */
            abstract <T extends @Nullable Object> T screen(int column, T value) throws SQLException;
            """),
    READ_NAMED("""
            /** The wrapped name of an open parameter; null when it is sealed. */
            abstract @Nullable String physical(@Nullable String parameter) throws SQLException;

            /** As {@link #read(int, ReadType, Object)}, by the parameter's name. */
            abstract @Nullable Object read(@Nullable String parameter, ReadType type, @Nullable Object argument)
                    throws SQLException;

            /** As {@link #screen(int, Object)}, by the parameter's name. */
            abstract <T extends @Nullable Object> T screen(@Nullable String parameter, T value) throws SQLException;
            """),
    DESCRIBE_COLUMN("""
            /** A fact about a sealed column, an instance of {@link ColumnFact#result}. */
            abstract Object describe(int column, ColumnFact fact) throws SQLException;
            """),
    DESCRIBE_PARAMETER("""
            /** A fact about a sealed parameter, an instance of {@link ParameterFact#result}. */
            abstract Object describe(int parameter, ParameterFact fact) throws SQLException;
            """),
    LIST("""
            /**
             * Wraps a listing, and shows in it sealed columns as declared and none that is hidden.
             *
             * @param method the name of the method that was called, as in {@code getColumns}
             * @param listing the wrapped driver's answer; closed here when this throws
             */
            abstract ResultSet list(String method, ResultSet listing) throws SQLException;
            """),
    MOVED("""
            /** Told before the cursor moves: what was kept of the row is not to be used again. Throws when closed. */
            abstract void moved() throws SQLException;
            """);

    private final String source;

    Hook(String source) {
        this.source = source;
    }

    String source() {
        return source;
    }

    /** The hooks that a class with these decisions calls. */
    static Set<Hook> needed(List<Surface.Choice> choices) {
        Set<Hook> hooks = EnumSet.of(FAILED);
        for (Surface.Choice choice : choices) {
            JdbcMethod method = choice.method();
            switch (choice.line().verb()) {
                case BIND -> {
                    if (method.owner().equals("ResultSet")) {
                        hooks.add(UPDATE);
                    } else {
                        hooks.add(PASSES);
                        hooks.add(method.byNumber() ? BIND : BIND_NAMED);
                    }
                }
                case READ -> {
                    if (method.byName() && !method.owner().equals("ResultSet")) {
                        hooks.add(READ_NAMED);
                    } else if (method.byNumber()) {
                        hooks.add(PHYSICAL);
                        hooks.add(READ);
                    }
                }
                case COLUMN -> {
                    hooks.add(PHYSICAL);
                    hooks.add(method.owner().equals("ResultSetMetaData") ? DESCRIBE_COLUMN : DESCRIBE_PARAMETER);
                }
                case MOVE -> hooks.add(MOVED);
                case LIST -> hooks.add(LIST);
                case PASS, SQL, CHILD, HAND, REFUSE, DEFAULT -> {}
            }
        }
        return hooks;
    }
}

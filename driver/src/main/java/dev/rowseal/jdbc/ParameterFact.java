package dev.rowseal.jdbc;

/** What {@link java.sql.ParameterMetaData} can be asked about one parameter, and the class of the answer. */
enum ParameterFact {
    NULLABLE(Integer.class),
    PARAMETER_CLASS_NAME(String.class),
    PARAMETER_MODE(Integer.class),
    PARAMETER_TYPE(Integer.class),
    PARAMETER_TYPE_NAME(String.class),
    PRECISION(Integer.class),
    SCALE(Integer.class),
    SIGNED(Boolean.class);

    private final Class<?> result;

    ParameterFact(Class<?> result) {
        this.result = result;
    }

    /** The class that the answer must be an instance of. */
    Class<?> result() {
        return result;
    }
}

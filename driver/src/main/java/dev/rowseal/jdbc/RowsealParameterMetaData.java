package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.convert.DeclaredColumn;
import dev.rowseal.plan.Plan;
import dev.rowseal.plan.Slot;
import dev.rowseal.plan.ValueSource;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@link ParameterMetaData} that an application holds: its own parameters, and sealed ones as they are declared. */
final class RowsealParameterMetaData extends DelegatingParameterMetaData {

    private final ParameterMetaData delegate;
    private final SealedDatabase database;
    private final Plan.@Nullable Rewritten plan;

    RowsealParameterMetaData(ParameterMetaData delegate, SealedDatabase database, Plan.@Nullable Rewritten plan) {
        this.delegate = delegate;
        this.database = database;
        this.plan = plan;
    }

    @Override
    ParameterMetaData delegate() {
        return delegate;
    }

    @Override
    SQLException failed(SQLException failure) {
        return failure;
    }

    @Override
    int physical(int parameter) throws SQLException {
        if (plan == null) {
            return parameter;
        }
        if (sealed(plan, parameter) != null) {
            return 0;
        }
        List<Slot> slots = plan.sql().slots();
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i) instanceof Slot.Open open && open.parameter() == parameter
                    || slots.get(i) instanceof Slot.Nullness test && test.parameter() == parameter
                    || slots.get(i) instanceof Slot.RowPart part && ValueSource.parameter(part.given()) == parameter) {
                return i + 1;
            }
        }
        throw new IllegalStateException("an open parameter has no place in the statement");
    }

    private @Nullable SealedColumn sealed(Plan.Rewritten planned, int parameter) throws SQLException {
        if (parameter < 1 || parameter > planned.parameters().size()) {
            throw new SQLException(
                    "there is no parameter " + parameter, database.vendor().noSuchColumnState());
        }
        return planned.parameters().get(parameter - 1);
    }

    @Override
    Object describe(int parameter, ParameterFact fact) throws SQLException {
        SealedColumn column = plan == null ? null : sealed(plan, parameter);
        if (column == null) {
            throw new IllegalStateException("a parameter that is not sealed came here");
        }
        DeclaredColumn declared = database.dialect().declared(column.type());
        return switch (fact) {
            case NULLABLE -> parameterNullableUnknown;
            case PARAMETER_CLASS_NAME -> declared.className();
            case PARAMETER_MODE -> parameterModeIn;
            case PARAMETER_TYPE -> declared.jdbcType();
            case PARAMETER_TYPE_NAME -> declared.typeName();
            case PRECISION -> declared.precision();
            case SCALE -> declared.scale();
            case SIGNED -> declared.signed();
        };
    }

    @Override
    public int getParameterCount() throws SQLException {
        return plan == null ? delegate.getParameterCount() : plan.parameters().size();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return Unwrapping.isWrapperFor(this, delegate, type, database);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(this, delegate, type, database);
    }
}

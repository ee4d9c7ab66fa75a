package dev.rowseal.integration;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.rowseal.testdb.Engine;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The clinic's tables and columns for jOOQ, and how it runs on a twin. */
final class JooqClinic {

    private JooqClinic() {}

    static final Table<Record> PATIENT = table(name("patient"));
    static final Field<Long> ID = field(name("patient", "id"), SQLDataType.BIGINT);
    static final Field<String> NAME = field(name("patient", "name"), SQLDataType.VARCHAR(50));
    static final Field<String> SSN = field(name("patient", "ssn"), SQLDataType.VARCHAR(11));
    static final Field<LocalDate> BIRTHDAY = field(name("patient", "birthday"), SQLDataType.LOCALDATE);
    static final Field<BigDecimal> SALARY = field(name("patient", "salary"), SQLDataType.DECIMAL(12, 2));
    static final Field<String> EMAIL = field(name("patient", "email"), SQLDataType.VARCHAR(100));
    static final Field<String> CITY = field(name("patient", "city"), SQLDataType.VARCHAR(30));
    static final Table<Record> VISIT = table(name("visit"));
    static final Field<Long> PATIENT_ID = field(name("visit", "patient_id"), SQLDataType.BIGINT);
    static final Field<String> REASON = field(name("visit", "reason"), SQLDataType.VARCHAR(50));
    static final Field<BigDecimal> COST = field(name("visit", "cost"), SQLDataType.DECIMAL(10, 2));
    static final Table<Record> CHART = table(name("chart"));
    static final Field<Long> CHART_ID = field(name("id"), SQLDataType.BIGINT);
    static final Field<String> TITLE = field(name("title"), SQLDataType.VARCHAR(40));
    static final Field<String> MEMO = field(name("memo"), SQLDataType.CLOB);

    /** What an application does. */
    interface With {
        @Nullable
        Object dsl(DSLContext dsl) throws Exception;
    }

    static Twins.Work with(Engine engine, With work) {
        return with(engine, new Settings(), work);
    }

    static Twins.Work with(Engine engine, Settings settings, With work) {
        SQLDialect dialect = switch (engine) {
            case H2 -> SQLDialect.H2;
            case POSTGRESQL -> SQLDialect.POSTGRES;
            case MARIADB -> SQLDialect.MARIADB;
        };
        settings.withRenderQuotedNames(RenderQuotedNames.NEVER);
        return (DataSource source) -> shown(work.dsl(DSL.using(source, dialect, settings)));
    }

    static @Nullable Object shown(@Nullable Object got) {
        return got instanceof org.jooq.Result<?> rows
                ? rows.map(record ->
                        List.of(List.of(record.fields()).toString(), java.util.Arrays.asList(record.intoArray())))
                : got;
    }
}

package dev.rowseal.integration;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What applications do with jOOQ's query builder. */
class JooqTest {

    private static final Table<Record> PATIENT = table(name("patient"));
    private static final Field<Long> ID = field(name("patient", "id"), SQLDataType.BIGINT);
    private static final Field<String> NAME = field(name("patient", "name"), SQLDataType.VARCHAR(50));
    private static final Field<String> SSN = field(name("patient", "ssn"), SQLDataType.VARCHAR(11));
    private static final Field<LocalDate> BIRTHDAY = field(name("patient", "birthday"), SQLDataType.LOCALDATE);
    private static final Field<BigDecimal> SALARY = field(name("patient", "salary"), SQLDataType.DECIMAL(12, 2));
    private static final Field<String> EMAIL = field(name("patient", "email"), SQLDataType.VARCHAR(100));
    private static final Field<String> CITY = field(name("patient", "city"), SQLDataType.VARCHAR(30));
    private static final Table<Record> VISIT = table(name("visit"));
    private static final Field<Long> PATIENT_ID = field(name("visit", "patient_id"), SQLDataType.BIGINT);
    private static final Field<String> REASON = field(name("visit", "reason"), SQLDataType.VARCHAR(50));
    private static final Field<BigDecimal> COST = field(name("visit", "cost"), SQLDataType.DECIMAL(10, 2));
    private static final Table<Record> CHART = table(name("chart"));
    private static final Field<Long> CHART_ID = field(name("id"), SQLDataType.BIGINT);
    private static final Field<String> TITLE = field(name("title"), SQLDataType.VARCHAR(40));
    private static final Field<String> MEMO = field(name("memo"), SQLDataType.CLOB);

    private interface With {
        @Nullable
        Object dsl(DSLContext dsl) throws Exception;
    }

    private static Twins.Work with(Clinic.Engine engine, With work) {
        return with(engine, new Settings(), work);
    }

    private static Twins.Work with(Clinic.Engine engine, Settings settings, With work) {
        SQLDialect dialect = engine == Clinic.Engine.H2 ? SQLDialect.H2 : SQLDialect.POSTGRES;
        settings.withRenderQuotedNames(RenderQuotedNames.NEVER);
        return (DataSource source) -> shown(work.dsl(DSL.using(source, dialect, settings)));
    }

    private static @Nullable Object shown(@Nullable Object got) {
        return got instanceof org.jooq.Result<?> rows
                ? rows.map(record ->
                        List.of(List.of(record.fields()).toString(), java.util.Arrays.asList(record.intoArray())))
                : got;
    }

    @ParameterizedTest
    @EnumSource(Clinic.Engine.class)
    void finds(Clinic.Engine engine, @TempDir Path folder) throws Exception {
        try (Twins twins = new Twins(engine, folder)) {
            find(twins, engine, new Settings());
            find(twins, engine, new Settings().withStatementType(StatementType.STATIC_STATEMENT));
            find(twins, engine, new Settings().withRenderSchema(false).withRenderFormatted(true));
            twins.requireAlike(60);
        }
    }

    private static void find(Twins twins, Clinic.Engine engine, Settings how) {
        twins.same(
                "all",
                with(
                        engine,
                        how,
                        d -> d.select(ID, NAME, SSN, BIRTHDAY, SALARY)
                                .from(PATIENT)
                                .orderBy(ID)
                                .fetch()));
        twins.same(
                "select *",
                with(engine, how, d -> d.select().from(PATIENT).orderBy(ID).fetch()));
        twins.same(
                "by ssn",
                with(
                        engine,
                        how,
                        d -> d.select(ID, SSN)
                                .from(PATIENT)
                                .where(SSN.eq("078-05-1120"))
                                .fetch()));
        twins.same(
                "in",
                with(
                        engine,
                        how,
                        d -> d.select(ID, SSN)
                                .from(PATIENT)
                                .where(SSN.in("078-05-1120", "x"))
                                .orderBy(ID)
                                .fetch()));
        twins.same(
                "in nothing",
                with(
                        engine,
                        how,
                        d -> d.select(ID, SSN)
                                .from(PATIENT)
                                .where(SSN.in(List.of()))
                                .orderBy(ID)
                                .fetch()));
        twins.same(
                "not in",
                with(
                        engine,
                        how,
                        d -> d.select(ID)
                                .from(PATIENT)
                                .where(SSN.notIn("078-05-1120", "x"))
                                .orderBy(ID)
                                .fetch()));
        twins.same(
                "distinct from",
                with(
                        engine,
                        how,
                        d -> d.select(ID)
                                .from(PATIENT)
                                .where(SSN.isDistinctFrom("078-05-1120"))
                                .orderBy(ID)
                                .fetch()));
        twins.same(
                "not distinct from",
                with(
                        engine,
                        how,
                        d -> d.select(ID)
                                .from(PATIENT)
                                .where(SSN.isNotDistinctFrom(val((String) null, SSN)))
                                .orderBy(ID)
                                .fetch()));
        twins.same(
                "NULL",
                with(
                        engine,
                        how,
                        d -> d.select(ID)
                                .from(PATIENT)
                                .where(SSN.isNull().or(EMAIL.isNull()))
                                .orderBy(ID)
                                .fetch()));
        twins.same(
                "row values",
                with(
                        engine,
                        how,
                        d -> d.select(ID)
                                .from(PATIENT)
                                .where(row(NAME, SSN).in(row("Alice", "078-05-1120"), row("Bob", "x")))
                                .orderBy(ID)
                                .fetch()));
        twins.same(
                "row value",
                with(
                        engine,
                        how,
                        d -> d.select(ID)
                                .from(PATIENT)
                                .where(row(NAME, SSN).eq("Alice", "078-05-1120"))
                                .fetch()));
        twins.same(
                "fetch count",
                with(
                        engine,
                        how,
                        d -> d.fetchCount(d.select(ID, SSN).from(PATIENT).where(EMAIL.isNotNull()))));
        twins.same("fetch count of a table", with(engine, how, d -> d.fetchCount(PATIENT, SSN.eq("078-05-1120"))));
        twins.sameBut(
                Clinic.Engine.H2,
                "fetch exists",
                with(engine, how, d -> d.fetchExists(PATIENT, SSN.eq("078-05-1120"))));
        twins.sameBut(
                Clinic.Engine.H2,
                "fetch exists of a query",
                with(engine, how, d -> d.fetchExists(selectOne().from(PATIENT).where(SSN.eq("no")))));
        twins.same(
                "page",
                with(
                        engine,
                        how,
                        d -> d.select(ID, SSN)
                                .from(PATIENT)
                                .orderBy(NAME)
                                .limit(2)
                                .offset(1)
                                .fetch()));
        twins.same(
                "seek",
                with(
                        engine,
                        how,
                        d -> d.select(ID, NAME, SSN)
                                .from(PATIENT)
                                .orderBy(NAME, ID)
                                .seek("Alice", 1L)
                                .limit(2)
                                .fetch()));
        twins.same(
                "total",
                with(
                        engine,
                        how,
                        d -> d.select(ID, SSN, count().over().as("total"))
                                .from(PATIENT)
                                .orderBy(ID)
                                .limit(2)
                                .fetch()));
        twins.same(
                "join",
                with(
                        engine,
                        how,
                        d -> d.select(NAME, SSN, REASON)
                                .from(PATIENT)
                                .join(VISIT)
                                .on(PATIENT_ID.eq(ID))
                                .where(SSN.eq("078-05-1120"))
                                .orderBy(REASON)
                                .fetch()));
        twins.same(
                "left join, grouped",
                with(
                        engine,
                        how,
                        d -> d.select(SSN, sum(COST), count())
                                .from(PATIENT)
                                .leftJoin(VISIT)
                                .on(PATIENT_ID.eq(ID))
                                .groupBy(SSN)
                                .orderBy(count(), sum(COST).nullsLast())
                                .fetch()));
        twins.same(
                "grouped by id",
                with(
                        engine,
                        how,
                        d -> d.select(ID, NAME, SSN, sum(COST))
                                .from(PATIENT)
                                .join(VISIT)
                                .on(PATIENT_ID.eq(ID))
                                .groupBy(ID, NAME, SSN)
                                .orderBy(ID)
                                .fetch()));
        twins.same(
                "exists",
                with(
                        engine,
                        how,
                        d -> d.select(REASON)
                                .from(VISIT)
                                .where(exists(selectOne()
                                        .from(PATIENT)
                                        .where(ID.eq(PATIENT_ID))
                                        .and(SSN.eq("219-09-9999"))))
                                .fetch()));
        twins.same(
                "in subquery",
                with(
                        engine,
                        how,
                        d -> d.select(REASON)
                                .from(VISIT)
                                .where(PATIENT_ID.in(select(ID).from(PATIENT).where(SSN.eq("219-09-9999"))))
                                .fetch()));
        twins.same(
                "scalar subquery",
                with(
                        engine,
                        how,
                        d -> d.select(
                                        REASON,
                                        field(select(SSN).from(PATIENT).where(ID.eq(PATIENT_ID)))
                                                .as("ssn"))
                                .from(VISIT)
                                .orderBy(REASON, COST)
                                .fetch()));
        twins.same("derived", with(engine, how, d -> {
            Table<?> t = select(ID.as("id"), SSN.as("s")).from(PATIENT).asTable("t");
            return d.select(t.fields()).from(t).orderBy(t.field("id")).fetch();
        }));
        twins.same(
                "with",
                with(
                        engine,
                        how,
                        d -> d.with("t", "i", "s")
                                .as(select(ID, SSN).from(PATIENT))
                                .select(field(name("t", "s")))
                                .from(table(name("t")))
                                .orderBy(field(name("t", "i")))
                                .fetch()));
        twins.same(
                "union",
                with(
                        engine,
                        how,
                        d -> d.select(SSN)
                                .from(PATIENT)
                                .where(ID.eq(1L))
                                .unionAll(select(SSN).from(PATIENT).where(ID.eq(2L)))
                                .fetch()));
        twins.same(
                "distinct",
                with(
                        engine,
                        how,
                        d -> d.selectDistinct(SSN)
                                .from(PATIENT)
                                .where(ID.eq(1L))
                                .fetch()));
        twins.same(
                "distinct count",
                with(
                        engine,
                        how,
                        d -> d.select(DSL.countDistinct(SSN)).from(PATIENT).fetch()));
        twins.same(
                "for update",
                with(
                        engine,
                        how,
                        d -> d.select(SSN)
                                .from(PATIENT)
                                .where(ID.eq(1L))
                                .forUpdate()
                                .fetch()));
        twins.same(
                "for update skip locked",
                with(
                        engine,
                        how,
                        d -> d.select(SSN)
                                .from(PATIENT)
                                .where(ID.eq(1L))
                                .forUpdate()
                                .skipLocked()
                                .fetch()));
        twins.same(
                "no condition",
                with(
                        engine,
                        how,
                        d -> d.select(SSN)
                                .from(PATIENT)
                                .where(noCondition())
                                .orderBy(ID)
                                .fetch()));
        twins.same(
                "map",
                with(
                        engine,
                        how,
                        d -> d.select(ID, SSN).from(PATIENT).orderBy(ID).fetchMap(ID, SSN)));
        twins.same("lazy", with(engine, how, d -> {
            try (var cursor = d.select(ID, SSN).from(PATIENT).orderBy(ID).fetchLazy()) {
                return cursor.fetchNext(2);
            }
        }));
    }

    @ParameterizedTest
    @EnumSource(Clinic.Engine.class)
    void changes(Clinic.Engine engine, @TempDir Path folder) throws Exception {
        try (Twins twins = new Twins(engine, folder)) {
            twins.same(
                    "insert",
                    with(
                            engine,
                            d -> d.insertInto(PATIENT, ID, NAME, SSN, BIRTHDAY, SALARY)
                                    .values(10L, "Eve", "111-11-1111", LocalDate.of(2000, 1, 2), new BigDecimal("3.14"))
                                    .execute()));
            twins.same(
                    "insert of rows",
                    with(
                            engine,
                            d -> d.insertInto(PATIENT, ID, NAME, EMAIL)
                                    .values(11L, "Fay", "f@example.org")
                                    .values(12L, "Gil", null)
                                    .execute()));
            twins.same(
                    "insert set",
                    with(
                            engine,
                            d -> d.insertInto(PATIENT)
                                    .set(ID, 13L)
                                    .set(NAME, "Hal")
                                    .set(SSN, "222-22-2222")
                                    .execute()));
            twins.same(
                    "insert of a map",
                    with(
                            engine,
                            d -> d.insertInto(PATIENT)
                                    .set(Map.of(ID, 14L, NAME, "Ira"))
                                    .execute()));
            twins.sameBut(
                    Clinic.Engine.H2,
                    "insert returning id",
                    with(
                            engine,
                            d -> d.insertInto(CHART)
                                    .set(TITLE, "a")
                                    .set(MEMO, "b")
                                    .returningResult(CHART_ID)
                                    .fetch()));
            twins.sameBut(
                    Clinic.Engine.H2,
                    "insert returning",
                    with(
                            engine,
                            d -> d.insertInto(CHART)
                                    .set(TITLE, "a")
                                    .set(MEMO, "b")
                                    .returningResult(CHART_ID, TITLE, MEMO)
                                    .fetch()));
            twins.sameBut(
                    Clinic.Engine.H2,
                    "insert, on conflict update",
                    with(
                            engine,
                            d -> d.insertInto(PATIENT)
                                    .set(ID, 13L)
                                    .set(NAME, "Hal")
                                    .set(SSN, "333-33-3333")
                                    .onConflict(ID)
                                    .doUpdate()
                                    .set(SSN, "333-33-3333")
                                    .execute()));
            twins.sameBut(
                    Clinic.Engine.H2,
                    "insert, on conflict excluded",
                    with(
                            engine,
                            d -> d.insertInto(PATIENT)
                                    .set(ID, 13L)
                                    .set(NAME, "Hal")
                                    .set(SSN, "444-44-4444")
                                    .onConflict(ID)
                                    .doUpdate()
                                    .set(SSN, DSL.excluded(SSN))
                                    .execute()));
            twins.refused(
                    "merge using dual",
                    with(
                            engine,
                            d -> d.mergeInto(PATIENT)
                                    .usingDual()
                                    .on(ID.eq(15L))
                                    .whenMatchedThenUpdate()
                                    .set(SSN, "1")
                                    .whenNotMatchedThenInsert(ID, NAME, SSN)
                                    .values(15L, "Joe", "555-55-5555")
                                    .execute()));
            twins.same(
                    "update",
                    with(
                            engine,
                            d -> d.update(PATIENT)
                                    .set(SSN, "666-66-6666")
                                    .set(CITY, "Rom")
                                    .where(ID.eq(1L))
                                    .execute()));
            twins.same(
                    "update many",
                    with(
                            engine,
                            d -> d.update(PATIENT)
                                    .set(SALARY, BigDecimal.TEN)
                                    .where(CITY.eq("Rom").or(ID.gt(10L)))
                                    .execute()));
            twins.sameBut(
                    Clinic.Engine.POSTGRESQL,
                    "update a row",
                    with(
                            engine,
                            d -> d.update(PATIENT)
                                    .set(row(SSN, CITY), row("777-77-7777", "Bari"))
                                    .where(ID.eq(1L))
                                    .execute()));
            twins.sameBut(
                    Clinic.Engine.H2,
                    "update returning",
                    with(
                            engine,
                            d -> d.update(PATIENT)
                                    .set(SSN, "888-88-8888")
                                    .where(ID.eq(1L))
                                    .returningResult(ID, SSN)
                                    .fetch()));
            twins.sameBut(
                    Clinic.Engine.H2,
                    "delete returning",
                    with(
                            engine,
                            d -> d.deleteFrom(PATIENT)
                                    .where(ID.eq(11L))
                                    .returningResult(ID, EMAIL)
                                    .fetch()));
            twins.same(
                    "delete by lookup",
                    with(
                            engine,
                            d -> d.deleteFrom(PATIENT)
                                    .where(SSN.eq("222-22-2222"))
                                    .execute()));
            twins.same(
                    "delete in",
                    with(
                            engine,
                            d -> d.deleteFrom(PATIENT).where(ID.in(12L, 14L)).execute()));
            twins.refused(
                    "update limit",
                    with(
                            engine,
                            d -> d.update(PATIENT)
                                    .set(SSN, "x")
                                    .where(ID.eq(2L))
                                    .orderBy(ID)
                                    .limit(1)
                                    .execute()));
            twins.same(
                    "batch",
                    with(
                            engine,
                            d -> d.batch(d.insertInto(PATIENT, ID, NAME, SSN).values((Long) null, null, null))
                                    .bind(20L, "Kim", "k")
                                    .bind(21L, "Lea", null)
                                    .execute()));
            twins.same(
                    "batch of texts",
                    with(
                            engine,
                            d -> d.batch(
                                            d.update(PATIENT).set(SSN, "q").where(ID.eq(20L)),
                                            d.deleteFrom(PATIENT).where(ID.eq(21L)))
                                    .execute()));
            twins.same("nested transaction", with(engine, d -> {
                d.transaction(outer -> {
                    outer.dsl()
                            .update(PATIENT)
                            .set(SSN, "999-99-9999")
                            .where(ID.eq(1L))
                            .execute();
                    try {
                        outer.dsl().transaction(inner -> {
                            inner.dsl()
                                    .update(PATIENT)
                                    .set(SSN, "no")
                                    .where(ID.eq(1L))
                                    .execute();
                            throw new IllegalArgumentException();
                        });
                    } catch (IllegalArgumentException rolledBack) {
                        outer.dsl()
                                .update(PATIENT)
                                .set(CITY, "back")
                                .where(ID.eq(1L))
                                .execute();
                    }
                });
                return d.select(SSN, CITY).from(PATIENT).where(ID.eq(1L)).fetch();
            }));
            twins.same(
                    "insert from a select of open columns",
                    with(
                            engine,
                            d -> d.insertInto(VISIT, PATIENT_ID, REASON)
                                    .select(select(ID, val("check"))
                                            .from(PATIENT)
                                            .where(SSN.isNull()))
                                    .execute()));
            twins.same(
                    "rest",
                    with(engine, d -> d.select().from(PATIENT).orderBy(ID).fetch()));
            twins.same(
                    "charts",
                    with(engine, d -> d.select().from(CHART).orderBy(CHART_ID).fetch()));
            twins.requireAlike(20);
        }
    }
}

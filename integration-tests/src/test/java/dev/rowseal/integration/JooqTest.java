package dev.rowseal.integration;

import static dev.rowseal.integration.JooqClinic.BIRTHDAY;
import static dev.rowseal.integration.JooqClinic.COST;
import static dev.rowseal.integration.JooqClinic.EMAIL;
import static dev.rowseal.integration.JooqClinic.ID;
import static dev.rowseal.integration.JooqClinic.NAME;
import static dev.rowseal.integration.JooqClinic.PATIENT;
import static dev.rowseal.integration.JooqClinic.PATIENT_ID;
import static dev.rowseal.integration.JooqClinic.REASON;
import static dev.rowseal.integration.JooqClinic.SALARY;
import static dev.rowseal.integration.JooqClinic.SSN;
import static dev.rowseal.integration.JooqClinic.VISIT;
import static dev.rowseal.integration.JooqClinic.with;
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

import dev.rowseal.testdb.Engine;
import java.nio.file.Path;
import java.util.List;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What applications read with jOOQ's query builder. */
class JooqTest {

    @ParameterizedTest
    @EnumSource(Engine.class)
    void finds(Engine engine, @TempDir Path folder) throws Exception {
        try (Twins twins = new Twins(engine, folder)) {
            find(twins, engine, new Settings());
            find(twins, engine, new Settings().withStatementType(StatementType.STATIC_STATEMENT));
            find(twins, engine, new Settings().withRenderSchema(false).withRenderFormatted(true));
            twins.requireAlike(60);
        }
    }

    private static void find(Twins twins, Engine engine, Settings how) {
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
        twins.same("fetch exists", with(engine, how, d -> d.fetchExists(PATIENT, SSN.eq("078-05-1120"))));
        twins.same(
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
                                .orderBy(count(), sum(COST).nullsLast(), org.jooq.impl.DSL.max(ID))
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
}

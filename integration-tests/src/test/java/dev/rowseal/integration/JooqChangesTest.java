package dev.rowseal.integration;

import static dev.rowseal.integration.JooqClinic.BIRTHDAY;
import static dev.rowseal.integration.JooqClinic.CHART;
import static dev.rowseal.integration.JooqClinic.CHART_ID;
import static dev.rowseal.integration.JooqClinic.CITY;
import static dev.rowseal.integration.JooqClinic.EMAIL;
import static dev.rowseal.integration.JooqClinic.ID;
import static dev.rowseal.integration.JooqClinic.MEMO;
import static dev.rowseal.integration.JooqClinic.NAME;
import static dev.rowseal.integration.JooqClinic.PATIENT;
import static dev.rowseal.integration.JooqClinic.PATIENT_ID;
import static dev.rowseal.integration.JooqClinic.REASON;
import static dev.rowseal.integration.JooqClinic.SALARY;
import static dev.rowseal.integration.JooqClinic.SSN;
import static dev.rowseal.integration.JooqClinic.TITLE;
import static dev.rowseal.integration.JooqClinic.VISIT;
import static dev.rowseal.integration.JooqClinic.with;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.rowseal.testdb.Engine;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What applications change with jOOQ's query builder. */
class JooqChangesTest {

    @ParameterizedTest
    @EnumSource(Engine.class)
    void changes(Engine engine, @TempDir Path folder) throws Exception {
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
                    Engine.H2,
                    "insert returning id",
                    with(
                            engine,
                            d -> d.insertInto(CHART)
                                    .set(TITLE, "a")
                                    .set(MEMO, "b")
                                    .returningResult(CHART_ID)
                                    .fetch()));
            twins.sameBut(
                    Engine.H2,
                    "insert returning",
                    with(
                            engine,
                            d -> d.insertInto(CHART)
                                    .set(TITLE, "a")
                                    .set(MEMO, "b")
                                    .returningResult(CHART_ID, TITLE, MEMO)
                                    .fetch()));
            twins.sameBut(
                    Engine.H2,
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
            twins.same(
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
            twins.same(
                    "update a row",
                    with(
                            engine,
                            d -> d.update(PATIENT)
                                    .set(row(SSN, CITY), row("777-77-7777", "Bari"))
                                    .where(ID.eq(1L))
                                    .execute()));
            twins.sameBut(
                    Set.of(Engine.H2, Engine.MARIADB),
                    "update returning",
                    with(
                            engine,
                            d -> d.update(PATIENT)
                                    .set(SSN, "888-88-8888")
                                    .where(ID.eq(1L))
                                    .returningResult(ID, SSN)
                                    .fetch()));
            twins.sameBut(
                    Engine.H2,
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
            twins.same(
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

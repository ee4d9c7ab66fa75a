package dev.rowseal.integration;

import dev.rowseal.integration.Ward.Key;
import dev.rowseal.integration.Ward.Person;
import dev.rowseal.testdb.Engine;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hibernate.ScrollMode;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Hibernate's query language makes of expressions, clauses and set operations, and its stateless sessions. */
class HibernateQueriesTest {

    private static Object fill(Session session) {
        Person alice = Person.of("Alice", "078-05-1120");
        alice.birthday = LocalDate.of(1980, 2, 29);
        alice.salary = new BigDecimal("1000.50");
        alice.note("first").stars = 1;
        alice.note("second").stars = 5;
        Person bob = Person.of("Bob", "219-09-9999");
        bob.note("third").stars = 3;
        Person carol = Person.of("Carol", null);
        List.of(alice, bob, carol).forEach(session::persist);
        Key key = new Key();
        key.secret = "hush";
        session.persist(key);
        session.flush();
        return List.of(alice, bob, carol);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void finds(Engine engine, @TempDir Path folder) throws Exception {
        try (Wards wards = Wards.open(engine, folder)) {
            wards.same("persist", HibernateQueriesTest::fill);
            expressions(wards);
            clauses(wards);
            setOperations(wards);
            cursors(wards);
            wards.twins().requireAlike(40);
        }
    }

    private static void expressions(Wards wards) {
        wards.queryButOnMariaDb("select p.ssn = :s from Person p order by p.id", "s", "078-05-1120");
        wards.query("select p.ssn is null, p.ssn is not null from Person p order by p.id");
        wards.query("select case p.ssn when :s then 1 else 2 end from Person p order by p.id", "s", "078-05-1120");
        wards.query(
                "select case when p.ssn in ('078-05-1120', :s) then p.name end from Person p order by p.id", "s", "x");
        wards.query(
                "select p.name, exists (select 1 from Note n where n.person = p and p.ssn = :s) from Person p order by p.id",
                "s",
                "219-09-9999");
        wards.query("select p.id from Person p where (p.name, p.ssn) = ('Alice', :s)", "s", "078-05-1120");
        wards.query("select p.id from Person p where (p.id, p.ssn) in ((1, :s), (2, 'x'))", "s", "078-05-1120");
        wards.query("select p.id from Person p where not (p.ssn = :s) order by p.id", "s", "078-05-1120");
        wards.refused(
                "a comparison with a value of a subquery",
                s -> HibernateSessionsTest.list(
                        s, "select p.id from Person p where p.ssn = (select max('219-09-9999') from Note n)"));
        wards.query("select p.id from Person p where p.ssn = any (select q.ssn from Person q where q.name = 'Bob')");
        wards.query("select p.id from Person p where p.ssn = some (select q.ssn from Person q) order by p.id");
        wards.query("select count(distinct p.ssn), count(p.ssn), count(*) from Person p");
        wards.queryButOnMariaDb("select count(distinct p.ssn) filter (where p.name <> 'Bob') from Person p");
        wards.query("select coalesce(p.name, 'x'), p.ssn from Person p order by p.id");
        wards.query("select p.id, size(p.notes), p.ssn from Person p order by p.id");
        wards.query("select sum(case when p.ssn = :s then 1 else 0 end) from Person p", "s", "078-05-1120");
        wards.query("select p.name || '-' || cast(p.id as string), p.ssn from Person p order by p.id");
        wards.query("select upper(p.name), length(p.name), p.birthday from Person p order by p.id");
        wards.query(
                "select p.id from Person p where p.ssn = :a or (p.ssn = :b and p.salary is null) order by p.id",
                "a",
                "078-05-1120",
                "b",
                "219-09-9999");
        wards.refused("like", s -> HibernateSessionsTest.list(s, "from Person p where p.ssn like '078%'"));
        wards.refused("an order", s -> HibernateSessionsTest.list(s, "from Person p order by p.ssn"));
        wards.refused("a range", s -> HibernateSessionsTest.list(s, "from Person p where p.birthday > local date"));
        wards.refused("a function", s -> HibernateSessionsTest.list(s, "select upper(p.ssn) from Person p"));
    }

    private static void clauses(Wards wards) {
        wards.query(
                "select p.ssn, count(n) from Person p left join p.notes n group by p.ssn having count(n) > 0 order by count(n)");
        wards.query(
                "select p.ssn, p.name, max(n.stars) from Person p join p.notes n group by p.id, p.ssn, p.name order by p.id");
        wards.query(
                "select p.name, count(distinct p.ssn) from Person p group by rollup(p.name) order by p.name nulls first");
        wards.query("select p.id, p.ssn, row_number() over (order by p.id desc) from Person p order by p.id");
        wards.query(
                "select p.id, count(*) over (partition by p.ssn), rank() over (order by p.name) from Person p order by p.id");
        wards.query("select p.ssn from Person p order by p.id limit 2 offset 1");
        wards.query("select p.ssn from Person p order by p.id fetch first 2 rows only");
        wards.query("select distinct p.ssn, p.name from Person p order by p.name");
        wards.query("select d.s from (select p.ssn as s, p.id as i from Person p) d order by d.i");
        wards.query(
                "select d.s from (select p.ssn as s, p.id as i from Person p) d where d.s = :s", "s", "078-05-1120");
        wards.query(
                "with d as (select p.ssn as s, p.id as i from Person p) select d.s from d d where d.i < 3 order by d.i");
        // What Hibernate writes instead of LATERAL compares a sealed column without a lookup.
        wards.sameBut(
                Set.of(Engine.H2, Engine.MARIADB),
                "lateral",
                s -> HibernateSessionsTest.list(
                        s,
                        "select p.name, l.body from Person p join lateral (select n.body as body from p.notes n order by n.stars desc limit 1) l order by p.name"));
        wards.query("select n.body, p.ssn from Note n right join n.person p order by p.id, n.id");
        wards.query("select a.id, b.id from Person a join Person b on a.ssn = b.ssn order by a.id");
        wards.query("select a.id from Person a cross join Key k where k.secret = :s order by a.id", "s", "hush");
    }

    private static void setOperations(Wards wards) {
        wards.query("select p.ssn from Person p where p.id = 1 union select p.ssn from Person p where p.id < 2");
        wards.query(
                "(select p.id, p.ssn from Person p where p.id = 1) union all (select p.id, p.ssn from Person p where p.id = 2) order by 1 desc");
        wards.query(
                "(select p.name, p.ssn from Person p order by p.id limit 1) union all (select p.name, p.ssn from Person p where p.id = 2) order by 1 limit 1");
        wards.query("select p.ssn from Person p where p.id < 3 intersect select p.ssn from Person p where p.id > 1");
        wards.query("select p.ssn from Person p except select p.ssn from Person p where p.id > 1");
        wards.query(
                "from Note n where n.person.id in (select p.id from Person p where p.ssn = :s union select 2 from Person q) order by n.id",
                "s",
                "078-05-1120");
    }

    private static void cursors(Wards wards) {
        for (ScrollMode mode :
                List.of(ScrollMode.FORWARD_ONLY, ScrollMode.SCROLL_INSENSITIVE, ScrollMode.SCROLL_SENSITIVE)) {
            wards.same("scroll " + mode, s -> {
                List<Object> all = new ArrayList<>();
                try (var rows = s.createSelectionQuery(
                                "from Person p where p.ssn is not null order by p.id", Person.class)
                        .setFetchSize(1)
                        .scroll(mode)) {
                    while (rows.next()) {
                        all.add(rows.get());
                    }
                    if (mode != ScrollMode.FORWARD_ONLY) {
                        rows.last();
                        all.add(rows.get());
                        rows.scroll(-1);
                        all.add(rows.get());
                    }
                }
                return all;
            });
        }
        wards.same("stateless", s -> {
            List<Object> all = new ArrayList<>();
            try (StatelessSession session = s.getSessionFactory().openStatelessSession()) {
                var transaction = session.beginTransaction();
                Person dora = Person.of("Dora", "457-55-5462");
                session.insert(dora);
                dora.ssn = "457-55-5463";
                session.update(dora);
                all.add(session.get(Person.class, java.util.Objects.requireNonNull(dora.id)));
                session.refresh(dora);
                session.delete(dora);
                transaction.commit();
                all.add(dora);
            }
            return all;
        });
        wards.same("refresh and lock", s -> {
            Person person = s.find(Person.class, 1L);
            s.refresh(person);
            s.lock(person, jakarta.persistence.LockModeType.PESSIMISTIC_WRITE);
            return person;
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void changes(Engine engine, @TempDir Path folder) throws Exception {
        try (Wards wards = Wards.open(engine, folder)) {
            wards.same("persist", HibernateQueriesTest::fill);
            for (String jpql : List.of(
                    "update Person p set p.ssn = '111-11-1111', p.salary = 3.5 where p.id = 1",
                    "update Person p set p.ssn = null, p.name = upper(p.name) where p.name = 'Bob'",
                    "update Person p set p.salary = 7 where p.ssn in ('111-11-1111', 'x') or p.birthday is null",
                    "insert into Person (id, version, name, ssn) values (70, 0, 'Eve', '222-22-2222')",
                    "insert into Person (id, version, name, ssn) values (71, 0, 'Fay', '333-33-3333'), (72, 0, 'Gus', null)",
                    "insert into Person (id, version, name, ssn) values (71, 0, 'Fay', '333-33-3333') on conflict do nothing",
                    "delete from Note n where n.person.ssn = '111-11-1111'",
                    "delete from Person p where p.ssn = '222-22-2222'")) {
                // There Hibernate joins the table that is looked up with the one that is changed.
                Set<Engine> refusedOn = jpql.contains("n.person.ssn") ? Set.of(Engine.MARIADB) : Set.of();
                wards.sameBut(refusedOn, jpql, s -> s.createMutationQuery(jpql).executeUpdate());
            }
            wards.query("from Person p order by p.id");
            wards.query("from Note n order by n.id");
            wards.twins().requireAlike(10);
        }
    }
}

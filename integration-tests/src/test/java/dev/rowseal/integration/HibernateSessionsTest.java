package dev.rowseal.integration;

import dev.rowseal.integration.Ward.CreditCard;
import dev.rowseal.integration.Ward.DebitCard;
import dev.rowseal.integration.Ward.Doctor;
import dev.rowseal.integration.Ward.Key;
import dev.rowseal.integration.Ward.Note;
import dev.rowseal.integration.Ward.Person;
import dev.rowseal.integration.Ward.Staff;
import dev.rowseal.testdb.Engine;
import jakarta.persistence.LockModeType;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What applications do with Hibernate's sessions: by entity, by JPQL, by Criteria. */
class HibernateSessionsTest {

    static List<?> list(Session session, String jpql, Object... named) {
        var query = session.createSelectionQuery(jpql, Object.class);
        for (int i = 0; i < named.length; i += 2) {
            query.setParameter((String) named[i], named[i + 1]);
        }
        return query.list();
    }

    private static int change(Session session, String jpql, Object... named) {
        var query = session.createMutationQuery(jpql);
        for (int i = 0; i < named.length; i += 2) {
            query.setParameter((String) named[i], named[i + 1]);
        }
        return query.executeUpdate();
    }

    private static Object fill(Session session) {
        Person alice = Person.of("Alice", "078-05-1120");
        alice.birthday = LocalDate.of(1980, 2, 29);
        alice.salary = new BigDecimal("1000.50");
        alice.note("first");
        alice.note("second").stars = 5;
        alice.tags.add("vip");
        alice.tags.add("new");
        Person bob = Person.of("Bob", "219-09-9999");
        bob.note("third");
        bob.salary = BigDecimal.TEN;
        Person carol = Person.of("Carol", null);
        List.of(alice, bob, carol).forEach(session::persist);
        Key key = new Key();
        key.secret = "hush";
        session.persist(key);
        CreditCard credit = new CreditCard();
        credit.id = 1;
        credit.number = "4000-1";
        session.persist(credit);
        DebitCard debit = new DebitCard();
        debit.id = 2;
        debit.number = "5000-1";
        session.persist(debit);
        Staff clerk = new Staff();
        clerk.id = 1;
        clerk.pin = "1234";
        session.persist(clerk);
        Doctor doctor = new Doctor();
        doctor.id = 2;
        doctor.pin = "9876";
        doctor.licence = "MD-1";
        session.persist(doctor);
        session.flush();
        return List.of(alice, alice.notes, bob, carol, key, credit, doctor);
    }

    private static Person bySsn(Session session, String ssn) {
        return session.createSelectionQuery("from Person p where p.ssn = :ssn", Person.class)
                .setParameter("ssn", ssn)
                .getSingleResult();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void finds(Engine engine, @TempDir Path folder) throws Exception {
        try (Wards wards = Wards.open(engine, folder)) {
            wards.same("persist", HibernateSessionsTest::fill);
            wards.same(
                    "find",
                    s -> List.of(
                            s.find(Person.class, 1L),
                            s.find(Person.class, 1L).notes,
                            s.find(Person.class, 1L).tags.size()));
            wards.same("find all by ids", s -> s.byMultipleIds(Person.class).multiLoad(1L, 2L, 3L));
            wards.same("find by uuid", s -> s.find(Key.class, new UUID(1, 1)));
            wards.query("from Person p order by p.id");
            wards.query("from Person p where p.ssn = :ssn", "ssn", "078-05-1120");
            wards.query("from Person p where p.ssn = '078-05-1120'");
            wards.query("from Person p where p.ssn <> :ssn", "ssn", "078-05-1120");
            wards.query(
                    "from Person p where p.ssn in (:all) order by p.name",
                    "all",
                    List.of("078-05-1120", "219-09-9999"));
            wards.query("from Person p where p.ssn not in (:all) order by p.name", "all", List.of("078-05-1120"));
            wards.query("from Person p where p.ssn is null or p.salary is not null order by p.id");
            wards.query("from Person p where :ssn is null or p.ssn = :ssn", "ssn", "078-05-1120");
            wards.query("from Person p where p.ssn is distinct from :ssn order by p.id", "ssn", "078-05-1120");
            wards.query("select p.ssn, p.salary from Person p order by p.id");
            wards.query("select new map(p.ssn as s, p.name as n) from Person p order by p.id");
            wards.query("select count(p) from Person p where p.ssn = :ssn", "ssn", "078-05-1120");
            wards.query("select count(p.ssn) from Person p");
            wards.query("select distinct p from Person p join p.notes n order by p.id");
            wards.query("select distinct p.name from Person p join p.notes n where p.ssn = :ssn", "ssn", "078-05-1120");
            wards.query("select p from Person p left join fetch p.notes order by p.id");
            wards.query("select p, n from Person p left join p.notes n order by p.id, n.id");
            wards.query("from Note n where n.person.ssn = :ssn order by n.id", "ssn", "078-05-1120");
            wards.query("select n.person.ssn, n.body from Note n order by n.id");
            wards.query("from Person p where exists (select 1 from Note n where n.person = p and n.stars > 3)");
            wards.query(
                    "from Note n where n.person.id in (select p.id from Person p where p.ssn = :ssn) order by n.id",
                    "ssn",
                    "219-09-9999");
            wards.query("from Person p where size(p.notes) > 1");
            wards.query("from Person p where p.notes is empty");
            wards.query("from Person p where 'vip' member of p.tags");
            wards.query(
                    "select p.ssn, count(n), max(n.stars) from Person p left join p.notes n group by p.ssn order by count(n), p.ssn is null");
            wards.query(
                    "select p.id, p.ssn, count(n) from Person p left join p.notes n group by p.id, p.ssn order by p.id");
            wards.query(
                    "select case when p.ssn = :ssn then 'her' else 'other' end from Person p order by p.id",
                    "ssn",
                    "078-05-1120");
            wards.query(
                    "select case when p.ssn = '078-05-1120' then 'her' else 'other' end from Person p order by p.id");
            wards.query("select count(distinct p.ssn), count(distinct p.ssn) + 1 from Person p where p.ssn <> '0'");
            wards.query("select p.name from Person p where lower(p.name) like :n order by p.id", "n", "%o%");
            wards.query(
                    "select (select max(n.stars) from Note n where n.person = p), p.ssn from Person p order by p.id");
            wards.query("select p.ssn from Person p where p.id = 1 union all select k.secret from Key k where 1 = 0");
            wards.query(
                    "select p.ssn from Person p where p.id = 1 union all select p.ssn from Person p where p.id = 2");
            wards.query("from Card c order by c.id");
            wards.query("from CreditCard c where c.number = :n", "n", "4000-1");
            wards.query("from Card c where type(c) = DebitCard");
            wards.query("from Staff s order by s.id");
            wards.query("from Staff s where s.pin = :p", "p", "9876");
            wards.query("from Doctor d where d.licence = :l and d.pin = :p", "l", "MD-1", "p", "9876");
            wards.query(
                    "select treat(s as Doctor).licence from Staff s where treat(s as Doctor).licence = :l",
                    "l",
                    "MD-1");
            wards.same(
                    "page",
                    s -> s.createSelectionQuery("from Person p order by p.name", Person.class)
                            .setFirstResult(1)
                            .setMaxResults(1)
                            .list());
            wards.same(
                    "result count",
                    s -> s.createSelectionQuery("from Person p where p.ssn is not null", Person.class)
                            .getResultCount());
            wards.same("scroll", HibernateSessionsTest::scroll);
            wards.same(
                    "stream",
                    s -> s.createSelectionQuery("from Person p order by p.id", Person.class)
                            .getResultStream()
                            .toList());
            wards.same("pessimistic", s -> s.find(Person.class, 1L, LockModeType.PESSIMISTIC_WRITE));
            wards.same(
                    "pessimistic query",
                    s -> s.createSelectionQuery("from Person p where p.ssn = :ssn", Person.class)
                            .setParameter("ssn", "078-05-1120")
                            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                            .getSingleResult());
            wards.same(
                    "pessimistic read",
                    s -> s.createSelectionQuery("from Person p order by p.id", Person.class)
                            .setLockMode(LockModeType.PESSIMISTIC_READ)
                            .list());
            wards.same("batch fetch", s -> {
                List<Object> all = new ArrayList<>();
                for (Note note : s.createSelectionQuery("from Note n order by n.id", Note.class)
                        .list()) {
                    all.add(note + " " + (note.person == null ? "" : note.person.ssn));
                }
                return all;
            });
            wards.same(
                    "native",
                    s -> s.createNativeQuery("select * from w_person where ssn = :ssn", Person.class)
                            .setParameter("ssn", "078-05-1120")
                            .list());
            wards.same(
                    "native scalars",
                    s -> s.createNativeQuery("select ssn, birthday, salary from w_person order by id", Object[].class)
                            .list());
            criteria(wards);
            wards.twins().requireAlike(50);
        }
    }

    private static Object scroll(Session session) {
        List<Object> all = new ArrayList<>();
        try (var rows = session.createSelectionQuery("from Person p order by p.id", Person.class)
                .scroll()) {
            while (rows.next()) {
                all.add(rows.get());
            }
            rows.first();
            all.add(rows.get());
        }
        return all;
    }

    private static void criteria(Wards wards) {
        wards.same("criteria lookup", s -> {
            CriteriaBuilder build = s.getCriteriaBuilder();
            CriteriaQuery<Person> query = build.createQuery(Person.class);
            Root<Person> person = query.from(Person.class);
            return s.createQuery(query.where(
                            build.equal(person.get("ssn"), "078-05-1120"), build.isNotNull(person.get("salary"))))
                    .getResultList();
        });
        wards.same("criteria in", s -> {
            CriteriaBuilder build = s.getCriteriaBuilder();
            CriteriaQuery<Person> query = build.createQuery(Person.class);
            Root<Person> person = query.from(Person.class);
            return s.createQuery(query.where(person.get("ssn").in("078-05-1120", "x"))
                            .orderBy(build.asc(person.get("name"))))
                    .getResultList();
        });
        wards.same("criteria count", s -> {
            CriteriaBuilder build = s.getCriteriaBuilder();
            CriteriaQuery<Long> query = build.createQuery(Long.class);
            Root<Person> person = query.from(Person.class);
            return s.createQuery(query.select(build.count(person)).where(build.equal(person.get("ssn"), "078-05-1120")))
                    .getSingleResult();
        });
        wards.same("criteria exists", s -> {
            CriteriaBuilder build = s.getCriteriaBuilder();
            CriteriaQuery<Note> query = build.createQuery(Note.class);
            Root<Note> note = query.from(Note.class);
            Subquery<Integer> owner = query.subquery(Integer.class);
            Root<Person> person = owner.from(Person.class);
            owner.select(build.literal(1))
                    .where(build.equal(person, note.get("person")), build.equal(person.get("ssn"), "219-09-9999"));
            return s.createQuery(query.where(build.exists(owner))).getResultList();
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void changes(Engine engine, @TempDir Path folder) throws Exception {
        try (Wards wards = Wards.open(engine, folder)) {
            wards.same("persist", HibernateSessionsTest::fill);
            wards.same("update", s -> {
                Person alice = bySsn(s, "078-05-1120");
                alice.ssn = "111-11-1111";
                alice.salary = null;
                alice.notes.remove(0);
                alice.tags.remove("vip");
                alice.note("new");
                return null;
            });
            wards.same("merge", s -> {
                Person alice = bySsn(s, "111-11-1111");
                s.detach(alice);
                alice.birthday = LocalDate.of(1999, 9, 9);
                return s.merge(alice);
            });
            wards.same("stale", s -> {
                Person stale = bySsn(s, "111-11-1111");
                s.detach(stale);
                stale.version = 0;
                stale.ssn = "x";
                return s.merge(stale);
            });
            wards.same("batch of inserts", s -> {
                for (int i = 0; i < 30; i++) {
                    Person person = Person.of("n" + i, "b" + i);
                    person.note("note " + i);
                    s.persist(person);
                }
                return null;
            });
            wards.same("batch of updates", s -> {
                List<Person> many = s.createSelectionQuery(
                                "from Person p where p.name like 'n%' order by p.id", Person.class)
                        .list();
                many.forEach(person -> person.ssn = "c" + person.id);
                return many;
            });
            wards.same("duplicate", s -> {
                s.persist(Person.of("dup", "111-11-1111"));
                return null;
            });
            wards.same("remove", s -> {
                s.remove(bySsn(s, "219-09-9999"));
                return null;
            });
            wards.same(
                    "bulk update",
                    s -> change(
                            s,
                            "update Person p set p.salary = :x where p.name like 'n1%'",
                            "x",
                            new BigDecimal("1.25")));
            wards.same(
                    "bulk update by lookup",
                    s -> change(
                            s,
                            "update Person p set p.ssn = :new where p.ssn = :old",
                            "new",
                            "222-22-2222",
                            "old",
                            "111-11-1111"));
            wards.same(
                    "bulk update versioned",
                    s -> change(
                            s,
                            "update versioned Person p set p.birthday = :d where p.ssn = :s",
                            "d",
                            LocalDate.of(2000, 1, 1),
                            "s",
                            "222-22-2222"));
            wards.same(
                    "bulk update to NULL",
                    s -> change(s, "update Person p set p.salary = null where p.salary is not null"));
            wards.same(
                    "bulk update of open by subquery",
                    s -> change(
                            s,
                            "update Note n set n.stars = 3 where n.person.id in (select p.id from Person p where p.ssn = :s)",
                            "s",
                            "222-22-2222"));
            wards.same("bulk delete by lookup", s -> change(s, "delete from Key k where k.secret = :s", "s", "hush"));
            wards.same(
                    "bulk delete of a class",
                    s -> change(s, "delete from DebitCard c where c.number = :n", "n", "5000-1"));
            wards.same(
                    "bulk delete of notes",
                    s -> change(
                            s,
                            "delete from Note n where n.person.id in (select p.id from Person p where p.ssn is null)"));
            wards.same("change of a subclass", s -> {
                Doctor doctor = s.find(Doctor.class, 2L);
                doctor.licence = "MD-2";
                doctor.pin = "0000";
                return doctor;
            });
            wards.query("from Doctor d where d.licence = :l", "l", "MD-2");
            wards.sameBut(
                    Set.of(Engine.POSTGRESQL),
                    "bulk update of a joined class",
                    s -> change(s, "update Doctor d set d.licence = 'MD-3' where d.pin = '0000'"));
            wards.same("remove of a joined class", s -> {
                s.remove(s.find(Doctor.class, 2L));
                return null;
            });
            wards.same(
                    "rest",
                    s -> List.of(
                            list(s, "from Person p order by p.id"),
                            list(s, "from Note n order by n.id"),
                            list(s, "from Card c order by c.id"),
                            list(s, "from Staff x order by x.id")));
            wards.twins().requireAlike(20);
        }
    }
}

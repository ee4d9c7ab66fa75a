package dev.rowseal.realinput;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Queries as Hibernate and people write them, over customers and their orders: names that stand twice in a select list,
 * expressions without a name, labels that are other columns' names. Each gives what it gives on plaintext columns, with
 * the same labels, or is refused with what to write instead.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class CustomerQueriesTest {

    private static final String POLICY = """
            tables:
              customer:
                row-id: { id: bigint }
                columns:
                  email: { type: varchar(60), lookup: equality, group: email }
                  ssn: { type: varchar(11), lookup: equality }
                  notes: { type: text }
                  credit_limit: { type: "decimal(12,2)" }
                  prefs: { type: json }
                  active: { type: boolean }
              orders:
                row-id: { id: bigint }
                columns:
                  iban: { type: varchar(34), lookup: equality }
                  contact: { type: varchar(60), lookup: equality, group: email }
            """;

    /** One a line; a database before {@code |} is the only one that it is for. */
    private static final String EXACT = """
            select city as x, name as city, email from customer union select city, name, email from customer order by city
            select email as contact, name as email from customer union all select contact, status from orders where id<0 order by email
            select distinct c1_0.id,c1_0.email,o1_0.id from customer c1_0 join orders o1_0 on c1_0.id=o1_0.customer_id order by c1_0.id,o1_0.id
            select distinct c1_0.id,c1_0.email,c1_0.version,o1_0.customer_id,o1_0.id,o1_0.version from customer c1_0 left join orders o1_0 on c1_0.id=o1_0.customer_id order by o1_0.version desc,c1_0.id,o1_0.id
            select distinct c.city as x, c.name as city, c.email, c.id from customer c order by city, c.id
            select distinct c.id,c.email,(select count(*) from orders i where i.customer_id=c.id) from customer c
            select distinct c.id,c.email,upper(c.city) from customer c order by c.id
            H2| select distinct email,version+1,case when city='city1' then 1 else 0 end,coalesce(city,name),1 from customer
            PostgreSQL| select distinct email,version+1,case when city='city1' then 1 else 0 end,coalesce(city,name),1 from customer
            H2| select distinct c.email,(select max(o.status) from orders o) as m,(select max(o.status) from orders o where o.version>1) from customer c
            PostgreSQL| select distinct c.email,(select max(o.status) from orders o) as m,(select max(o.status) from orders o where o.version>1) from customer c
            select distinct c.email,lower(c.name) as l from customer c order by lower(c.name)
            select c.id,c.email,trim(both from c.name) as t from customer c where trim(leading from c.city)=c.city order by c.id
            select c.id,c.email,trim(both 'c' from c.city) as t,trim(trailing 'x' from c.name) as u from customer c order by trim(leading 'c' from c.city),c.id
            select c.email from customer c where trim(both from c.name) like 'name%' order by c.id
            select c.id,c.email,substring(c.name from 2 for 3) as s from customer c where position('n' in c.name)>0 order by substring(c.city from 2),c.id
            PostgreSQL| select c.id,c.email,overlay(c.name placing 'z' from 1 for 1) as o from customer c order by c.id
            H2| select x.c0,x.c1 from (select c.email,(select count(*) from orders o where o.customer_id=c.id) from customer c) x(c0,c1) order by x.c1
            PostgreSQL| select x.c0,x.c1 from (select c.email,(select count(*) from orders o where o.customer_id=c.id) from customer c) x(c0,c1) order by x.c1
            H2| select count(*) from information_schema.tables where table_name='CUSTOMER'
            PostgreSQL| select count(*) from information_schema.tables where table_name='customer'
            MariaDB| select count(*) from information_schema.tables where table_name='customer' and table_schema=database()
            MariaDB| select count(*) from Information_Schema.Statistics where table_name in ('customer','orders') and index_name='PRIMARY' and table_schema=database()
            select email,(select max(o.status) from orders o) from customer union select email,(select min(o.status) from orders o) from customer
            select email,upper(city),version from customer union select contact,status,version from orders
            select email,upper(city) from customer intersect select email,upper(city) from customer
            select email as e,id from customer union all (select null,id from customer union select contact,id from orders)
            select c.id,c.notes,sum(o.total) from customer c join orders o on o.customer_id=c.id group by c.id order by c.id
            select c.id,c.email,c.city,c.credit_limit,count(o.id) from customer c left join orders o on o.customer_id=c.id group by c.id
            select c.email as contact, lower(c.name) as email, id from customer c order by id
            H2| select other.customer.ssn, count(*) from other.customer group by other.customer.ssn
            PostgreSQL| select other.customer.ssn, count(*) from other.customer group by other.customer.ssn
            H2| select distinct c.prefs,c.id,o.status from customer c join orders o on o.customer_id=c.id
            PostgreSQL| select distinct c.email,c.name::varchar,c.city is null,exists(select 1 from orders o where o.customer_id=c.id),greatest(c.version,2),c.version::text from customer c
            PostgreSQL| select distinct c.email,upper(c.name) from customer c order by upper
            PostgreSQL| select ssn::text,email::varchar from customer order by id
            PostgreSQL| select cast(email as varchar) as e,cast(notes as text),id from customer where email = 'e1-secret'
            """;

    private static final String EITHER = """
            select d.email from (select c.id,c.email,(select max(o.status) from orders o) from customer c) d
            select d.*,1 from (select c.id,c.email,count(*) from customer c group by c.id,c.email) d
            select email as contact, city as email, id from customer order by email, id
            select email as contact, lower(name) as email, id from customer order by email, id
            select c.email as contact, c.city as email, id from customer c order by email, id
            select d.* from (select email as contact, city as email, id from customer order by email, id limit 3) d
            select distinct city as x, name as city, email from customer order by city
            select distinct city as x, name as x, email from customer order by x
            select distinct c.*,o.status from customer c join orders o on o.customer_id=c.id
            select c.id,c.prefs,count(*) from customer c group by c.id,c.prefs
            select d.* from (select c.id,c.email,(select max(o.status) from orders o) from customer c) d
            select d.* from (select c.id,c.email,coalesce( c.city , 'x' ) from customer c) d
            select d.* from (select distinct c.id,c.email,upper(c.city) from customer c) d
            select o.id,d.* from orders o join (select c.id,c.email,count(*) from customer c group by c.id,c.email) d on d.id=o.customer_id
            H2| SELECT other.customer.ssn, public.customer.ssn FROM other.customer, public.customer WHERE public.customer.ssn = 'x1-secret'
            PostgreSQL| SELECT other.customer.ssn, public.customer.ssn FROM other.customer, public.customer WHERE public.customer.ssn = 'x1-secret'
            H2| SELECT other.customer.ssn, customer.email FROM other.customer, customer WHERE customer.ssn = 'x1-secret'
            PostgreSQL| SELECT other.customer.ssn, customer.email FROM other.customer, customer WHERE customer.ssn = 'x1-secret'
            select distinct email,'x',1.5,null from customer
            select distinct email,current_date from customer
            select distinct email,trim(city),substring(city,1,2),nullif(city,'x') from customer
            select ssn::varchar(3),credit_limit::text from customer
            select distinct ssn::text from customer
            select ssn::text,count(*) from customer group by ssn
            """;

    /** What stands behind {@code --} is in the message. */
    private static final String REFUSED = """
            H2| select email as contact, city as email, id from customer order by email, id -- also the label of another column
            H2| select id from customer where id in (select id from (select email as contact, lower(name) as email, id from customer order by email limit 3) d) -- also the label of another column
            H2| select "EMAIL" as contact, "CITY" as "EMAIL" from customer order by "EMAIL" -- also the label of another column
            select s,count(*) from (select email as s from customer union all select iban from orders) d group by s -- one lookup group
            select id from customer where active = true -- a boolean can have none
            select id from customer where active -- stands in WHERE
            select distinct c.id,c.email from customer c order by c.version -- is ordered by what is not in its select list
            PostgreSQL| select distinct c.*,o.status from customer c join orders o on o.customer_id=c.id -- json has no equality
            PostgreSQL| select c.id,c.prefs,count(*) from customer c group by c.id,c.prefs -- json has no equality
            """;

    private final TestDatabase database;

    CustomerQueriesTest(TestDatabase database) {
        this.database = database;
    }

    private String ddl(String type) {
        return Dialect.named(database.engine().productName()).ddl(DeclaredType.parse(type));
    }

    private String[] plainTables(TestDatabase plain) {
        return tables(
                plain,
                ", email " + ddl("varchar(60)") + ", ssn " + ddl("varchar(11)") + ", notes " + ddl("text")
                        + ", credit_limit " + ddl("decimal(12,2)") + ", prefs " + ddl("json") + ", active "
                        + ddl("boolean"),
                ", iban " + ddl("varchar(34)") + ", contact " + ddl("varchar(60)"));
    }

    private String[] sealedTables() {
        String binary = " " + database.binaryType();
        String index = " " + database.binaryType(16);
        return tables(
                database,
                ", email" + binary + ", email_idx" + index + ", ssn" + binary + ", ssn_idx" + index + ", notes" + binary
                        + ", credit_limit" + binary + ", prefs" + binary + ", active" + binary,
                ", iban" + binary + ", iban_idx" + index + ", contact" + binary + ", contact_idx" + index);
    }

    private static String[] tables(TestDatabase database, String customer, String orders) {
        String other = database.schema("other");
        return new String[] {
            (database.engine() == Engine.MARIADB ? "create database " : "create schema ") + other,
            "create table customer (id bigint primary key, version integer, name varchar(20), city varchar(20)"
                    + customer + ")",
            "create table orders (id bigint primary key, customer_id bigint, version integer, status varchar(20), total"
                    + " decimal(12,2)" + orders + ")",
            "create table " + other + ".customer (id bigint primary key, ssn varchar(11))",
            "insert into " + other + ".customer values (1, 'y1'), (2, 'y2')"
        };
    }

    private static void fill(Twins twins) throws SQLException {
        for (int i = 1; i <= 8; i++) {
            twins.exact(
                    Request.prepared(
                            "insert into customer (id, version, name, city, email, ssn, notes, credit_limit, prefs) values"
                                    + " (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            (long) i,
                            i % 3,
                            "name" + (9 - i),
                            i == 5 ? null : "city" + i % 4,
                            i % 6 == 0 ? null : "e" + i * 5 % 7 + "-secret",
                            "x" + i % 3 + "-secret",
                            "note " + i,
                            new java.math.BigDecimal(i + ".50"),
                            new Json("{\"a\": " + i + "}")),
                    Reads.FEW);
            twins.exact(
                    Request.prepared(
                            "insert into orders (id, customer_id, version, status, total, iban, contact) values"
                                    + " (?, ?, ?, ?, ?, ?, ?)",
                            10L + i,
                            1L + i % 4,
                            i % 2,
                            "status" + i % 3,
                            new java.math.BigDecimal("1" + i + ".25"),
                            "CH" + i,
                            "e" + i % 4 + "-secret"),
                    Reads.FEW);
        }
    }

    private List<String> on(String queries) {
        List<String> chosen = new ArrayList<>();
        String name = database.engine().productName().toLowerCase(Locale.ROOT);
        for (String line : queries.split("\n")) {
            int at = line.indexOf("| ");
            if (at < 0 || line.substring(0, at).toLowerCase(Locale.ROOT).equals(name)) {
                chosen.add(at < 0 ? line : line.substring(at + 2));
            }
        }
        return chosen;
    }

    private interface Step {
        void run() throws SQLException;
    }

    private static void run(String query, Step step) {
        try {
            step.run();
        } catch (SQLException failed) {
            throw new AssertionError(query, failed);
        }
    }

    @Test
    void eachIsExactOrRefused(@TempDir Path folder) throws Exception {
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            plain.execute(plainTables(plain));
            database.execute(sealedTables());
            Sealed rowseal = new Sealed(database, folder, POLICY);
            Markers markers = new Markers();
            try (Twins twins = new Twins(new Side(plain.plain()), new Side(rowseal.connectNoted()), markers)) {
                fill(twins);
                SoftAssertions all = new SoftAssertions();
                for (String query : on(EXACT)) {
                    all.check(() -> run(query, () -> twins.exact(Request.text(query), Reads.FEW)));
                }
                for (String query : on(EITHER)) {
                    all.check(() -> run(query, () -> twins.either(Request.text(query), Reads.FEW)));
                }
                for (String query : on(REFUSED)) {
                    int at = query.indexOf(" -- ");
                    all.check(() -> run(
                            query, () -> twins.refused(Request.text(query.substring(0, at)), query.substring(at + 4))));
                }
                all.assertAll();
            }
        }
    }
}

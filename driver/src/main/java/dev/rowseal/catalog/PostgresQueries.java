package dev.rowseal.catalog;

import java.util.List;

/** The questions put to PostgreSQL's catalogue. Parameters named oid are a table's. */
final class PostgresQueries {

    /** A relation's oid and kind, by schema and name: ordinary and partitioned tables, views, foreign tables. */
    static final String RELATION = """
            select c.oid::pg_catalog.int8, c.relkind::pg_catalog.text
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relname = ? and c.relkind in ('r', 'p', 'v', 'm', 'f')
            """;

    /** Aggregates that somebody made. */
    static final String AGGREGATES = """
            select p.proname::pg_catalog.text
            from pg_catalog.pg_aggregate a join pg_catalog.pg_proc p on p.oid = a.aggfnoid
            where p.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
            """;

    /**
     * Name, type, whether its collation is nondeterministic, type modifier, the type in words, NOT NULL, how identity
     * values come, whether there is a default, SQL that gives the next value. The last names sequences by oid and
     * functions with their schema, and is NULL for all that is more than one of them: how pg_get_expr prints a name
     * depends on the search path. Who may insert may draw from an identity's sequence inside the INSERT only.
     */
    static final String COLUMNS = """
            select a.attname, case when t.typtype = 'b' then t.typname::pg_catalog.text else '?' end,
                coalesce(not l.collisdeterministic, false), a.atttypmod,
                pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
                a.attidentity::pg_catalog.text, d.oid is not null,
                case when a.attidentity <> '' then (
                        select 'case when pg_catalog.has_sequence_privilege(' || s.objid || '::pg_catalog.oid, '
                            || '''USAGE, UPDATE'') then pg_catalog.nextval(' || s.objid || '::pg_catalog.regclass) end'
                        from pg_catalog.pg_depend s
                        where s.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and s.deptype = 'i'
                            and s.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                            and s.refobjid = a.attrelid and s.refobjsubid = a.attnum)
                    when e.text ~ '^nextval\\(''[^'']+''::regclass\\)$' and u.needs = 1 then
                        'pg_catalog.nextval(' || u.sequence || '::pg_catalog.regclass)'
                    when e.text ~ '^[a-z0-9_]+\\(\\)$' and u.needs = 0 then 'pg_catalog.' || e.text
                    when e.text ~ '^[^(]+\\(\\)$' and u.needs = 1 then (
                        select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.proname) || '()'
                        from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                        where p.oid = u.function::pg_catalog.oid)
                end
            from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
                left join pg_catalog.pg_collation l on l.oid = a.attcollation
                left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                    and a.attgenerated = ''
                cross join lateral (select pg_catalog.pg_get_expr(d.adbin, d.adrelid) as text) e
                cross join lateral (
                    select pg_catalog.count(*) as needs,
                        pg_catalog.max(p.refobjid::pg_catalog.int8) filter (
                            where p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass) as sequence,
                        pg_catalog.max(p.refobjid::pg_catalog.int8) filter (
                            where p.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass) as function
                    from pg_catalog.pg_depend p
                    where p.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and p.objid = d.oid
                        and p.refobjid <> d.adrelid) u
            where a.attrelid = ?::pg_catalog.oid and a.attnum > 0 and not a.attisdropped
            order by a.attnum
            """;

    /**
     * The columns of each immediate, whole, unique index whose columns are all NOT NULL; none for a table that others
     * inherit from, because its index does not reach their rows.
     */
    static final String KEYS = """
            select (select array_agg(a.attname::pg_catalog.text)
                    from pg_catalog.pg_attribute a
                    where a.attrelid = i.indrelid and a.attnum = any (k.atts))
            from pg_catalog.pg_index i
                cross join lateral (select (i.indkey::pg_catalog.int2[])[0:i.indnkeyatts - 1] as atts) k
                join pg_catalog.pg_class c on c.oid = i.indrelid
            where i.indrelid = ?::pg_catalog.oid and i.indisunique and i.indisvalid and i.indimmediate
                and i.indexprs is null and i.indpred is null
                and (c.relkind = 'p'
                    or not exists (select 1 from pg_catalog.pg_inherits h where h.inhparent = c.oid))
                and not exists (select 1 from pg_catalog.pg_attribute a
                    where a.attrelid = i.indrelid and a.attnum = any (k.atts) and not a.attnotnull)
            """;

    /** What works on the columns' values: column, {@link Obstacle.Kind}, name. */
    static final List<String> OBSTACLES = List.of("""
            select a.attname, case when a.attgenerated <> '' then 'GENERATED' else 'DEFAULT' end, ''
            from pg_catalog.pg_attribute a
            where a.attrelid = ?::pg_catalog.oid and a.attnum > 0 and not a.attisdropped
                and (a.atthasdef or a.attidentity <> '')
            """, """
            select distinct b.attname, 'GENERATED_FROM', g.attname
            from pg_catalog.pg_attrdef d
                join pg_catalog.pg_attribute g on g.attrelid = d.adrelid and g.attnum = d.adnum and g.attgenerated <> ''
                join pg_catalog.pg_depend p on p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                    and p.refobjid = d.adrelid
                    and (p.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and p.objid = d.oid
                        or p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                            and p.objid = d.adrelid and p.objsubid = d.adnum)
                join pg_catalog.pg_attribute b on b.attrelid = d.adrelid and b.attnum = p.refobjsubid
            where d.adrelid = ?::pg_catalog.oid and b.attnum <> g.attnum
            """, """
            select a.attname,
                case when c.contype = 'c' then 'CHECK'
                    when c.confupdtype in ('c', 'n', 'd') then 'CASCADE'
                    else 'FOREIGN_KEY' end,
                c.conname
            from pg_catalog.pg_constraint c
                join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
            where c.conrelid = ?::pg_catalog.oid and c.contype in ('c', 'f')
            """, """
            select a.attname, 'FOREIGN_KEY', c.conname
            from pg_catalog.pg_constraint c
                join pg_catalog.pg_attribute a on a.attrelid = c.confrelid and a.attnum = any (c.confkey)
            where c.confrelid = ?::pg_catalog.oid and c.contype = 'f'
            """, """
            select a.attname,
                case when x.indexprs is null and x.indpred is null then 'UNIQUE' else 'EXPRESSION_INDEX' end, i.relname
            from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid
                join pg_catalog.pg_attribute a on a.attrelid = x.indrelid and a.attnum > 0
            where x.indrelid = ?::pg_catalog.oid
                and (x.indisunique or x.indisexclusion or x.indexprs is not null or x.indpred is not null)
                and (a.attnum = any ((x.indkey::pg_catalog.int2[])[0:x.indnkeyatts - 1])
                    or exists (select 1 from pg_catalog.pg_depend p
                        where p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and p.objid = x.indexrelid
                            and p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                            and p.refobjid = x.indrelid and p.refobjsubid = a.attnum
                            and (x.indexprs is not null or x.indpred is not null)))
            """, """
            select a.attname, 'PARTITION_KEY', ''
            from pg_catalog.pg_partitioned_table p
                join pg_catalog.pg_attribute a on a.attrelid = p.partrelid and a.attnum > 0
            where p.partrelid = ?::pg_catalog.oid
                and (a.attnum = any (p.partattrs::pg_catalog.int2[]) or p.partexprs is not null)
            """);

    /**
     * What acts on the rows of the table and of anything below it: before or instead of an INSERT, before or instead of an
     * UPDATE, on an UPDATE. A rule may do anything.
     */
    static final String ROW_ACTS = """
            with recursive family as (
                select ?::pg_catalog.oid as oid
                union
                select i.inhrelid from pg_catalog.pg_inherits i join family f on i.inhparent = f.oid),
            acts as (
                select t.tgtype & 1 = 1 and t.tgtype & 66 <> 0 as before, t.tgtype & 4 <> 0 as inserts,
                    t.tgtype & 16 <> 0 as updates, t.tgqual is not null as compares
                from pg_catalog.pg_trigger t join family f on f.oid = t.tgrelid
                where not t.tgisinternal
                union all
                select true, true, true, true
                from pg_catalog.pg_rewrite r
                where r.ev_class = ?::pg_catalog.oid and r.rulename <> '_RETURN')
            select coalesce(pg_catalog.bool_or(before and inserts), false),
                coalesce(pg_catalog.bool_or(before and updates), false),
                coalesce(pg_catalog.bool_or(updates), false),
                coalesce(pg_catalog.bool_or(updates and compares), false)
            from acts
            """;

    /**
     * What leads to the tables (two arrays: schemas and names): partitions and children below them, whatever is above
     * those, and the views and rules over any of these, and over those again.
     */
    static final String TIES = """
            with recursive sealed as (
                select c.oid
                from rows from (pg_catalog.unnest(?::pg_catalog.text[]), pg_catalog.unnest(?::pg_catalog.text[]))
                        as s (schema, name)
                    join pg_catalog.pg_namespace n on n.nspname = s.schema
                    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = s.name),
            below as (
                select oid from sealed
                union
                select i.inhrelid from pg_catalog.pg_inherits i join below b on i.inhparent = b.oid),
            around as (
                select oid from below
                union
                select i.inhparent from pg_catalog.pg_inherits i join around a on i.inhrelid = a.oid),
            reaching as (
                select oid from around
                union
                select r.ev_class
                from reaching g
                    join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                        and d.refobjid = g.oid and d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
                    join pg_catalog.pg_rewrite r on r.oid = d.objid)
            select n.nspname, c.relname,
                case when exists (select 1 from pg_catalog.pg_inherits i join below b on i.inhparent = b.oid
                        where i.inhrelid = c.oid) then 'child'
                    when c.oid in (select oid from sealed) then 'self'
                    when c.oid in (select oid from around) then 'parent'
                    else c.relkind::pg_catalog.text end
            from reaching g join pg_catalog.pg_class c on c.oid = g.oid
                join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f')
            order by 1, 2
            """;

    private PostgresQueries() {}
}

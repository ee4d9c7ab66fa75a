package dev.rowseal.catalog;

import java.util.List;

/**
 * The questions put to MariaDB's information schema; their parameters are a table's database, its name, and both with a
 * dot between. The schema compares without regard to case, tables need not; the first two are what it finds them by
 * without opening all others.
 */
final class MariaDbQueries {

    /**
     * Before every query: settings of the session that would take rows from its answer, print names without the quotes by
     * which they are found, or send them in another character set.
     */
    static final String WHATEVER_THE_SESSION = "set statement sql_select_limit = 18446744073709551615,"
            + " sql_quote_show_create = 1, sql_mode = 'STRICT_TRANS_TABLES', character_set_results = utf8mb4,"
            + " max_statement_time = 0, sql_big_selects = 1 for ";

    /** How the server keeps table names: 0 as written, 1 in lower case, 2 as written and compared in lower case. */
    static final String NAMES = "select @@lower_case_table_names";

    /** What a relation is, and its engine. */
    static final String RELATION = """
            select table_type, engine from information_schema.tables
            where table_schema = ? and table_name = ?
                and binary concat(table_schema, '.', table_name) = binary ?
            """;

    /** Name, type, the type in full, collation, length, whether NULL is allowed, default, extra, generation expression. */
    static final String COLUMNS = """
            select column_name, data_type, column_type, collation_name, character_maximum_length, is_nullable = 'YES',
                column_default, extra, generation_expression
            from information_schema.columns where table_schema = ? and table_name = ?
                and binary concat(table_schema, '.', table_name) = binary ?
            order by ordinal_position
            """;

    /** Index and column of every unique index. */
    static final String UNIQUE_COLUMNS = """
            select index_name, column_name from information_schema.statistics
            where table_schema = ? and table_name = ?
                and binary concat(table_schema, '.', table_name) = binary ?
                and non_unique = 0
            """;

    /** What prints an expression over the columns: its text, {@link Obstacle.Kind}, name, the column it makes. */
    static final List<String> EXPRESSIONS = List.of("""
            select generation_expression, 'GENERATED_FROM', column_name, column_name from information_schema.columns
            where table_schema = ? and table_name = ?
                and binary concat(table_schema, '.', table_name) = binary ?
                and generation_expression is not null
            """, """
            select column_default, 'GENERATED_FROM', column_name, column_name from information_schema.columns
            where table_schema = ? and table_name = ?
                and binary concat(table_schema, '.', table_name) = binary ?
                and column_default is not null
            """, """
            select check_clause, 'CHECK', constraint_name, null from information_schema.check_constraints
            where constraint_schema = ? and table_name = ?
                and binary concat(constraint_schema, '.', table_name) = binary ?
            """, """
            select distinct concat_ws(' ', partition_expression, subpartition_expression), 'PARTITION_KEY', '', null
            from information_schema.partitions
            where table_schema = ? and table_name = ?
                and binary concat(table_schema, '.', table_name) = binary ?
                and partition_expression is not null
            """);

    /** What works on the columns' values: column, {@link Obstacle.Kind}, name. */
    static final List<String> OBSTACLES = List.of("""
            select column_name, if(is_generated = 'ALWAYS', 'GENERATED', 'DEFAULT'), ''
            from information_schema.columns
            where table_schema = ? and table_name = ?
                and binary concat(table_schema, '.', table_name) = binary ?
                and (is_generated = 'ALWAYS'
                or coalesce(column_default, 'NULL') <> 'NULL' or extra like '%auto_increment%' or extra like '%on update%')
            """, """
            select column_name, 'UNIQUE', index_name from information_schema.statistics
            where table_schema = ? and table_name = ?
                and binary concat(table_schema, '.', table_name) = binary ?
                and non_unique = 0
            """, """
            select k.column_name, if(r.update_rule in ('CASCADE', 'SET NULL', 'SET DEFAULT'), 'CASCADE', 'FOREIGN_KEY'),
                k.constraint_name
            from information_schema.key_column_usage k join information_schema.referential_constraints r
                on r.constraint_schema = k.constraint_schema and r.constraint_name = k.constraint_name
                    and r.table_name = k.table_name
            where k.table_schema = ? and k.table_name = ?
                and binary concat(k.table_schema, '.', k.table_name) = binary ?
                and k.referenced_table_name is not null
            """, """
            select referenced_column_name, 'FOREIGN_KEY', constraint_name from information_schema.key_column_usage
            where referenced_table_schema = ? and referenced_table_name = ?
                and binary concat(referenced_table_schema, '.', referenced_table_name) = binary ?
            """);

    /** Event and time of each trigger that this user may see. */
    static final String ROW_ACTS = """
            select event_manipulation, action_timing from information_schema.triggers
            where event_object_schema = ? and event_object_table = ?
                and binary concat(event_object_schema, '.', event_object_table) = binary ?
            """;

    /** The columns with ON UPDATE CURRENT_TIMESTAMP. */
    static final String STAMPED = """
            select column_name from information_schema.columns where table_schema = ? and table_name = ?
                and binary concat(table_schema, '.', table_name) = binary ? and extra like '%on update%'
            """;

    /** Database, name and text of every view; the text is empty where this user may not see it. */
    static final String VIEWS = """
            select table_schema, table_name, nullif(view_definition, '') from information_schema.views
            where table_schema not in ('information_schema', 'performance_schema', 'sys')
            """;

    private MariaDbQueries() {}
}

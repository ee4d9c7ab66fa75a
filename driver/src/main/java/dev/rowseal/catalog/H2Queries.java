package dev.rowseal.catalog;

import java.util.List;

/**
 * The questions put to H2's information schema; their parameters are a table's schema and name. In upper case, which
 * every way of folding leaves as the information schema has it.
 */
final class H2Queries {

    /** What a relation is. */
    static final String RELATION = """
            SELECT TABLE_TYPE FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ?1 AND TABLE_NAME = ?2
            UNION ALL
            SELECT 'SYNONYM' FROM INFORMATION_SCHEMA.SYNONYMS WHERE SYNONYM_SCHEMA = ?1 AND SYNONYM_NAME = ?2
            """;

    /**
     * Name, type, collation, length, domain, whether NULL is allowed, the default, how identity values come, whether NULL
     * asks for the default.
     */
    static final String COLUMNS = """
            SELECT COLUMN_NAME, DATA_TYPE, COLLATION_NAME, CHARACTER_MAXIMUM_LENGTH, DOMAIN_NAME, IS_NULLABLE = 'YES',
                CASE WHEN GENERATION_EXPRESSION IS NULL THEN COLUMN_DEFAULT END, IDENTITY_GENERATION, DEFAULT_ON_NULL
            FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
            ORDER BY ORDINAL_POSITION
            """;

    /** Aggregates that somebody made. */
    static final String AGGREGATES =
            "SELECT ROUTINE_NAME FROM INFORMATION_SCHEMA.ROUTINES WHERE ROUTINE_TYPE = 'AGGREGATE'";

    /** Index and column of every unique index, those of constraints included. */
    static final String UNIQUE_COLUMNS = """
            SELECT I.INDEX_NAME, C.COLUMN_NAME
            FROM INFORMATION_SCHEMA.INDEXES I JOIN INFORMATION_SCHEMA.INDEX_COLUMNS C
                ON C.INDEX_SCHEMA = I.INDEX_SCHEMA AND C.INDEX_NAME = I.INDEX_NAME AND C.IS_UNIQUE
            WHERE I.TABLE_SCHEMA = ? AND I.TABLE_NAME = ?
            """;

    /** Generated columns with their expressions. */
    static final String GENERATED = """
            SELECT COLUMN_NAME, GENERATION_EXPRESSION
            FROM INFORMATION_SCHEMA.COLUMNS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND GENERATION_EXPRESSION IS NOT NULL
            """;

    /** What works on the columns' values: column, {@link Obstacle.Kind}, name. */
    static final List<String> OBSTACLES = List.of("""
            SELECT COLUMN_NAME, CASE IS_GENERATED WHEN 'ALWAYS' THEN 'GENERATED' ELSE 'DEFAULT' END, ''
            FROM INFORMATION_SCHEMA.COLUMNS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND (IS_GENERATED = 'ALWAYS' OR IS_IDENTITY = 'YES'
                OR COLUMN_DEFAULT IS NOT NULL OR COLUMN_ON_UPDATE IS NOT NULL)
            """, """
            SELECT COLUMN_NAME, 'ON_UPDATE', ''
            FROM INFORMATION_SCHEMA.COLUMNS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_ON_UPDATE IS NOT NULL
            """, """
            SELECT U.COLUMN_NAME, 'CHECK', U.CONSTRAINT_NAME
            FROM INFORMATION_SCHEMA.CONSTRAINT_COLUMN_USAGE U JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS C
                ON C.CONSTRAINT_SCHEMA = U.CONSTRAINT_SCHEMA AND C.CONSTRAINT_NAME = U.CONSTRAINT_NAME
            WHERE U.TABLE_SCHEMA = ? AND U.TABLE_NAME = ? AND C.CONSTRAINT_TYPE = 'CHECK'
            """, """
            SELECT U.COLUMN_NAME,
                CASE WHEN K.TABLE_NAME IS NOT NULL AND R.UPDATE_RULE IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
                    THEN 'CASCADE' ELSE 'FOREIGN_KEY' END,
                U.CONSTRAINT_NAME
            FROM INFORMATION_SCHEMA.CONSTRAINT_COLUMN_USAGE U JOIN INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS R
                ON R.CONSTRAINT_SCHEMA = U.CONSTRAINT_SCHEMA AND R.CONSTRAINT_NAME = U.CONSTRAINT_NAME
                LEFT JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE K
                ON K.CONSTRAINT_SCHEMA = U.CONSTRAINT_SCHEMA AND K.CONSTRAINT_NAME = U.CONSTRAINT_NAME
                    AND K.TABLE_SCHEMA = U.TABLE_SCHEMA AND K.TABLE_NAME = U.TABLE_NAME
                    AND K.COLUMN_NAME = U.COLUMN_NAME
            WHERE U.TABLE_SCHEMA = ? AND U.TABLE_NAME = ?
            """, """
            SELECT C.COLUMN_NAME, 'UNIQUE', I.INDEX_NAME
            FROM INFORMATION_SCHEMA.INDEXES I JOIN INFORMATION_SCHEMA.INDEX_COLUMNS C
                ON C.INDEX_SCHEMA = I.INDEX_SCHEMA AND C.INDEX_NAME = I.INDEX_NAME AND C.IS_UNIQUE
            WHERE I.TABLE_SCHEMA = ? AND I.TABLE_NAME = ?
            """);

    /** Event and time of each trigger, and each column with ON UPDATE as an UPDATE of a row that changes. */
    static final String ROW_ACTS = """
            SELECT EVENT_MANIPULATION, ACTION_TIMING FROM INFORMATION_SCHEMA.TRIGGERS
            WHERE EVENT_OBJECT_SCHEMA = ?1 AND EVENT_OBJECT_TABLE = ?2
            UNION ALL
            SELECT 'UPDATE', 'CHANGED' FROM INFORMATION_SCHEMA.COLUMNS
            WHERE TABLE_SCHEMA = ?1 AND TABLE_NAME = ?2 AND COLUMN_ON_UPDATE IS NOT NULL
            """;

    /**
     * Schema, name, text and kind of every view and synonym. The text is NULL where H2 does not tell what is read: of
     * materialised views, whose rows are in a table of their own, and of views that are not valid now.
     */
    static final List<String> DEFINITIONS = List.of("""
            SELECT TABLE_SCHEMA, TABLE_NAME, CASE STATUS WHEN 'VALID' THEN VIEW_DEFINITION END,
                CASE WHEN VIEW_DEFINITION IS NULL THEN 'materialised view' ELSE 'view' END
            FROM INFORMATION_SCHEMA.VIEWS WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA'
            """, """
            SELECT SYNONYM_SCHEMA, SYNONYM_NAME, '"' || SYNONYM_FOR || '"', 'synonym' FROM INFORMATION_SCHEMA.SYNONYMS
            """, """
            SELECT T.TABLE_SCHEMA, T.TABLE_NAME, CAST(NULL AS VARCHAR), 'table of a materialised view'
            FROM INFORMATION_SCHEMA.TABLES T JOIN INFORMATION_SCHEMA.VIEWS V ON V.TABLE_SCHEMA = T.TABLE_SCHEMA
                AND V.VIEW_DEFINITION IS NULL AND T.TABLE_NAME LIKE V.TABLE_NAME || '$%'
            WHERE T.TABLE_SCHEMA <> 'INFORMATION_SCHEMA' AND T.TABLE_TYPE = 'BASE TABLE'
            """);

    private H2Queries() {}
}

package dev.rowseal.jdbc;

import dev.rowseal.catalog.Folding;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What running a statement may change, guessed from its words: too often costs a look, too seldom a wrong plan. */
enum Effects {
    NONE,
    /** Where unqualified names are looked for. */
    SEARCH_PATH,
    /** A transaction ends, and with it what it set of the search path. */
    TRANSACTION_END,
    /** The transaction sees what another saw before it began. */
    SNAPSHOT,
    /** Who the session acts as, and the search path too. */
    ROLE,
    /** Which tables there are for this session alone, and the search path too. */
    OWN_TABLES,
    /** Which tables, views and columns there are for all, and the search path too. */
    SCHEMA,
    /** Both, as far as anybody can tell. */
    BOTH;

    private static final Pattern BLANKS = Pattern.compile("[\\p{Z}\\p{Cntrl}&&[^\\n\\r]]");

    /** Where a word begins: behind no letter, and on MariaDB behind the version of a comment that it executes. */
    static final String WORD = "(?:\\b|(?<=!\\d{5,6}))";

    /** Rights, too: by them databases tell what there is, and where names are looked for. */
    private static final Pattern DDL = Pattern.compile(
            WORD + "(?:CREATE|ALTER|DROP|RENAME|ATTACH|DETACH|IMPORT|RUNSCRIPT|GRANT|REVOKE)\\b"
                    + "|\\b(?:COMMIT|ROLLBACK)\\s++PREPARED\\b",
            Pattern.CASE_INSENSITIVE);

    /** A snapshot that another transaction took. */
    private static final Pattern IMPORTS = Pattern.compile("\\bTRANSACTION\\s++SNAPSHOT\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern CALLS = Pattern.compile(
            WORD + "(?:EXECUTE|CALL\\b(?!\\s++(?:NEXT|CURRENT)\\s++VALUE\\b)"
                    // And not what ON CONFLICT does.
                    + "|DO\\b(?!\\s++(?:NOTHING|UPDATE)\\b))\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SELECT = Pattern.compile(WORD + "SELECT\\b", Pattern.CASE_INSENSITIVE);

    /** Behind a SELECT, and not behind the word for a change: a query that makes a table. */
    private static final Pattern INTO = Pattern.compile(
            "(?<!\\bINSERT|\\bMERGE|\\bREPLACE|\\bIGNORE)(?<!\\s)\\s*+" + WORD
                    + "INTO\\b(?!\\s*+(?:@|OUTFILE\\b|DUMPFILE\\b))",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern TEMPORARY = Pattern.compile(WORD + "TEMP(?:ORARY)?\\b", Pattern.CASE_INSENSITIVE);

    /** One statement that makes or drops temporary tables and does nothing else. */
    private static final Pattern OWN_ONLY = Pattern.compile(
            "\\s*+(?:CREATE\\s++(?:OR\\s++REPLACE\\s++)?(?:LOCAL\\s++)?TEMP(?:ORARY)?\\s++TABLE|DROP\\s++TEMPORARY\\s++TABLE|DISCARD)\\b[^;]*+;?\\s*+",
            Pattern.CASE_INSENSITIVE);

    /** A role decides on MariaDB what of the catalogue a session is told. */
    private static final Pattern ACTS_AS = Pattern.compile(
            "(?:^\\W*+|[;/\\n\\r]\\s*+|!\\d*+\\s*+|" + WORD
                    + "FOR\\s++)SET\\s++(?:(?:SESSION|LOCAL|DEFAULT)\\s++)?ROLE\\b(?!\\s*+:?=)",
            Pattern.CASE_INSENSITIVE);

    /** A cursor's rows are made when they are fetched, and with them whatever its query changes; and not what limits a query. */
    private static final String FETCHES =
            "|MOVE\\b|FETCH\\b(?!\\s++(?:FIRST|NEXT)\\b[^;]*?\\bROWS?\\s++(?:ONLY|WITH\\s++TIES)\\b)";

    private static final String PATH =
            "(?:(?:SET|RESET|USE|DISCARD|ROLLBACK|COMMIT|END|ABORT|RELEASE)\\b" + FETCHES + ")";

    /**
     * At the beginning of a statement, behind a comment or anything else that is not a word, or in one that MariaDB
     * executes; or as a setting.
     */
    private static final Pattern PATH_WORDS = Pattern.compile(
            "^\\W*+" + PATH + "|[;/\\n\\r]\\s*+" + PATH + "|!\\d*+\\s*+" + PATH
                    + "|\\b(?:SET_CONFIG|PG_SETTINGS|SEARCH_PATH|SCHEMA_SEARCH_PATH|PREPARE\\s++TRANSACTION)\\b",
            Pattern.CASE_INSENSITIVE);

    /** A name with escapes, which may be that of anything. */
    private static final Pattern ESCAPED_NAME = Pattern.compile("\\bU&\"", Pattern.CASE_INSENSITIVE);

    /**
     * A text in which words can be looked for: letters as any database folds them, and blanks for all that one of them takes for
     * a blank.
     */
    static String words(String sql) {
        return BLANKS.matcher(Folding.comparable(sql)).replaceAll(" ");
    }

    static Effects of(String text) {
        String sql = words(text);
        if (OWN_ONLY.matcher(sql).matches()) {
            return OWN_TABLES;
        }
        boolean ddl = DDL.matcher(sql).find();
        if (CALLS.matcher(sql).find()
                || ESCAPED_NAME.matcher(sql).find()
                || makesTable(sql)
                || ddl && TEMPORARY.matcher(sql).find()) {
            return BOTH;
        }
        boolean role = ACTS_AS.matcher(sql).find();
        if (ddl) {
            return role ? BOTH : SCHEMA;
        }
        if (role) {
            return ROLE;
        }
        if (IMPORTS.matcher(sql).find()) {
            return SNAPSHOT;
        }
        return PATH_WORDS.matcher(sql).find() ? SEARCH_PATH : NONE;
    }

    private static boolean makesTable(String sql) {
        Matcher select = SELECT.matcher(sql);
        return select.find() && INTO.matcher(sql).find(select.end());
    }

    /** Whether the catalogue may be another for all. */
    boolean onSchema() {
        return this == SCHEMA || this == BOTH;
    }

    /** Whether it may be another for this session alone. */
    boolean onOwnTables() {
        return this == OWN_TABLES || this == BOTH;
    }
}

package dev.rowseal.realinput;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Two tables for changes of many rows, in binary and in text storage, on plaintext and sealed twins. */
final class People {

    static final List<String> TABLES = List.of("person", "stay");

    private static final String POLICY = """
            tables:
              person:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
                  nick: { type: varchar(20), lookup: equality }
                  notes: { type: text }
              stay:
                row-id: { person: bigint, code: varchar(8) }
                columns:
                  secret: { type: varchar(40), lookup: equality }
            """;

    private People() {}

    static Pair pair(TestDatabase database, Path folder) throws SQLException {
        String cell = database.binaryType();
        String index = database.binaryType(16);
        Dialect dialect = Dialect.named(database.engine().productName());
        String person = "create table person (id bigint primary key, city varchar(20), pos integer unique,"
                + " seen integer default 0, ";
        String code = database.engine() == Engine.MARIADB
                ? dialect.ddl(DeclaredType.parse("varchar(8)"))
                : database.textType(8);
        String stay = "create table stay (person bigint, code " + code
                + ", room varchar(10), primary key (person, code), secret ";
        return new Pair(
                database,
                folder,
                POLICY,
                List.of(
                        person + "ssn " + dialect.ddl(DeclaredType.parse("varchar(11)")) + ", nick "
                                + dialect.ddl(DeclaredType.parse("varchar(20)")) + ", notes "
                                + dialect.ddl(DeclaredType.parse("text")) + ")",
                        stay + dialect.ddl(DeclaredType.parse("varchar(40)")) + ")"),
                List.of(
                        person + "ssn " + cell + ", nick " + cell + ", notes " + cell + ", ssn_idx " + index
                                + ", nick_idx " + index + ")",
                        stay + database.textType(600) + ", secret_idx " + database.textType(22) + ")"));
    }

    /** Puts so many people in, and as many stays, on both sides. */
    static void fill(Pair pair, int people) throws SQLException {
        List<List<?>> persons = new ArrayList<>();
        List<List<?>> stays = new ArrayList<>();
        for (int i = 1; i <= people; i++) {
            String ssn = i % 5 == 0 ? null : "ssn-" + i % 7 + "-x9";
            persons.add(java.util.Arrays.asList(
                    (long) i, "city" + i % 3, i, ssn, "nick-" + i % 4 + "-x9", "notes-" + i + "-x9"));
            stays.add(List.of((long) (i % 3), "c" + i, "room" + i % 2, "secret-" + i % 4 + "-x9"));
        }
        pair.twins().batch("INSERT INTO person (id, city, pos, ssn, nick, notes) VALUES (?, ?, ?, ?, ?, ?)", persons);
        pair.twins().batch("INSERT INTO stay (person, code, room, secret) VALUES (?, ?, ?, ?)", stays);
        for (int i = 0; i <= people; i++) {
            for (String word : List.of("ssn-", "nick-", "notes-", "secret-")) {
                pair.markers.add(word + i + "-x9");
            }
        }
        pair.markers.add("new-secret");
    }
}

package dev.rowseal.realinput;

import java.util.List;

/** Changes of many rows, of every kind that locks them first. */
final class LockedChanges {

    private LockedChanges() {}

    static final List<Request> ALL = List.of(
            Request.prepared("UPDATE person SET city = ? WHERE ssn = ?", "Ulm", "ssn-3-x9"),
            Request.text("UPDATE person SET city = upper(city), pos = pos + 100 WHERE nick = 'nick-1-x9' OR id = 4"),
            Request.prepared(
                    "UPDATE person p SET pos = p.pos - ? WHERE p.nick IN (?, ?)", 200, "nick-1-x9", "nick-2-x9"),
            Request.prepared("UPDATE person SET city = 'x' WHERE NOT (ssn = ? OR nick = ?)", "ssn-3-x9", "nick-1-x9"),
            Request.prepared("UPDATE person SET city = 'y' WHERE ssn <> ? AND id < 9", "ssn-3-x9"),
            Request.prepared("UPDATE person SET city = 'z' WHERE ssn = ?", "nobody"),
            Request.prepared("UPDATE person SET city = 'n' WHERE ssn = ?", new Null(java.sql.Types.VARCHAR)),
            Request.prepared("UPDATE person SET notes = ? WHERE city = ?", "new-secret", "x"),
            Request.prepared("UPDATE person SET ssn = ?, city = 'q' WHERE id IN (?, ?, ?)", "new-secret", 1L, 2L, 3L),
            Request.prepared("UPDATE person SET ssn = ?, nick = ?", new Null(java.sql.Types.VARCHAR), "new-secret"),
            Request.text("UPDATE person SET ssn = 'new-secret', notes = NULL WHERE id > 5 AND pos IS NOT NULL"),
            Request.prepared("UPDATE person SET notes = ? WHERE ssn = ? AND nick = ?", "n", "new-secret", "new-secret"),
            Request.text("UPDATE person SET ssn = nick, nick = ssn WHERE id < 9"),
            Request.text("UPDATE person SET notes = city, nick = (notes) WHERE id BETWEEN 2 AND 20"),
            Request.text("UPDATE person SET ssn = 'new-secret', notes = ssn, city = 'k' WHERE id = 3"),
            Request.text("UPDATE person SET ssn = nick WHERE nick IS NULL OR nick = 'new-secret'"),
            Request.prepared("UPDATE person SET (ssn, city) = (?, ?) WHERE id = ?", "new-secret", "l", 4L),
            Request.prepared("UPDATE person SET (city, notes) = (upper(?), nick) WHERE nick = ?", "l", "new-secret"),
            Request.text("UPDATE person SET id = 1000 WHERE id = 3"),
            Request.prepared("UPDATE person SET id = ?, ssn = ?, city = 'm' WHERE id = ?", 1001L, "new-secret", 4L),
            Request.text("UPDATE person SET id = 2 WHERE id IN (5, 6)"),
            Request.text("UPDATE person SET id = 6 WHERE id = 5"),
            Request.text("UPDATE person SET id = 6 WHERE ssn = 'nobody'"),
            Request.text("UPDATE person SET id = 7, notes = nick WHERE id = 7"),
            Request.text("UPDATE stay SET person = 50 WHERE person = 2"),
            Request.prepared("UPDATE stay SET code = ? WHERE person = ? AND code = ?", "zz", 1L, "c1"),
            Request.prepared("UPDATE stay SET code = ? WHERE person = ?", "zz", 1L),
            Request.prepared("UPDATE stay SET secret = ? WHERE person = ?", "new-secret", 1L),
            Request.prepared("UPDATE stay SET secret = ?, room = ? WHERE secret = ?", "s", "r", "new-secret"),
            Request.prepared("DELETE FROM stay WHERE secret = ?", "secret-2-x9"),
            Request.prepared("DELETE FROM stay s WHERE s.secret <> ? AND s.room = ?", "s", "room1"),
            Request.text("DELETE FROM person WHERE nick = 'new-secret' AND id BETWEEN 3 AND 6"),
            Request.prepared("UPDATE person SET ssn = ? WHERE city = ?", "much too long for it", "q"),
            Request.prepared("UPDATE person SET pos = 1, notes = ? WHERE id > ?", "n", 10L),
            Request.text("UPDATE person SET notes = 'n', pos = pos + 1"));
}

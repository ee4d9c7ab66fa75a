package dev.rowseal.crash;

import dev.rowseal.key.KeyLife;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * One of several processes over one database: writes rows of its own in one thread, and in the other does what it is told,
 * at the same moment as the others.
 */
final class Racing {

    private static volatile boolean stop;

    private Racing() {}

    /** Arguments: the database's URL, the configuration, the process's number. */
    public static void main(String[] args) throws Exception {
        Ward ward = new Ward(args[0], args[1]);
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // What can be done before is: the race is about keys.
        try (Connection sealed = ward.sealed();
                KeyLife life = ward.life()) {
            say("ready");
            told.readLine();
            long first = 1_000_000L * Long.parseLong(args[2]);
            ward.write(sealed, first, text(first));
            say("wrote " + first);
            Thread writer = new Thread(() -> writeOn(ward, sealed, first + 1), "writer");
            writer.start();
            for (String line = told.readLine(); line != null && !line.equals("stop"); line = told.readLine()) {
                say("rotated " + life.rotate(Ward.TABLE, Integer.parseInt(line)));
            }
            stop = true;
            writer.join();
        }
        say("end");
    }

    private static void writeOn(Ward ward, Connection sealed, long from) {
        for (long id = from; !stop; id++) {
            try {
                ward.write(sealed, id, text(id));
                say("wrote " + id);
            } catch (SQLException failed) {
                say("failed " + failed.getSQLState() + " " + failed.getMessage());
                return;
            }
        }
    }

    static String text(long id) {
        return "value " + id;
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}

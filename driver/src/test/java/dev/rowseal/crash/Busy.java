package dev.rowseal.crash;

import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.StoredKey;
import java.sql.Connection;
import java.util.List;
import java.util.Set;

/** A process that writes and changes keys all the time, until it is killed. */
final class Busy {

    private Busy() {}

    /** Arguments: the database's URL, two configurations whose KEKs change places, the first row's id. */
    public static void main(String[] args) throws Exception {
        Ward one = new Ward(args[0], args[1]);
        Ward other = new Ward(args[0], args[2]);
        long id = Long.parseLong(args[3]);
        try (Connection sealed = one.sealed();
                KeyLife life = one.life();
                KeyLife otherLife = other.life()) {
            for (int round = 0; ; round++) {
                for (int i = 0; i < 5; i++, id++) {
                    one.write(sealed, id, Racing.text(id));
                    System.out.println("wrote " + id + ";");
                }
                List<StoredKey> keys = one.dataKeys();
                StoredKey newest = keys.get(keys.size() - 1);
                life.rotate(Ward.TABLE, newest.record().generation());
                if (newest.state() == KeyState.ACTIVE) {
                    life.retire(newest.record().keyId());
                }
                KeyLife wraps = round % 2 == 0 ? otherLife : life;
                wraps.rewrap(Set.of(round % 2 == 0 ? other.kek() : one.kek()));
                wraps.drop(round % 2 == 0 ? one.kek() : other.kek());
            }
        }
    }
}

package dev.rowseal.integration;

import dev.rowseal.integration.Ward.Device;
import dev.rowseal.integration.Ward.Pump;
import dev.rowseal.integration.Ward.Scanner;
import dev.rowseal.testdb.Engine;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.Session;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hibernate's hierarchies of a table for each class, on sealed and plain twins. */
class HibernateHierarchyTest {

    private static Object devices(Session session) {
        Device plain = new Device();
        plain.id = 1;
        plain.serial = "SN-0001";
        plain.place = "north";
        Pump pump = new Pump();
        pump.id = 2;
        pump.serial = "SN-0002";
        pump.setting = "30 ml/h";
        pump.patient = 1L;
        Scanner scanner = new Scanner();
        scanner.id = 3;
        scanner.serial = "SN-0003";
        scanner.calibrated = LocalDate.of(2026, 2, 28);
        scanner.code = "MR";
        List.of(plain, pump, scanner).forEach(session::persist);
        session.flush();
        return List.of(plain, pump, scanner);
    }

    /** A hierarchy of a table for each class: a UNION ALL in which what a class does not have is NULL. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aTableForEachClass(Engine engine, @TempDir Path folder) throws Exception {
        try (Wards wards = Wards.open(engine, folder)) {
            wards.same("persist", HibernateHierarchyTest::devices);
            wards.query("from Device d order by d.id");
            wards.query("from Pump p order by p.id");
            wards.query("from Device d where d.serial = :s", "s", "SN-0002");
            wards.query("from Device d where d.serial in (:s) order by d.id", "s", List.of("SN-0001", "SN-0003"));
            wards.query("from Device d where type(d) = Scanner");
            wards.query("select treat(d as Pump).setting from Device d where treat(d as Pump).patient = :p", "p", 1L);
            wards.query("select treat(d as Scanner).code from Device d where treat(d as Scanner).code = :c", "c", "MR");
            wards.query("select count(d), count(d.serial), count(distinct d.serial) from Device d");
            wards.query("select d.serial, p.ssn from Device d left join Person p on p.id = d.id order by d.id");
            wards.same(
                    "find", s -> List.of(s.find(Device.class, 1L), s.find(Device.class, 2L), s.find(Device.class, 3L)));
            wards.same("change", s -> {
                s.find(Device.class, 2L).serial = "SN-9002";
                ((Pump) s.find(Device.class, 2L)).patient = null;
                s.flush();
                s.clear();
                return HibernateSessionsTest.list(s, "from Device d order by d.id");
            });
            wards.same("remove", s -> {
                s.remove(s.find(Device.class, 3L));
                s.flush();
                return HibernateSessionsTest.list(s, "from Device d order by d.id");
            });
            wards.twins().requireAlike(13);
        }
    }
}

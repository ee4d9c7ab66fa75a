package dev.rowseal.integration;

import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;
import org.jspecify.annotations.Nullable;

/** Entities of every kind of identifier, inheritance and association. */
final class Ward {

    /** The policy of their tables. */
    static final String TABLES = """
              w_person:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
                  birthday: { type: date }
                  salary: { type: "decimal(12,2)" }
              w_note:
                row-id: { id: bigint }
                columns: { body: { type: varchar(200) } }
              w_key:
                row-id: { id: uuid }
                columns: { secret: { type: varchar(100), lookup: equality } }
              w_card:
                row-id: { id: bigint }
                columns: { number: { type: varchar(20), lookup: equality } }
              w_staff:
                row-id: { id: bigint }
                columns: { pin: { type: varchar(8), lookup: equality } }
              w_doctor:
                row-id: { id: bigint }
                columns: { licence: { type: varchar(20), lookup: equality } }
              w_device:
                row-id: { id: bigint }
                columns: { serial: { type: varchar(30), lookup: equality, group: w_serial } }
              w_pump:
                row-id: { id: bigint }
                columns:
                  serial: { type: varchar(30), lookup: equality, group: w_serial }
                  setting: { type: varchar(50) }
                  patient: { type: bigint, lookup: equality }
              w_scanner:
                row-id: { id: bigint }
                columns:
                  serial: { type: varchar(30), lookup: equality, group: w_serial }
                  calibrated: { type: date }
                  code: { type: varchar(10), lookup: equality }
            """;

    private Ward() {}

    static Class<?>[] entities() {
        return new Class<?>[] {
            Person.class,
            Note.class,
            Key.class,
            Card.class,
            CreditCard.class,
            DebitCard.class,
            Staff.class,
            Doctor.class,
            Device.class,
            Pump.class,
            Scanner.class
        };
    }

    @Entity(name = "Person")
    @Table(name = "w_person")
    @BatchSize(size = 10)
    static class Person {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        @Nullable
        Long id;

        @Version
        int version;

        @Column(length = 50)
        @Nullable
        String name;

        @Column(length = 11, unique = true)
        @Nullable
        String ssn;

        @Nullable
        LocalDate birthday;

        @Column(precision = 12, scale = 2)
        @Nullable
        BigDecimal salary;

        @OneToMany(mappedBy = "person", cascade = CascadeType.ALL, orphanRemoval = true)
        @OrderBy("id")
        @BatchSize(size = 10)
        List<Note> notes = new ArrayList<>();

        @ElementCollection
        @CollectionTable(name = "w_person_tags", joinColumns = @JoinColumn(name = "person_id"))
        @Column(name = "tag", length = 20)
        Set<String> tags = new LinkedHashSet<>();

        static Person of(@Nullable String name, @Nullable String ssn) {
            Person person = new Person();
            person.name = name;
            person.ssn = ssn;
            return person;
        }

        Note note(String body) {
            Note note = new Note();
            note.person = this;
            note.body = body;
            notes.add(note);
            return note;
        }

        @Override
        public String toString() {
            return id + " v" + version + " " + name + " " + ssn + " " + birthday + " " + salary;
        }
    }

    @Entity(name = "Note")
    @Table(name = "w_note")
    static class Note {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        @Nullable
        Long id;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "person_id")
        @Nullable
        Person person;

        @Column(length = 200)
        @Nullable
        String body;

        int stars;

        @Override
        public String toString() {
            return id + " " + body + " " + stars;
        }
    }

    @Entity(name = "Key")
    @Table(name = "w_key")
    static class Key {
        @Id
        UUID id = new UUID(1, 1);

        @Column(length = 100)
        @Nullable
        String secret;

        @Override
        public String toString() {
            return id + " " + secret;
        }
    }

    @Entity(name = "Card")
    @Table(name = "w_card")
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    abstract static class Card {
        @Id
        long id;

        @Column(length = 20)
        @Nullable
        String number;

        @Override
        public String toString() {
            return getClass().getSimpleName() + " " + id + " " + number;
        }
    }

    @Entity(name = "CreditCard")
    @DiscriminatorValue("C")
    static class CreditCard extends Card {
        int creditLimit;
    }

    @Entity(name = "DebitCard")
    @DiscriminatorValue("D")
    static class DebitCard extends Card {}

    @Entity(name = "Staff")
    @Table(name = "w_staff")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Staff {
        @Id
        long id;

        @Column(length = 8)
        @Nullable
        String pin;

        @Override
        public String toString() {
            return getClass().getSimpleName() + " " + id + " " + pin;
        }
    }

    @Entity(name = "Doctor")
    @Table(name = "w_doctor")
    static class Doctor extends Staff {
        @Column(length = 20)
        @Nullable
        String licence;

        @Override
        public String toString() {
            return super.toString() + " " + licence;
        }
    }

    /** Of a table of its own, as each of its subclasses is: Hibernate reads all by a UNION ALL. */
    @Entity(name = "Device")
    @Table(name = "w_device")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class Device {
        @Id
        long id;

        @Column(length = 30)
        @Nullable
        String serial;

        @Nullable
        String place;

        @Override
        public String toString() {
            return getClass().getSimpleName() + " " + id + " " + serial + " " + place;
        }
    }

    @Entity(name = "Pump")
    @Table(name = "w_pump")
    static class Pump extends Device {
        @Column(length = 50)
        @Nullable
        String setting;

        @Nullable
        Long patient;

        @Override
        public String toString() {
            return super.toString() + " " + setting + " " + patient;
        }
    }

    @Entity(name = "Scanner")
    @Table(name = "w_scanner")
    static class Scanner extends Device {
        @Nullable
        LocalDate calibrated;

        @Column(length = 10)
        @Nullable
        String code;

        @Override
        public String toString() {
            return super.toString() + " " + calibrated + " " + code;
        }
    }
}

package dev.rowseal.integration;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A patient as an application maps her; nothing says that she is sealed. */
@Entity
@Table(name = "patient", indexes = @Index(name = "patient_email", columnList = "email"))
class Patient {

    @Id
    long id;

    @Column(length = 50, nullable = false)
    String name = "";

    @Column(length = 11, unique = true)
    @Nullable
    String ssn;

    @Column(nullable = false)
    LocalDate birthday = LocalDate.EPOCH;

    @Column(precision = 12, scale = 2)
    @Nullable
    BigDecimal salary;

    @Column(length = 100)
    @Nullable
    String email;
}

package dev.rowseal.integration;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A visit, which is open. */
@Entity
@Table(name = "visit")
class Visit {

    @Id
    long id;

    @ManyToOne
    @JoinColumn(name = "patient_id")
    @Nullable
    Patient patient;

    @Column(length = 200)
    @Nullable
    String reason;
}

package dev.rowseal.samples.quickstart;

import java.time.LocalDate;

/** A row of the table {@code visit}, which has nothing to seal. */
record Visit(long id, long patientId, LocalDate day, String reason) {}

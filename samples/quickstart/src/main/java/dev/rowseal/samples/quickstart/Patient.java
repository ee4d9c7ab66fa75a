package dev.rowseal.samples.quickstart;

import dev.rowseal.annotations.Encrypted;
import dev.rowseal.annotations.EncryptedTable;
import dev.rowseal.annotations.Equality;
import dev.rowseal.annotations.Lookup;
import dev.rowseal.annotations.RowId;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code patient}. This declaration is the policy: what is annotated is sealed, by the driver, in
 * every statement. Name and city stay open.
 */
@EncryptedTable
record Patient(
        @RowId long id,
        String name,
        String city,

        @Encrypted(type = "varchar(11)", lookup = Lookup.EQUALITY)
        String ssn,

        @Encrypted(type = "varchar(100)", lookup = Lookup.EQUALITY, equality = Equality.CASE_INSENSITIVE) @Nullable
        String email,

        @Encrypted LocalDate birthday,
        @Encrypted(pad = 64) String notes) {

    /** The same patient, somewhere else. */
    Patient moved(String newCity, String newEmail) {
        return new Patient(id, name, newCity, ssn, newEmail, birthday, notes);
    }
}

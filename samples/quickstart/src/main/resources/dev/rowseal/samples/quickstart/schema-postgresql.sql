-- docs/database-objects.md has the widths and the CHECKs.
CREATE TABLE patient (
    id           BIGINT PRIMARY KEY,
    name         VARCHAR(80) NOT NULL,
    city         VARCHAR(80) NOT NULL,
    ssn          BYTEA NOT NULL,
    ssn_idx      BYTEA NOT NULL,
    email        BYTEA,
    email_idx    BYTEA,
    birthday     BYTEA NOT NULL,
    notes        BYTEA NOT NULL,
    CONSTRAINT rowseal_patient_ssn CHECK (
        (ssn IS NULL OR octet_length(ssn) >= 48 AND substring(ssn FROM 1 FOR 3) IN (decode('f71e01', 'hex'), decode('f71e7f', 'hex')))
        AND (ssn IS NULL) = (ssn_idx IS NULL) AND (ssn_idx IS NULL OR octet_length(ssn_idx) = 16)),
    CONSTRAINT rowseal_patient_email CHECK (
        (email IS NULL OR octet_length(email) >= 48 AND substring(email FROM 1 FOR 3) IN (decode('f71e01', 'hex'), decode('f71e7f', 'hex')))
        AND (email IS NULL) = (email_idx IS NULL) AND (email_idx IS NULL OR octet_length(email_idx) = 16)),
    CONSTRAINT rowseal_patient_birthday CHECK (birthday IS NULL
        OR octet_length(birthday) >= 48 AND substring(birthday FROM 1 FOR 3) IN (decode('f71e01', 'hex'), decode('f71e7f', 'hex'))),
    CONSTRAINT rowseal_patient_notes CHECK (notes IS NULL
        OR octet_length(notes) >= 48 AND substring(notes FROM 1 FOR 3) IN (decode('f71e01', 'hex'), decode('f71e7f', 'hex'))));
CREATE INDEX patient_ssn ON patient (ssn_idx);
CREATE INDEX patient_email ON patient (email_idx);
CREATE TABLE visit (
    id           BIGINT PRIMARY KEY,
    patient_id   BIGINT NOT NULL REFERENCES patient,
    held_on      DATE NOT NULL,
    reason       VARCHAR(200) NOT NULL);

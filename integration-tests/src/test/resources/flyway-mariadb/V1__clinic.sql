-- A clinic as any application would write it.
CREATE TABLE patient (
    id       BIGINT PRIMARY KEY,
    name     VARCHAR(50) NOT NULL,
    ssn      VARCHAR(11),
    birthday DATE /* a day */ NOT NULL,
    UNIQUE KEY one_ssn (ssn)
);
CREATE TABLE visit (
    id         BIGINT PRIMARY KEY,
    patient_id BIGINT NOT NULL REFERENCES patient (id) ON DELETE CASCADE,
    reason     VARCHAR(200)
);
CREATE INDEX visit_patient ON visit (patient_id);

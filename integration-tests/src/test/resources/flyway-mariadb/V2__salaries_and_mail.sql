ALTER TABLE patient ADD COLUMN salary DECIMAL(12, 2);
ALTER TABLE patient ADD COLUMN email VARCHAR(100);
CREATE INDEX patient_email ON patient (email);

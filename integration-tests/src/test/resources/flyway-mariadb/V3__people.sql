INSERT INTO patient (id, name, ssn, birthday, salary, email)
VALUES (1, 'Alice', '078-05-1120', DATE '1980-02-29', 1000.50, 'alice@example.org'),
       (2, 'Bob', '219-09-9999', DATE '1990-01-01', NULL, NULL);
INSERT INTO visit (id, patient_id, reason) VALUES (1, 1, 'cough');

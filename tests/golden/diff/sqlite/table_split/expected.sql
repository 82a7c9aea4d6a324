ALTER TABLE people DROP COLUMN street;
ALTER TABLE people DROP COLUMN city;
CREATE TABLE addresses (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    street TEXT,
    city TEXT
);

CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE addresses (person_id INTEGER PRIMARY KEY REFERENCES people (id), street TEXT, city TEXT);

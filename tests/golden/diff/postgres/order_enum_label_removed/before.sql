CREATE TYPE mood AS ENUM ('sad', 'ok', 'gone');
CREATE TABLE person (id integer PRIMARY KEY, now mood DEFAULT 'ok', was mood[]);
INSERT INTO person VALUES (1, 'sad', '{ok}');
CREATE INDEX person_now ON person (now) WHERE now <> 'sad';
CREATE VIEW sad AS SELECT id FROM person WHERE now = 'sad';
CREATE FUNCTION cheer(mood) RETURNS mood LANGUAGE sql IMMUTABLE AS 'SELECT $1';

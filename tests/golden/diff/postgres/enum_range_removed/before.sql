CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE moodrange AS RANGE (subtype = mood);
CREATE TABLE t (id integer PRIMARY KEY, m mood);

CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE moodrange AS RANGE (subtype = mood);
CREATE TABLE t (id integer PRIMARY KEY, m mood);

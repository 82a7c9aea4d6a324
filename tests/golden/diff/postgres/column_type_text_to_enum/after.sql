CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id integer, s e DEFAULT 'a');
CREATE INDEX i ON t (s);

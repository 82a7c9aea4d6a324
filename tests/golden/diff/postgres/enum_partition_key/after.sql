CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy', 'glad');
CREATE TABLE t (id integer, m mood) PARTITION BY LIST (m);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN ('sad');
CREATE TABLE t2 PARTITION OF t FOR VALUES IN ('glad');

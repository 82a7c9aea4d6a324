CREATE TABLE t (id integer, s text DEFAULT 'a' CHECK (s IN ('a', 'b')));
CREATE INDEX i ON t (s);
INSERT INTO t VALUES (1, 'b');

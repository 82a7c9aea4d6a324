CREATE TABLE t (
    id integer,
    a integer,
    b text
);
ALTER TABLE t ADD CONSTRAINT t_a CHECK (a > 0);

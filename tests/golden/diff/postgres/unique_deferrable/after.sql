CREATE TABLE t (
    id integer,
    a integer,
    b text
);
ALTER TABLE t ADD CONSTRAINT u UNIQUE (a) DEFERRABLE;

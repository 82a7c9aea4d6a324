CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE VIEW v AS SELECT id FROM t;

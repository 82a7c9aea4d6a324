CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE VIEW v AS SELECT id, b FROM t WHERE a > 0;
CREATE VIEW w AS SELECT id FROM v;

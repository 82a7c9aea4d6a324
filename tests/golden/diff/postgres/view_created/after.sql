CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE VIEW v WITH (security_barrier=true) AS SELECT id, a FROM t WHERE a > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW w AS SELECT id FROM v;

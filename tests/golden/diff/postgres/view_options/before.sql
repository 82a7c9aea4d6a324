CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE VIEW v WITH (security_barrier=true) AS SELECT id FROM t WITH CASCADED CHECK OPTION;

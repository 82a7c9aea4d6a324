CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE VIEW v WITH (security_invoker=true) AS SELECT id FROM t WITH LOCAL CHECK OPTION;

CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE RECURSIVE VIEW r (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 5;

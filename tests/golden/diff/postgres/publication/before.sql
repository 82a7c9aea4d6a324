CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE PUBLICATION p FOR TABLE t;
CREATE PUBLICATION q FOR ALL TABLES;

CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE TABLE u (a integer PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE u WITH (publish = 'insert');
CREATE PUBLICATION q FOR TABLE u;

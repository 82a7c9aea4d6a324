CREATE TABLE t (
    id integer,
    a integer,
    b text
);
ALTER TABLE t ADD PRIMARY KEY (id);

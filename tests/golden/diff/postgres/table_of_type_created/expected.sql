CREATE TYPE ty AS (
    a integer,
    b text
);
CREATE TABLE t OF ty (
    CONSTRAINT t_pkey PRIMARY KEY (a)
);

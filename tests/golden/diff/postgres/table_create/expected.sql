CREATE TABLE t (
    id integer NOT NULL,
    a text NOT NULL,
    CONSTRAINT t_pkey PRIMARY KEY (id)
);

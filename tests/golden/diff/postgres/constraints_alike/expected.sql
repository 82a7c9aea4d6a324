CREATE TABLE u (
    id integer NOT NULL,
    name text,
    CONSTRAINT u_pkey PRIMARY KEY (id),
    CONSTRAINT "name again" UNIQUE (name),
    CONSTRAINT u_id_key1 UNIQUE NULLS NOT DISTINCT (id)
);
ALTER TABLE u ADD CONSTRAINT u_id_key UNIQUE (id);
ALTER TABLE u ADD CONSTRAINT u_name_key UNIQUE (name);

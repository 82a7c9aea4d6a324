CREATE TABLE p (
    id integer NOT NULL,
    parent integer,
    CONSTRAINT p_pkey PRIMARY KEY (id),
    CONSTRAINT p_parent_fkey FOREIGN KEY (parent) REFERENCES p(id)
);
ALTER TABLE c ADD CONSTRAINT c_p_id_fkey FOREIGN KEY (p_id) REFERENCES p(id) NOT VALID;
ALTER TABLE c VALIDATE CONSTRAINT c_p_id_fkey;

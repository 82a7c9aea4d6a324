CREATE TABLE t (
    id integer,
    a integer,
    b text
);
ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING btree (a WITH =) WHERE (a > 0);

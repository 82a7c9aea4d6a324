CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE INDEX j ON t USING btree (b);

CREATE TABLE t (
    id integer,
    a integer,
    b text
);
ALTER TABLE t ALTER id SET NOT NULL;

CREATE TABLE t (
    id integer,
    a integer,
    b text
);
CREATE RULE r AS ON DELETE TO t WHERE old.a > 0 DO INSTEAD NOTHING;
ALTER TABLE t DISABLE RULE r;

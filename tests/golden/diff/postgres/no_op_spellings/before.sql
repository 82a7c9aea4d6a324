CREATE TABLE t (a int4, b varchar, c timestamptz, d bool DEFAULT 't', e numeric(10), f decimal(5,2), CHECK (a IN (1,2,3)), CHECK (((b)) <> ''));
CREATE INDEX ON t ((lower(b)));

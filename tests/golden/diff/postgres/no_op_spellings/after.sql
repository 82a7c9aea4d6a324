CREATE TABLE t (a integer, b character varying, c timestamp with time zone, d boolean DEFAULT true, e numeric(10,0), f numeric(5,2), CHECK (a = ANY (ARRAY[1,2,3])), CHECK (b <> ''));
CREATE INDEX ON t USING btree (lower(b));

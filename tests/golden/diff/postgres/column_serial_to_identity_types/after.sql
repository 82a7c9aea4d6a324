CREATE TABLE t (a bigserial, b integer GENERATED ALWAYS AS IDENTITY, c smallint); 

ALTER TABLE t ADD COLUMN b character varying(10);
ALTER TABLE t ADD COLUMN c bigint;
ALTER TABLE t ADD CONSTRAINT t_b_check CHECK (((b)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))) NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT t_b_check;
ALTER TABLE t ADD CONSTRAINT t_c_check CHECK ((c = ANY (ARRAY[(1)::smallint, (2)::smallint]))) NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT t_c_check;
CREATE INDEX i ON t USING btree (a) WHERE ((b)::text <> ALL ((ARRAY['x'::character varying, 'it''s [so]'::character varying])::text[]));
CREATE VIEW v AS
 SELECT t.a
   FROM t
  WHERE (((t.b)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])) OR ((t.b)::text = ANY ((ARRAY['z'::character varying, 'q'::character varying])::text[])));
CREATE POLICY p ON t FOR ALL TO PUBLIC USING ((b)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]));
